# METADATA
# scope: package
# title: Roles trust only accounts that are approved
# description: >-
#   Each account that may take a role is a supplier with a key. The list of them is what was approved.
# schemas:
#   - input: schema["aws.iam.role"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   severity: medium
#   tags: [aws, vendors]
#   controls:
#     nist-800-53-r5: [AC-3, SA-9]
#     iso-27001-2022: [A.5.19, A.5.22]
#     soc2: ["CC9.2"]
#     pci-dss-4.0.1: ["12.8.1", "8.2.7"]
#   params:
#     accounts: {type: array, default: [], description: "numbers of the accounts, and ids of the organisations besides its own, that may be trusted; empty means that the policy does not apply"}
#   remediation: >-
#     Take the account out of the trust policy, or have the vendor approved and enter the account in the list.
package policies.supply.aws_role_known_accounts

import data.lib.outsider

# Without a list there is nothing to hold the accounts against.
applicable if count(data.params.supply.aws_role_known_accounts.accounts) > 0

fail contains {"message": sprintf("%s can take the role and is not on the list", [outsider.word(name)]), "path": "trust", "key": name, "expected": "an account or organisation on the list"} if {
	some name in outsider.names(input.trust, input.origin.account)
	not name in data.params.supply.aws_role_known_accounts.accounts
	not outsider.colleague(name)
}
