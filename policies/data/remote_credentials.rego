# METADATA
# scope: package
# title: No remote holds a password
# description: >-
#   A token in the address of a remote lies readable in .git/config, is printed by git and copied with the
#   folder.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://git-scm.com/docs/gitcredentials
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [IA-5(7)]
#     iso-27001-2022: [A.5.17]
#     cis-controls-v8.1: ["3.3"]
#   remediation: >-
#     Run "git remote set-url NAME URL" with the plain address, revoke the token, and let a credential helper
#     or SSH keep the new one.
package policies.data.remote_credentials

fail contains {
	"message": sprintf("the address of %s holds a password or token", [name]),
	"path": sprintf("remotes[%q].credentials", [name]),
	"key": name,
	"expected": false,
} if {
	some name, remote in input.remotes
	remote.credentials
}
