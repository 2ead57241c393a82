# METADATA
# scope: package
# title: The password is renewed in time and lapses when the account lies idle
# description: A leaked password must not work for ever, and of an account that nobody uses nobody sees the misuse.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/shadow.5.en.html
# custom:
#   severity: low
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [AC-2, IA-5]
#     iso-27001-2022: [A.5.17]
#     cis-controls-v8.1: ["5.3"]
#     cis-debian-12: ["5.4.1.1", "5.4.1.3", "5.4.1.5", "5.4.1.6"]
#   params:
#     max_days: {type: integer, default: 365, description: "the longest accepted life of a password"}
#     warn_days: {type: integer, default: 7, description: "the shortest accepted warning before it ends"}
#     inactive_days: {type: integer, default: 45, description: "the longest accepted time until the account is locked after that"}
#   remediation: >-
#     Run "chage -M 365 -W 7 -I 45 NAME"; where the last change lies in the future, set the clock right and "chage -d"
#     to the true day.
package policies.access.account_password_age

applicable if _password

_password if {
	input.password.algorithm != null
	not input.password.locked
}

_limits := data.params.access.account_password_age

fail contains {"message": "the password never has to be changed, or too late", "path": "password.max_days", "expected": sprintf("1 to %d", [_limits.max_days])} if {
	_password
	not _between(input.password.max_days, 1, _limits.max_days)
}

fail contains {"message": "the user is not warned in time before the password ends", "path": "password.warn_days", "expected": sprintf("at least %d", [_limits.warn_days])} if {
	_password
	not _between(input.password.warn_days, _limits.warn_days, 99999)
}

fail contains {"message": "the account stays usable when its password has ended", "path": "password.inactive_days", "expected": sprintf("0 to %d", [_limits.inactive_days])} if {
	_password
	not _between(input.password.inactive_days, 0, _limits.inactive_days)
}

fail contains {"message": "the last change of the password lies in the future", "path": "password.changed_on", "expected": "not after today"} if {
	_password
	is_string(input.password.changed_on)
	time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [input.password.changed_on])) > data.audit.now_ns
}

_between(days, low, high) if {
	is_number(days)
	days >= low
	days <= high
}
