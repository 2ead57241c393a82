# METADATA
# scope: package
# title: Only root can read and change the boot configuration
# description: >-
#   The file can hold the hash of the boot password, and whoever changes it decides what the machine starts.
# schemas:
#   - input: schema["linux.boot"]
# related_resources:
#   - ref: https://www.gnu.org/software/grub/manual/grub/html_node/Authentication-and-authorisation.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, CM-5]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["1.4.2"]
#   remediation: Run "chown root:root /boot/grub/grub.cfg" and "chmod 600 /boot/grub/grub.cfg".
package policies.hardening.boot_config_permissions

import data.lib.mode

applicable if input.config_mode != null

fail contains {"message": sprintf("the boot configuration has mode %s", [input.config_mode]), "path": "config_mode", "expected": "0600"} if {
	is_string(input.config_mode)
	not mode.within(input.config_mode, "0700")
}

fail contains {"message": sprintf("the boot configuration belongs to user id %d", [input.config_owner_uid]), "path": "config_owner_uid", "expected": 0} if {
	is_number(input.config_owner_uid)
	input.config_owner_uid != 0
}
