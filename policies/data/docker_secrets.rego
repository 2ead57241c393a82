# METADATA
# scope: package
# title: The image holds no secret in its variables
# description: >-
#   What ENV and ARG set can be read from the image by everybody who can pull it, and stays in its history
#   when a later line removes it.
# schemas:
#   - input: schema["git.dockerfile"]
# related_resources:
#   - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   severity: high
#   tags: [containers]
#   controls:
#     nist-800-53-r5: [IA-5(7), SC-28]
#     iso-27001-2022: [A.5.17, A.8.24]
#     cis-controls-v8.1: ["3.11", "16.1"]
#   remediation: >-
#     Take the line out, change the secret, and give it to the build with "RUN --mount=type=secret" or to the
#     container when it starts.
package policies.data.docker_secrets

_names := {line.text | some line in input.secret_variables}

fail contains {
	"message": sprintf("%s is set in the file", [name]),
	"path": "secret_variables",
	"key": name,
	"expected": "a secret that is given at build or run time",
} if {
	some name in _names
}
