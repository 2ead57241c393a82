# METADATA
# scope: package
# title: Accounts made from now on get limited passwords and strong hashes
# description: >-
#   Each new account takes these defaults. Without them every one has to be corrected by hand, and one is forgotten.
# schemas:
#   - input: schema["linux.login"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/login/login.defs.5.en.html
#   - ref: https://manpages.debian.org/bookworm/passwd/useradd.8.en.html
# custom:
#   severity: low
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [AC-2, IA-5]
#     iso-27001-2022: [A.5.17]
#     cis-controls-v8.1: ["4.1", "5.3"]
#     cis-debian-12: ["5.4.1.1", "5.4.1.3", "5.4.1.4", "5.4.1.5"]
#   params:
#     max_days: {type: integer, default: 365, description: "the longest accepted life of a password"}
#     warn_days: {type: integer, default: 7, description: "the shortest accepted warning before it ends"}
#     inactive_days: {type: integer, default: 45, description: "the longest accepted time until the account is locked after that"}
#     methods: {type: array, default: ["YESCRYPT", "SHA512"], description: "the accepted hash methods"}
#   remediation: >-
#     Set "PASS_MAX_DAYS 365", "PASS_WARN_AGE 7" and "ENCRYPT_METHOD YESCRYPT" in /etc/login.defs, and run "useradd -D
#     -f 45".
package policies.access.password_defaults

import data.lib.number

_limits := data.params.access.password_defaults

fail contains {"message": "new passwords never have to be changed, or too late (PASS_MAX_DAYS)", "path": "defs.PASS_MAX_DAYS", "expected": sprintf("1 to %d", [_limits.max_days])} if {
	not _max
}

fail contains {"message": "new users are not warned in time (PASS_WARN_AGE)", "path": "defs.PASS_WARN_AGE", "expected": sprintf("at least %d", [_limits.warn_days])} if {
	not _warn
}

fail contains {"message": "new accounts stay usable when their password has ended (INACTIVE)", "path": "useradd.INACTIVE", "expected": sprintf("0 to %d", [_limits.inactive_days])} if {
	not _inactive
}

fail contains {"message": "tools that set passwords use a weak hash (ENCRYPT_METHOD; DES where nothing is set)", "path": "defs.ENCRYPT_METHOD", "expected": _limits.methods} if {
	not _method
}

_max if number.between(input.defs.PASS_MAX_DAYS, 1, _limits.max_days)

_warn if number.between(input.defs.PASS_WARN_AGE, _limits.warn_days, 99999)

_inactive if number.between(input.useradd.INACTIVE, 0, _limits.inactive_days)

_method if upper(input.defs.ENCRYPT_METHOD) in _limits.methods
