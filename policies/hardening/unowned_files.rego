# METADATA
# scope: package
# title: Every file belongs to a user and a group that exist
# description: >-
#   What an account leaves behind belongs to whoever gets its number next.
# schemas:
#   - input: schema["linux.filesystem_scan"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/find.1.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-2, AC-3]
#     iso-27001-2022: [A.5.18, A.8.3]
#     cis-controls-v8.1: ["3.3", "5.3"]
#     cis-debian-12: ["7.1.12"]
#   remediation: Give the named file to its new owner with "chown", or remove it.
package policies.hardening.unowned_files

fail contains {"message": sprintf("%s belongs to nobody that exists (user %d, group %d)", [file.path, file.uid, file.gid]), "path": "unowned", "key": file.path, "expected": "an owner and a group that exist"} if {
	some file in input.unowned
}
