# METADATA
# scope: package
# title: The home folder belongs to its user and to nobody else
# description: >-
#   Keys, tokens and the history of commands lie in the home folder. Who can write there can also plant commands
#   that run at the next login.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/passwd.5.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.3]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["7.2.9"]
#   params:
#     mode: {type: string, default: "0750", description: "the largest accepted mode of a home folder"}
#   remediation: >-
#     Run "chown NAME: HOME" and "chmod 0750 HOME", or "mkhomedir_helper NAME" where the folder is missing.
package policies.access.account_home

import data.lib.mode

# System accounts that have a shell are judged for that.
applicable if {
	input.login_shell
	not _system
}

_system if {
	input.system
	input.uid != 0
}

_home := input.home.path

fail contains {"message": sprintf("the home folder %s does not exist", [_home]), "path": "home.exists", "expected": true} if {
	not input.home.exists
}

fail contains {"message": sprintf("the home folder %s belongs to user id %v", [_home, input.home.owner_uid]), "path": "home.owner_uid", "expected": input.uid} if {
	input.home.exists
	input.home.owner_uid != input.uid
}

fail contains {"message": sprintf("the home folder %s has mode %v", [_home, input.home.mode]), "path": "home.mode", "expected": data.params.access.account_home.mode} if {
	input.home.exists
	not _narrow(input.home.mode)
}

_narrow(text) if mode.within(text, data.params.access.account_home.mode)
