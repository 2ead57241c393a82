# METADATA
# scope: package
# title: Nobody can log in as an account of the system
# description: >-
#   Accounts that services run under need no shell. With one, and no usable hash to lock it, a stolen key or a bug
#   in the service gives an attacker a comfortable place to work from.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/passwd.5.en.html
#   - ref: https://manpages.debian.org/bookworm/login/nologin.8.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.5.15, A.8.2]
#     cis-controls-v8.1: ["4.7", "5.5"]
#     cis-debian-12: ["5.4.2.7", "5.4.2.8"]
#   params:
#     accepted: {type: array, default: ["root"], description: "the system accounts that may have a login shell"}
#   remediation: >-
#     Run "usermod -s /usr/sbin/nologin NAME" and "usermod -L NAME". Where the software needs the shell, add the name
#     to the parameter "accepted".
package policies.access.account_system_no_login

applicable if not input.login_shell

applicable if {
	input.system
	not input.name in data.params.access.account_system_no_login.accepted
}

fail contains {"message": sprintf("the system account has the login shell %s", [input.shell]), "path": "login_shell", "expected": false} if {
	input.system
	input.login_shell
	not input.name in data.params.access.account_system_no_login.accepted
}

fail contains {"message": "the account has no login shell, but a password that works elsewhere", "path": "password.locked", "expected": true} if {
	not input.login_shell
	not input.password.locked
}
