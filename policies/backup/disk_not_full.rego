# METADATA
# scope: package
# title: File systems have room left
# description: >-
#   A full file system stops data bases in the middle of a transaction, backups in the middle of a file and
#   logs altogether.
# schemas:
#   - input: schema["linux.disk"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/coreutils/df.1.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CP-2(2), AU-4]
#     iso-27001-2022: [A.8.6]
#     cis-controls-v8.1: ["8.3"]
#   params:
#     used_percent:
#       type: integer
#       default: 90
#       description: the highest accepted use of space, in percent
#     inodes_percent:
#       type: integer
#       default: 90
#       description: the highest accepted use of inodes, in percent
#   remediation: >-
#     Find what grew with "du -xh --max-depth=2 MOUNTPOINT | sort -h | tail", remove or move it, or enlarge
#     the file system.
package policies.backup.disk_not_full

# An image that is mounted read-only is always full.
applicable if not input.type in {"squashfs", "iso9660", "udf", "erofs", "cramfs"}

fail contains {
	"message": sprintf("%d percent of the space is used", [input.used_percent]),
	"path": "used_percent",
	"expected": sprintf("at most %d", [data.params.backup.disk_not_full.used_percent]),
} if {
	input.used_percent > data.params.backup.disk_not_full.used_percent
}

fail contains {
	"message": sprintf("%d percent of the inodes are used", [input.inodes_percent]),
	"path": "inodes_percent",
	"expected": sprintf("at most %d", [data.params.backup.disk_not_full.inodes_percent]),
} if {
	input.inodes_percent != null
	input.inodes_percent > data.params.backup.disk_not_full.inodes_percent
}
