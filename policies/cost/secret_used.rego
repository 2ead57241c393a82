# METADATA
# scope: package
# title: Secrets are in use
# description: A secret that nobody reads opens something that nobody watches, and costs each month.
# schemas:
#   - input: schema["aws.secretsmanager.secret"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["AC-2(3)", "CM-8"]
#     iso-27001-2022: [A.5.18, A.8.6]
#     soc2: ["CC6.2"]
#     pci-dss-4.0.1: ["8.2.6"]
#   params:
#     days: {type: integer, default: 90, description: "after how many days without a reader"}
#   remediation: Ask the owner, then delete the secret with a time to think it over.
package policies.cost.secret_used

import data.lib.dates

fail contains {"message": sprintf("nobody read the secret since %s", [input.accessed]), "path": "accessed", "expected": "read, or gone"} if {
	input.accessed != null
	dates.days_since(input.accessed) > data.params.cost.secret_used.days
}

fail contains {"message": "nobody ever read the secret", "path": "accessed", "expected": "read, or gone"} if {
	input.accessed == null
	input.created != null
	dates.days_since(input.created) > data.params.cost.secret_used.days
}
