# METADATA
# scope: package
# title: No file that is made for credentials is committed
# description: >-
#   Private keys, password files and environment files hold secrets by their nature, whether or not a detector
#   knows their form.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [IA-5(7), SC-28]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.3"]
#   params:
#     accepted:
#       type: array
#       default: ["testdata/**", "**/testdata/**", "**/fixtures/**"]
#       description: globs of files that hold nothing real
#   remediation: >-
#     Revoke what the file holds, remove it with "git rm --cached", and add its name to .gitignore.
package policies.data.sensitive_files

fail contains {
	"message": sprintf("%s is tracked", [path]),
	"path": "sensitive_files",
	"key": path,
	"expected": "a file that is not tracked",
} if {
	some path in input.sensitive_files
	not _accepted(path)
}

_accepted(path) if {
	some pattern in data.params.data.sensitive_files.accepted
	glob.match(pattern, ["/"], path)
}
