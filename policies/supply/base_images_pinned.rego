# METADATA
# scope: package
# title: Base images are pinned
# description: >-
#   A tag is moved by whoever owns the image; the same file then builds other software, and nobody can tell
#   what ran last month.
# schemas:
#   - input: schema["git.dockerfile"]
# related_resources:
#   - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   severity: medium
#   tags: [containers]
#   controls:
#     nist-800-53-r5: [SR-11, CM-2, CM-14]
#     iso-27001-2022: [A.5.21, A.8.9]
#     cis-controls-v8.1: ["16.5"]
#     cis-github-1.2: ["2.4.2", "3.1.7"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Write the image with its digest ("FROM name:tag@sha256:…"); a dependency updater keeps it current.
package policies.supply.base_images_pinned

_reference(image) := sprintf("%s:%s", [image.image, image.tag]) if image.tag != null

_reference(image) := image.image if image.tag == null

_loose := {_reference(image) | some image in input.base_images; image.digest == null}

fail contains {
	"message": sprintf("%s is not pinned to a digest", [image]),
	"path": "base_images",
	"key": image,
	"expected": "an image with @sha256:",
} if {
	some image in _loose
}
