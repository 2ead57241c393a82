# METADATA
# scope: package
# title: Repeated wrong passwords lock the account for a while
# description: A lock after a few tries turns guessing from seconds into years.
# schemas:
#   - input: schema["linux.pam"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libpam-modules/faillock.conf.5.en.html
# custom:
#   severity: medium
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [AC-7]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.3.2.2", "5.3.3.1.1", "5.3.3.1.2"]
#   params:
#     tries: {type: integer, default: 5, description: "the largest accepted number of wrong passwords"}
#     seconds: {type: integer, default: 900, description: "the shortest accepted lock"}
#   remediation: >-
#     Enable pam_faillock by a profile in /usr/share/pam-configs; set deny = 5 and unlock_time = 900 in faillock.conf.
package policies.access.password_lockout

import data.lib.number
import data.lib.pam

_limits := data.params.access.password_lockout

fail contains {"message": "no number of wrong passwords locks an account", "path": `services["common-auth"]`, "key": "pam_faillock", "expected": "pam_faillock.so preauth and authfail"} if {
	not _counts
}

fail contains {"message": sprintf("the account is locked after too many wrong passwords or never (deny is %s)", [value]), "path": "faillock.deny", "key": "deny", "expected": sprintf("1 to %d", [_limits.tries])} if {
	_counts
	some ["deny", value] in _effective
	not number.between(value, 1, _limits.tries)
}

fail contains {"message": sprintf("the lock ends too soon (unlock_time is %s)", [value]), "path": "faillock.unlock_time", "key": "unlock_time", "expected": sprintf("at least %d, or 0 for ever", [_limits.seconds])} if {
	_counts
	some ["unlock_time", value] in _effective
	not number.between(value, _limits.seconds, 999999999)
	not value in {"0", "never"}
}

_entries contains entry if {
	some entry in input.services["common-auth"]
	pam.uses(entry, "auth", "pam_faillock.so")
}

_counts if {
	some before in _entries
	some after in _entries
	"preauth" in before.args
	"authfail" in after.args
}

_effective := pam.effective(_entries, _configured, {"deny": "3", "unlock_time": "600"})
_configured contains ["deny", input.faillock.deny]
_configured contains ["unlock_time", input.faillock.unlock_time]
