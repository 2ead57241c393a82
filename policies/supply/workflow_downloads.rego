# METADATA
# scope: package
# title: The workflow runs no download unseen
# description: >-
#   A script that goes from the network into the shell is whatever the server sends that day, and runs with
#   the workflow's secrets.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-7, SR-11, CM-14]
#     iso-27001-2022: [A.5.21, A.8.28]
#     cis-controls-v8.1: ["16.5", "16.11"]
#     cis-github-1.2: ["2.4.3"]
#     openssf-scorecard: [Pinned-Dependencies]
#     soc2: [CC6.8]
#   remediation: >-
#     Download a fixed version to a file and compare its checksum before running it, or use a pinned action.
package policies.supply.workflow_downloads

import data.lib.place

_piped := {sprintf("%s: %s", [step.job, step.text]) | some step in input.piped_downloads}

_places(key) := [step | some step in input.piped_downloads; sprintf("%s: %s", [step.job, step.text]) == key]

fail contains {
	"message": sprintf("a download is run unseen in %s (%s)", [key, place.words(_places(key))]),
	"path": "piped_downloads",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a download with a checksum",
} if {
	some key in _piped
}
