# METADATA
# scope: package
# title: The image that an action runs is pinned
# description: >-
#   Whoever names a commit of this action still runs whatever the tag of its image is moved to. It cannot be
#   pinned from outside.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-11, CM-14]
#     iso-27001-2022: [A.5.21]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC6.8]
#     cis-github-1.2: ["2.4.2"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Write the image with its digest ("image: docker://name@sha256:…"), or build it from a Dockerfile in the
#     repository.
package policies.supply.action_image_pinned

import data.lib.place

_image := trim_prefix(input.image, "docker://") if startswith(input.image, "docker://")

applicable if _image

fail contains {
	"message": sprintf("the image %s is not pinned to a digest (line %d)", [_image, input.using_line]),
	"path": "image",
	"actual": place.at(input.path, [{"line": input.using_line}]),
	"expected": "an image with @sha256:",
} if {
	not contains(_image, "@sha256:")
}
