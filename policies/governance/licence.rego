# METADATA
# scope: package
# title: The repository says under which licence it stands
# description: >-
#   Without a licence nobody else may use the code, and colleagues do not know what they may give away.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://spdx.org/licenses/
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SA-5, CM-10]
#     iso-27001-2022: [A.5.32]
#     openssf-scorecard: [License]
#   params:
#     accepted:
#       type: array
#       default: []
#       description: accepted SPDX identifiers; when empty any licence will do
#   remediation: >-
#     Add a file LICENSE with the full text of the licence; for closed code a sentence that says so.
package policies.governance.licence

fail contains {
	"message": "there is no licence file",
	"path": "license",
	"expected": "a licence file",
} if {
	input.license == null
}

fail contains {
	"message": sprintf("the licence %s is not among the accepted ones", [input.license.spdx]),
	"path": "license.spdx",
	"expected": concat(" or ", data.params.governance.licence.accepted),
} if {
	input.license != null
	count(data.params.governance.licence.accepted) > 0
	not input.license.spdx in data.params.governance.licence.accepted
}
