# METADATA
# scope: package
# title: Members who do nothing any more are removed
# description: >-
#   An account that nobody uses is one that nobody misses when somebody else does. Whoever has an event in the audit
#   log, or wrote, merged or approved one of the sampled changes, is taken for active; fetching code is not seen.
# schemas:
#   - input: schema["github.member"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/reviewing-the-audit-log-for-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["AC-2(3)", AC-2]
#     iso-27001-2022: [A.5.18]
#     soc2: ["CC6.2", "CC6.3"]
#     cis-controls-v8.1: ["5.3"]
#     cis-github-1.2: ["1.3.1"]
#   params:
#     days: {type: integer, default: 90, description: "how many days somebody may do nothing; the audit log reaches back 180"}
#   remediation: >-
#     Ask whether the person still needs access, and remove them from the organisation (People, or "gh api -X DELETE
#     orgs/ORG/members/LOGIN") or from the repository. Their work stays.
package policies.access.github_member_active

import data.lib.dates

applicable if input.type == "User"

_days := data.params.access.github_member_active.days

_active if {
	input.last_seen != null
	dates.days_since(input.last_seen) <= _days
}

_active if lower(input.login) in _changing

# Who wrote, merged or approved a change of late.
_changing contains lower(login) if {
	some sample in data.resources["github.change_sample"]
	some change in sample.changes
	dates.days_since(change.committed_at) <= _days
	some login in _parts(change)
}

_parts(change) := {login | some login in array.concat([change.author, change.merged_by], change.approved_by); login != null}

fail contains {
	"message": sprintf("nothing was seen of the account for %d days", [_days]),
	"path": "last_seen",
	"expected": sprintf("an event in the last %d days", [_days]),
} if {
	not _active
}
