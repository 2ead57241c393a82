# METADATA
# scope: package
# title: The container does not run as root
# description: >-
#   A process that breaks out of a container as root is close to being root on the host; inside it can change
#   everything the image brought.
# schemas:
#   - input: schema["git.dockerfile"]
# related_resources:
#   - ref: https://docs.docker.com/reference/dockerfile/#user
# custom:
#   severity: medium
#   tags: [containers]
#   controls:
#     nist-800-53-r5: [AC-6, CM-7]
#     iso-27001-2022: [A.8.2, A.8.9]
#     cis-controls-v8.1: ["4.1", "16.7"]
#   remediation: >-
#     Make a user in the last stage and switch to it ("RUN useradd --system app" and "USER app"), or build on
#     an image that has one.
package policies.hardening.container_user

# Nothing before the colon is root as well.
_root := `^\s*(root|0*)\s*(:|$)`

# Images that are named for it bring a user of their own.
_brings_user if {
	image := input.base_images[count(input.base_images) - 1]
	regex.match(`(nonroot|rootless|unprivileged)`, sprintf("%s:%v", [image.image, image.tag]))
}

fail contains {
	"message": "nothing switches to another user, so it runs as root",
	"path": "user",
	"expected": "a user other than root",
} if {
	input.user == null
	not _brings_user
}

fail contains {
	"message": sprintf("it runs as %s", [input.user]),
	"path": "user",
	"expected": "a user other than root",
} if {
	input.user != null
	regex.match(_root, lower(input.user))
}
