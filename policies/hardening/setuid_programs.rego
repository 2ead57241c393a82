# METADATA
# scope: package
# title: Every program that runs with foreign rights came with a package
# description: >-
#   A set-user-id program that no package brought is a classic back door, and a home-made one is a classic mistake.
# schemas:
#   - input: schema["linux.filesystem_scan"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [AC-6, CM-5, CM-11]
#     iso-27001-2022: [A.8.2, A.8.19]
#     cis-controls-v8.1: ["2.3", "4.1"]
#     cis-debian-12: ["7.1.13"]
#   params:
#     accepted: {type: array, default: [], description: "the paths of programs that are meant to have foreign rights"}
#   remediation: >-
#     Find out who put the named file there, then run "chmod ug-s" on it or remove it; one that is meant goes into the
#     parameter.
package policies.hardening.setuid_programs

fail contains {"message": sprintf("%s runs as its owner and belongs to no package", [file.path]), "path": "suid", "key": file.path, "expected": "a packaged program"} if {
	some file in input.suid
	not file.packaged
	not file.path in data.params.hardening.setuid_programs.accepted
}

fail contains {"message": sprintf("%s runs as its group and belongs to no package", [file.path]), "path": "sgid", "key": sprintf("%s as group", [file.path]), "expected": "a packaged program"} if {
	some file in input.sgid
	not file.packaged
	not file.path in data.params.hardening.setuid_programs.accepted
}
