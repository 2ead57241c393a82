# METADATA
# scope: package
# title: Swap space is encrypted
# description: >-
#   What a program held in memory, passwords and keys among it, can stay in swap space long after the machine
#   was switched off.
# schemas:
#   - input: schema["linux.mounts"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/cryptsetup/crypttab.5.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SC-28]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.11"]
#   remediation: >-
#     Set up swap in /etc/crypttab with a random key at each boot ("swap DEVICE /dev/urandom swap"), use zram,
#     or do without swap.
package policies.data.swap_encrypted

applicable if count(input.swap) > 0

fail contains {
	"message": sprintf("swap on %s is not encrypted", [area.path]),
	"path": "swap",
	"key": area.path,
	"expected": "an encrypted device or zram",
} if {
	some area in input.swap
	not area.encrypted
}
