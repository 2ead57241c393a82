# METADATA
# scope: package
# title: Public repositories say under which licence they stand
# description: >-
#   Without a licence nobody else may use public code, and who does use it breaks the law without knowing.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/licensing-a-repository
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SA-5, CM-10]
#     iso-27001-2022: [A.5.32]
#     cis-github-1.2: ["1.5.6"]
#     openssf-scorecard: [License]
#   params:
#     accepted: {type: array, default: [], description: "accepted SPDX identifiers; when empty any licence will do"}
#   remediation: >-
#     Add a file LICENSE with the full text of the licence, so that GitHub recognises it, or make the
#     repository private.
package policies.governance.github_licence

applicable if {
	input.visibility == "public"
	not input.archived
	not input.empty
}

_accepted := data.params.governance.github_licence.accepted

fail contains {"message": "there is no licence file", "path": "license", "expected": "a licence file"} if {
	input.license == null
}

fail contains {
	"message": sprintf("the licence %s is not among the accepted ones", [input.license]),
	"path": "license",
	"expected": concat(" or ", _accepted),
} if {
	input.license != null
	count(_accepted) > 0
	not input.license in _accepted
}
