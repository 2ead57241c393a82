# METADATA
# scope: package
# title: Workflows verify whom they talk to
# description: >-
#   A download whose sender is not verified is whatever somebody on the way puts there, and runs with the token
#   and the secrets of the workflow.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SC-8(1), SC-23]
#     iso-27001-2022: [A.8.24, A.5.14]
#     cis-controls-v8.1: ["3.10", "16.11"]
#     soc2: [CC6.7]
#     cis-github-1.2: ["2.3.6", "2.4.3"]
#   remediation: >-
#     Remove the option or the variable. Where an authority of your own signs, install its certificate on the
#     machine.
package policies.supply.workflow_transfers_verified

import data.lib.place

_off := {
	"GIT_SSL_NO_VERIFY": `^(true|1|yes|on)$`, "GOFLAGS": `(^| )-insecure( |$)`, "GOINSECURE": `.`, "GONOSUMCHECK": `^1$`, "GONOSUMDB": `^[*]$`,
	"NODE_TLS_REJECT_UNAUTHORIZED": `^0$`, "NPM_CONFIG_STRICT_SSL": `^(false|0)$`, "PYTHONHTTPSVERIFY": `^0$`,
}

_found contains {"key": s.name, "line": s.line} if {
	some s in input.switches
	regex.match(_off[s.name], s.value)
}

_found contains {"key": sprintf("%s: %s", [c.job, c.text]), "line": c.line} if {
	some c in input.commands
	c.kind == "unverified_transfer"
}

_keys := {thing.key | some thing in _found}

fail contains {
	"message": sprintf("%s switches verification off (%s)", [key, place.words([thing | some thing in _found; thing.key == key])]),
	"path": "switches",
	"key": key,
	"actual": place.at(input.path, [thing | some thing in _found; thing.key == key]),
	"expected": "verification on",
} if {
	some key in _keys
}
