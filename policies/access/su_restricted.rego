# METADATA
# scope: package
# title: Only members of a named group can use su
# description: >-
#   With su, whoever learns the password of root is root from any account, and sudo with its rules and its log is
#   passed by.
# schemas:
#   - input: schema["linux.pam"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libpam-modules/pam_wheel.8.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.2, A.8.18]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["5.2.7"]
#   remediation: >-
#     Make an empty group with "groupadd sugroup" and put "auth required pam_wheel.so use_uid group=sugroup" into
#     /etc/pam.d/su, below pam_rootok.so.
package policies.access.su_restricted

fail contains {"message": "every user may use su", "path": "services.su", "expected": "auth required pam_wheel.so use_uid group=…"} if {
	not _restricted
}

_restricted if {
	some entry in input.services.su
	entry.type == "auth"
	entry.control in {"required", "requisite"}
	endswith(entry.module, "pam_wheel.so")
	"use_uid" in entry.args
	not "deny" in entry.args
	not "trust" in entry.args
}
