# METADATA
# scope: package
# title: The rules of the default branch hold for administrators too
# description: >-
#   A rule that some may pass over, always and without asking, stops only those who do no harm. Who may is a short
#   list that somebody approved.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-5, AC-6, AC-5]
#     iso-27001-2022: [A.8.2, A.8.32, A.5.3]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.14"]
#     openssf-scorecard: ["Branch-Protection"]
#     slsa-1.2: ["Source.L3"]
#   params:
#     allowed: {type: array, default: [], description: "who may do without the rules: \"administrators\" of the repository, or an actor as \"Team:ops\", \"Integration:renovate\", \"User:ada\" or \"OrganizationAdmin\", with its name or number"}
#     modes: {type: array, default: ["always", "exempt"], description: "modes of bypassing that count: always, exempt, pull_request"}
#   remediation: >-
#     Take the actor from the bypass list of the ruleset (Settings, Rules, Rulesets), or let it bypass for pull
#     requests only; in a classic protection turn on "Do not allow bypassing the above settings" (bypass_actors of
#     the ruleset, enforce_admins of the protection). Who needs it enters in the list of this policy.
package policies.change.github_no_bypass

import data.lib.github

fail contains {"message": "administrators may pass over the rules", "path": "admins_exempt", "key": "administrators", "expected": false} if {
	input.admins_exempt
	not "administrators" in data.params.change.github_no_bypass.allowed
}

fail contains {"message": sprintf("%s may pass over the rules (%s)", [github.actor(a), a.mode]), "path": sprintf("bypass_actors[%d]", [i]), "key": github.actor(a), "expected": "an actor on the list"} if {
	some i, a in input.bypass_actors
	a.mode in data.params.change.github_no_bypass.modes
	not github.administrators(a)
	not github.listed(a, data.params.change.github_no_bypass.allowed)
}
