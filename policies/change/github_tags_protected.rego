# METADATA
# scope: package
# title: Released versions cannot be moved or removed
# description: >-
#   Who installs version 1.2 means what was reviewed and tested as 1.2. A tag that can be moved gives them something
#   else under the same name.
# schemas:
#   - input: schema["github.repository"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-5, SI-7]
#     iso-27001-2022: [A.8.32, A.8.4]
#     soc2: ["CC8.1"]
#     slsa-1.2: ["Source.L2"]
#   params:
#     refs: {type: array, default: ["~ALL", "refs/tags/*", "refs/tags/**", "refs/tags/**/*", "refs/tags/v*"], description: "patterns of a ruleset, one of which covers the tags of releases"}
#   remediation: >-
#     Turn on immutable releases (repository or organisation, Settings, General, Releases; PUT
#     /repos/OWNER/REPO/immutable-releases), or make an active ruleset for tags with "Restrict updates" and
#     "Restrict deletions" (target tag, rules update and deletion; github_organization_ruleset in Terraform).
package policies.change.github_tags_protected

applicable if {
	not input.archived
	not input.empty
}

fail contains {"message": "a tag can be moved or deleted after its release", "path": "security.immutable_releases", "expected": "immutable releases, or a ruleset for tags"} if {
	not input.security.immutable_releases
	count(_rulesets) == 0
}

_rulesets contains ruleset.id if {
	some ruleset in data.resources["github.ruleset"]
	ruleset.target == "tag"
	ruleset.enforcement == "active"
	lower(input.full_name) in ruleset.repositories
	{"update", "deletion"} - {rule | some rule in ruleset.rules} == set()
	count(ruleset.exclude_refs) == 0
	some ref in ruleset.include_refs
	ref in data.params.change.github_tags_protected.refs
}
