# METADATA
# scope: package
# title: Passwords of image registries are secrets
# description: >-
#   A password in a workflow is known to everybody who can read the repository, and stays in its history.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   - ref: https://docs.zizmor.sh/audits/#hardcoded-container-credentials
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [IA-5(7), SC-28]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.11", "16.1"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["2.3.8"]
#   remediation: >-
#     Change the password, keep it as a secret of the repository, and write "password: ${{ secrets.NAME }}".
package policies.data.workflow_container_password

import data.lib.place

applicable if {
	some image in input.images
	image.password != null
}

fail contains {
	"message": sprintf("the password for %s in the job %s stands in the file (%s)", [image.image, _owner(image), place.words([image])]),
	"path": "images",
	"key": _owner(image),
	"actual": place.at(input.path, [image]),
	"expected": "a secret",
} if {
	some image in input.images
	image.password == "literal"
}

_owner(image) := image.job if {
	image.service == ""
} else := sprintf("%s/%s", [image.job, image.service])
