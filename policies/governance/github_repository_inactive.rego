# METADATA
# scope: package
# title: Repositories that nobody works on are archived
# description: >-
#   What nobody looks after is not mended either, but still built, installed and believed. Archived, it says so.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-8, SA-22]
#     iso-27001-2022: [A.5.9]
#     cis-github-1.2: ["1.2.7"]
#   params:
#     days: {type: integer, default: 180, description: "after how many days without a push"}
#   remediation: >-
#     Archive the repository (Settings, "Archive this repository"; PATCH /repos/OWNER/REPO with archived=true;
#     archived of github_repository in Terraform), delete it, or note who looks after it.
package policies.governance.github_repository_inactive

import data.lib.dates

applicable if not input.archived

# What nothing was ever pushed to counts from when it was made.
fail contains _failure("nothing was pushed for", dates.days_since(input.pushed_at), "pushed_at") if {
	input.pushed_at != null
	dates.days_since(input.pushed_at) > data.params.governance.github_repository_inactive.days
}

fail contains _failure("nothing was pushed since it was made, for", dates.days_since(input.created_at), "created_at") if {
	input.pushed_at == null
	dates.days_since(input.created_at) > data.params.governance.github_repository_inactive.days
}

_failure(what, days, path) := {
	"message": sprintf("%s %d days", [what, days]),
	"path": path,
	"key": "inactive",
	"expected": sprintf("a push in the last %d days, or archived", [data.params.governance.github_repository_inactive.days]),
}
