# METADATA
# scope: package
# title: The boot menu cannot be changed without a password
# description: >-
#   Who reaches the console, of a machine or of its hypervisor, can otherwise add one word to the kernel line and
#   has a root shell without logging in.
# schemas:
#   - input: schema["linux.boot"]
# related_resources:
#   - ref: https://www.gnu.org/software/grub/manual/grub/html_node/Authentication-and-authorisation.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, CM-5]
#     iso-27001-2022: [A.7.8, A.8.3]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.4.1"]
#   remediation: >-
#     Make a hash with "grub-mkpasswd-pbkdf2", put "set superusers" and "password_pbkdf2" into /etc/grub.d/40_custom,
#     add --unrestricted to CLASS in /etc/grub.d/10_linux, then run "update-grub".
package policies.hardening.boot_password

applicable if input.loader == "grub"

fail contains {"message": "no password protects the entries of the boot menu", "path": "password_set", "expected": true} if {
	not input.password_set
}
