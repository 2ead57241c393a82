# METADATA
# scope: package
# title: The audit rules on disk are the ones in force
# description: >-
#   A rule that was written but never loaded records nothing, and one that was loaded by hand is gone after
#   the next restart.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/augenrules.8.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-12, CM-6]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.21"]
#   remediation: >-
#     Run "augenrules --load" and read its errors; with "-e 2" in force the machine has to be restarted.
package policies.logging.audit_rules_loaded

applicable if {
	input.installed
	count(input.on_disk) > 0
}

_loaded := {rule.key | some rule in input.loaded}

_missing := {rule.key | some rule in input.on_disk} - _loaded

fail contains {
	"message": "rules are on disk and none is in force",
	"path": "loaded",
	"key": "none",
	"expected": sprintf("%d rules", [count(input.on_disk)]),
} if {
	count(input.loaded) == 0
}

fail contains {
	"message": sprintf("no rule with the key %s is in force", [key]),
	"path": "loaded",
	"key": sprintf("key %s", [key]),
	"expected": "every key that is on disk",
} if {
	count(input.loaded) > 0
	some key in _missing
	key != null
}

# auditctl may list one line as several rules, never several as fewer.
fail contains {
	"message": sprintf("%d rules are on disk and %d in force", [count(input.on_disk), count(input.loaded)]),
	"path": "loaded",
	"key": "count",
	"expected": sprintf("at least %d rules", [count(input.on_disk)]),
} if {
	count(input.loaded) > 0
	count(input.loaded) < count(input.on_disk)
}
