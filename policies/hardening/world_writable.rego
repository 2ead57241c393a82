# METADATA
# scope: package
# title: No file is open for everybody to write, and no shared folder without protection
# description: >-
#   Anybody can change such a file, and in a shared folder without the sticky bit anybody can replace the files of
#   others.
# schemas:
#   - input: schema["linux.filesystem_scan"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/find.1.html
#   - ref: https://man7.org/linux/man-pages/man1/chmod.1.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.3]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["7.1.11"]
#   remediation: Run "chmod o-w" on the named file, or "chmod +t" on the named folder.
package policies.hardening.world_writable

fail contains {"message": sprintf("everybody may write to %s", [file.path]), "path": "world_writable", "key": file.path, "expected": "no write bit for others"} if {
	some file in input.world_writable
}

fail contains {"message": sprintf("everybody may replace the files of others in %s", [folder.path]), "path": "no_sticky_bit", "key": sprintf("folder %s", [folder.path]), "expected": "the sticky bit"} if {
	some folder in input.no_sticky_bit
}
