# METADATA
# scope: package
# title: Backups were brought back within the year
# description: >-
#   A backup that nobody ever restored is a hope. Each year at least one is brought back, and one of every
#   system that is named here.
# schemas:
#   - input: schema["register.index"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [CP-9(1), CP-4]
#     iso-27001-2022: [A.8.13, A.5.30]
#     cis-controls-v8.1: ["11.5"]
#   params:
#     systems:
#       type: array
#       default: []
#       description: systems whose backup has to be tested, as they are called in the records
#     days:
#       type: integer
#       default: 365
#       description: how long ago the last successful test may be, in days
#   remediation: Restore a backup to a machine of its own, compare, and enter the test in the register.
package policies.backup.restore_tested

import data.lib.dates

_proven contains lower(test.system) if {
	some test in data.records["register.restore_test"]
	test.success
	dates.days_since(test.date) >= 0
	dates.days_since(test.date) <= data.params.backup.restore_tested.days
}

fail contains {
	"message": sprintf("no backup was restored with success in the last %d days", [data.params.backup.restore_tested.days]),
	"path": "counts[\"register.restore_test\"]",
	"key": "any",
	"expected": "a successful restore test",
} if {
	count(_proven) == 0
}

fail contains {
	"message": sprintf("no backup of %s was restored with success in the last %d days", [system, data.params.backup.restore_tested.days]),
	"path": "counts[\"register.restore_test\"]",
	"key": sprintf("system %s", [system]),
	"expected": "a successful restore test of this system",
} if {
	some system in data.params.backup.restore_tested.systems
	not lower(system) in _proven
}
