# METADATA
# scope: package
# title: What the image fetches is verified
# description: >-
#   A file or a script from the network is whatever the server sends on the day of the build. Only a checksum
#   ties the image to what was looked at.
# schemas:
#   - input: schema["git.dockerfile"]
# related_resources:
#   - ref: https://docs.docker.com/reference/dockerfile/#add---checksum
# custom:
#   severity: medium
#   tags: [containers]
#   controls:
#     nist-800-53-r5: [SI-7, SR-11, CM-14]
#     iso-27001-2022: [A.5.21, A.8.28]
#     cis-controls-v8.1: ["16.5", "16.11"]
#     cis-github-1.2: ["2.4.3"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Use "ADD --checksum=sha256:…", or download to a file and run "sha256sum -c" before using it.
package policies.supply.docker_downloads

_unverified := {"remote_adds": input.remote_adds, "piped_downloads": input.piped_downloads}

_says := {"remote_adds": "is added without a checksum", "piped_downloads": "is run unseen"}

_places := {[list, line.text] | some list, lines in _unverified; some line in lines}

fail contains {
	"message": sprintf("a download %s: %s", [_says[list], text]),
	"path": list,
	"key": sprintf("%s %s", [list, text]),
	"expected": "a download with a checksum",
} if {
	some [list, text] in _places
}
