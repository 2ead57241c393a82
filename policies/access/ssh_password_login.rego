# METADATA
# scope: package
# title: Logging in over SSH takes a key, not only a password
# description: >-
#   Passwords are guessed, reused and given away; a server on the network is tried all day long. A key is none of
#   that.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#PasswordAuthentication
#   - ref: https://man.openbsd.org/sshd_config#KbdInteractiveAuthentication
#   - ref: https://man.openbsd.org/sshd_config#AuthenticationMethods
# custom:
#   severity: medium
#   tags: [passwords, ssh]
#   controls:
#     nist-800-53-r5: [IA-2, IA-5]
#     iso-27001-2022: [A.5.17, A.8.5]
#     cis-controls-v8.1: ["5.2"]
#   remediation: >-
#     Make sure that every user has a key, then set "PasswordAuthentication no" and "KbdInteractiveAuthentication no"
#     in /etc/ssh/sshd_config (or "AuthenticationMethods publickey,keyboard-interactive" for both), then run
#     "systemctl reload ssh".
package policies.access.ssh_password_login

applicable if input.installed

fail contains {"message": "a password alone is enough to log in (PasswordAuthentication)", "path": "settings.passwordauthentication", "expected": "no"} if {
	not _no_password
	not _key_required
}

fail contains {"message": "questions of PAM, a password as a rule, are enough to log in (KbdInteractiveAuthentication)", "path": "settings.kbdinteractiveauthentication", "expected": "no"} if {
	not _no_questions
	not _key_required
}

_no_password if "no" in input.settings.passwordauthentication

_no_questions if "no" in input.settings.kbdinteractiveauthentication

# A list of methods such as "publickey,password" asks for each of them.
_key_required if {
	count(_methods) > 0
	every method in _methods {
		startswith(method, "publickey")
	}
}

_methods := {method |
	some line in input.settings.authenticationmethods
	some method in split(line, " ")
}
