# METADATA
# scope: package
# title: Root runs programs only from folders that are named in full
# description: >-
#   With the current folder in its search path, root runs whatever a user has put there under the name of a common
#   command.
# schemas:
#   - input: schema["linux.login"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/login/login.defs.5.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-6, CM-7]
#     iso-27001-2022: [A.8.9, A.8.19]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.4.2.5"]
#   remediation: Remove the named entry from ENV_SUPATH in /etc/login.defs.
package policies.access.root_path

fail contains {"message": sprintf("the search path of root holds %q", [folder]), "path": "root_path", "key": sprintf("%q", [folder]), "expected": "folders that begin with /"} if {
	some folder in input.root_path
	not startswith(folder, "/")
}
