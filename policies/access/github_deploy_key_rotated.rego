# METADATA
# scope: package
# title: Deploy keys are renewed
# description: A key that is years old has been on machines and in backups that nobody remembers.
# schemas:
#   - input: schema["github.deploy_key"]
# related_resources:
#   - ref: https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [IA-5, SC-12]
#     iso-27001-2022: [A.5.17]
#     soc2: ["CC6.1"]
#   params:
#     days: {type: integer, default: 365, description: "at what age a key has to be renewed, in days"}
#   remediation: >-
#     Add a new key (repository, Settings, Deploy keys; github_repository_deploy_key in Terraform), put it where the
#     old one is used, and delete the old one.
package policies.access.github_deploy_key_rotated

import data.lib.dates

fail contains {
	"message": sprintf("the key is %d days old", [_age]),
	"path": "created_at",
	"expected": sprintf("less than %d days", [data.params.access.github_deploy_key_rotated.days]),
} if {
	_age >= data.params.access.github_deploy_key_rotated.days
}

_age := dates.days_since(input.created_at)
