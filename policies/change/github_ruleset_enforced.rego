# METADATA
# scope: package
# title: Rulesets are enforced
# description: >-
#   A ruleset that is evaluated only, or disabled, looks like a protection in the list and holds nothing back.
# schemas:
#   - input: schema["github.ruleset"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-6, CM-3]
#     iso-27001-2022: [A.8.9]
#     soc2: ["CC8.1"]
#   remediation: >-
#     Under Settings, Rules, Rulesets, set the enforcement status to Active (PUT /repos/OWNER/REPO/rulesets/ID or
#     /orgs/ORG/rulesets/ID with enforcement=active), or delete the ruleset.
package policies.change.github_ruleset_enforced

fail contains {"message": "it is evaluated only: what breaks it is noted and let through", "path": "enforcement", "expected": "active"} if {
	input.enforcement == "evaluate"
}

fail contains {"message": "it is disabled", "path": "enforcement", "expected": "active"} if {
	input.enforcement == "disabled"
}
