# METADATA
# scope: package
# title: The file system lies on encrypted storage
# description: >-
#   A disk that is stolen, sent back or sold gives away everything on it. Where the provider encrypts below
#   the machine, which cannot be seen from inside, the finding is waived with a reference to that.
# schemas:
#   - input: schema["linux.disk"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/cryptsetup-bin/cryptsetup.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SC-28, SC-28(1)]
#     iso-27001-2022: [A.8.24, A.7.14]
#     cis-controls-v8.1: ["3.6", "3.11"]
#   params:
#     public:
#       type: array
#       default: ["/boot", "/boot/efi", "/efi"]
#       description: mount points that hold nothing worth protecting
#   remediation: >-
#     Move the data to a file system on dm-crypt (cryptsetup luksFormat), or have the provider encrypt the
#     volume and record that in a waiver.
package policies.data.disk_encrypted

applicable if {
	not input.mount_point in data.params.data.disk_encrypted.public
	not input.type in {"squashfs", "iso9660", "udf", "erofs", "cramfs"}
}

fail contains {
	"message": sprintf("%s is not encrypted", [input.source]),
	"path": "encrypted",
	"expected": true,
} if {
	not input.encrypted
}
