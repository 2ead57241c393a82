# METADATA
# scope: package
# title: Image repositories are shared with approved accounts only
# description: Each account that a policy lets in is a supplier with a key. The list of them is what was approved.
# schemas:
#   - input: schema["aws.ecr.repository"]
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
#     accounts: {type: array, default: [], description: "numbers of the accounts, and ids of the organisations besides its own, that may use it; empty means that the policy does not apply"}
#   remediation: Take the account out of the policy of the repository, or have it approved and enter it in the list.
package policies.supply.ecr_known_accounts

import data.lib.outsider

# Without a list there is nothing to hold the accounts against.
applicable if count(data.params.supply.ecr_known_accounts.accounts) > 0

fail contains {"message": sprintf("%s may use the repository and is not on the list", [outsider.word(name)]), "path": "policy", "key": name, "expected": "an account or organisation on the list"} if {
	some name in outsider.names(input.policy, input.origin.account)
	not name in data.params.supply.ecr_known_accounts.accounts
	not outsider.colleague(name)
}
