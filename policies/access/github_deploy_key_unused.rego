# METADATA
# scope: package
# title: Deploy keys that nobody uses are removed
# description: Nobody notices when a forgotten key is used by somebody else.
# schemas:
#   - input: schema["github.deploy_key"]
# related_resources:
#   - ref: https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["AC-2(3)", IA-5]
#     iso-27001-2022: [A.5.18, A.5.17]
#     soc2: ["CC6.2", "CC6.3"]
#   params:
#     days: {type: integer, default: 90, description: "after how many days without use"}
#   remediation: Delete the key (repository, Settings, Deploy keys; DELETE /repos/OWNER/REPO/keys/ID).
package policies.access.github_deploy_key_unused

import data.lib.dates

# What was never used counts from when it was added.
fail contains _failure("never used, and added", dates.days_since(input.created_at), "created_at") if {
	input.last_used == null
	dates.days_since(input.created_at) > data.params.access.github_deploy_key_unused.days
}

fail contains _failure("last used", dates.days_since(input.last_used), "last_used") if {
	input.last_used != null
	dates.days_since(input.last_used) > data.params.access.github_deploy_key_unused.days
}

_failure(what, days, path) := {
	"message": sprintf("the key was %s %d days ago", [what, days]),
	"path": path,
	"key": "unused",
	"expected": sprintf("used in the last %d days", [data.params.access.github_deploy_key_unused.days]),
}
