# METADATA
# scope: package
# title: PAM lets nobody in with an empty password
# description: >-
#   With nullok an account that has lost its password by mistake is open to everybody.
# schemas:
#   - input: schema["linux.pam"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libpam-modules/pam_unix.8.en.html
# custom:
#   severity: medium
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5]
#     iso-27001-2022: [A.5.17, A.8.5]
#     cis-controls-v8.1: ["5.2"]
#     cis-debian-12: ["5.3.3.4.1"]
#   remediation: >-
#     Remove "nullok" from the pam_unix.so lines in /usr/share/pam-configs/unix, then run "pam-auth-update".
package policies.access.password_no_nullok

# Without PAM nobody comes in through it.
applicable if count(input.services) > 0

fail contains {"message": sprintf("%s accepts an empty password (nullok)", [service]), "path": sprintf("services[%q]", [service]), "key": service, "expected": "no nullok"} if {
	some service, entries in input.services
	some entry in entries
	endswith(entry.module, "pam_unix.so")
	some argument in entry.args
	startswith(argument, "nullok")
}
