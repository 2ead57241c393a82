# METADATA
# scope: package
# title: The restore was quick enough
# description: >-
#   How long the organisation can do without a system is decided beforehand; the test shows whether that can
#   be kept.
# schemas:
#   - input: schema["register.restore_test"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CP-10, CP-2(3)]
#     iso-27001-2022: [A.5.30, A.8.13]
#     cis-controls-v8.1: ["11.1", "11.5"]
#   remediation: Speed the restore up, or have the objective changed by who set it.
package policies.backup.restore_in_time

applicable if {
	input.success
	not _repeated
}

_repeated if {
	some other in data.records["register.restore_test"]
	lower(other.system) == lower(input.system)
	other.date > input.date
}

fail contains {
	"message": "no objective says how long the restore may take",
	"path": "objective_minutes",
	"expected": "a number of minutes",
} if {
	input.objective_minutes == null
}

fail contains {
	"message": sprintf("the restore took %d minutes", [input.minutes]),
	"path": "minutes",
	"expected": sprintf("at most %d", [input.objective_minutes]),
} if {
	input.objective_minutes != null
	input.minutes > input.objective_minutes
}
