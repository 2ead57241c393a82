# METADATA
# scope: package
# title: Actions run no download unseen
# description: >-
#   A script that goes from the network into the shell is whatever the server sends that day, and runs with the
#   token and the secrets of everybody who uses the action.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-7, SR-11, CM-14]
#     iso-27001-2022: [A.5.21, A.8.28]
#     cis-controls-v8.1: ["16.5", "16.11"]
#     soc2: [CC6.8]
#     cis-github-1.2: ["2.4.3"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Download a fixed version to a file and compare its checksum before running it.
package policies.supply.action_downloads

import data.lib.place

_piped := {step.text | some step in input.piped_downloads}

_places(text) := [step | some step in input.piped_downloads; step.text == text]

fail contains {
	"message": sprintf("a download is run unseen in %s (%s)", [text, place.words(_places(text))]),
	"path": "piped_downloads",
	"key": text,
	"actual": place.at(input.path, _places(text)),
	"expected": "a download with a checksum",
} if {
	some text in _piped
}
