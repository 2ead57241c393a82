# METADATA
# scope: package
# title: Acting as another user with sudo takes a password
# description: Where sudo asks for nothing, whoever holds the session, or a program that runs in it, is root.
# schemas:
#   - input: schema["linux.sudo"]
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/#NOPASSWD_and_PASSWD
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/#authenticate
# custom:
#   severity: medium
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [AC-6, IA-11]
#     iso-27001-2022: [A.8.2, A.8.5]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["5.2.4", "5.2.5"]
#   params:
#     single_commands_accepted: {type: boolean, default: false, description: "whether a line that names single commands may do without a password"}
#   remediation: >-
#     Remove "NOPASSWD:" from the named line and "!authenticate" from the Defaults, with "visudo". An account that
#     only a program uses gets single commands, never ALL.
package policies.access.sudo_password

applicable if input.installed

fail contains {
	"message": sprintf("%s needs no password (line %d of %s)", [who, input.rules[first].line, file]),
	"path": sprintf("rules[%d].nopasswd", [first]),
	"key": sprintf("%s in %s", [who, file]),
	"expected": false,
} if {
	some [who, file] in _without_password
	first := min({i | some i, rule in input.rules; rule.who == who; rule.file == file; _refused(rule)})
}

fail contains {"message": "nobody needs a password (authenticate is off)", "path": "defaults.authenticate", "expected": "true"} if {
	input.defaults.authenticate == "false"
}

fail contains {"message": sprintf("members of %s need no password (exempt_group)", [input.defaults.exempt_group]), "path": "defaults.exempt_group", "expected": "not set"} if {
	input.defaults.exempt_group != "false"
}

_without_password contains [rule.who, rule.file] if {
	some rule in input.rules
	_refused(rule)
}

_refused(rule) if {
	rule.nopasswd
	rule.who != "root"
	not data.params.access.sudo_password.single_commands_accepted
}

_refused(rule) if {
	rule.nopasswd
	rule.who != "root"
	"ALL" in rule.commands
}
