# METADATA
# scope: package
# title: Images that jobs run in are pinned
# description: >-
#   A tag of an image can be moved to other content, which then runs with the workflow's token and secrets.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/writing-workflows/workflow-syntax-for-github-actions
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-11, CM-14]
#     iso-27001-2022: [A.5.21]
#     cis-controls-v8.1: ["16.5"]
#     cis-github-1.2: ["2.4.2"]
#     openssf-scorecard: [Pinned-Dependencies]
#     soc2: [CC6.8]
#   remediation: "Write the image with its digest (\"image: name:tag@sha256:…\")."
package policies.supply.workflow_images_pinned

import data.lib.place

_images := {i.image | some i in input.images}

_places(image) := [i | some i in input.images; i.image == image]

applicable if count(_images) > 0

fail contains {
	"message": sprintf("the image %s is not pinned to a digest (%s)", [image, place.words(_places(image))]),
	"path": "images",
	"key": image,
	"actual": place.at(input.path, _places(image)),
	"expected": "an image with @sha256:",
} if {
	some image in _images
	not contains(image, "@sha256:")
}
