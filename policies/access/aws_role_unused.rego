# METADATA
# scope: package
# title: Roles that nobody takes are removed
# description: A role that nobody misses is a way in that nobody watches.
# schemas:
#   - input: schema["aws.iam.role"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["AC-2(3)", "AC-6"]
#     iso-27001-2022: [A.5.18]
#     soc2: ["CC6.2", "CC6.3"]
#     pci-dss-4.0.1: ["7.2.4", "8.2.6"]
#   params:
#     days: {type: integer, default: 90, description: "after how many days without use"}
#   remediation: Ask the owner, then delete the role; restrict its trust policy first when in doubt.
package policies.access.aws_role_unused

import data.lib.dates

applicable if not input.service_linked

_limit := data.params.access.aws_role_unused.days

fail contains {"message": sprintf("nobody took the role for %d days", [_limit]), "path": "last_used", "expected": "used, or removed"} if {
	input.last_used != null
	dates.days_since(input.last_used) > _limit
}

fail contains {"message": "nobody ever took the role", "path": "last_used", "expected": "used, or removed"} if {
	input.last_used == null
	dates.days_since(input.created) > _limit
}
