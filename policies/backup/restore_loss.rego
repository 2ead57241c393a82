# METADATA
# scope: package
# title: The restore lost little enough
# description: >-
#   How much work may be lost is decided beforehand; the age of what came back shows whether backups are
#   frequent enough.
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
#     cis-controls-v8.1: ["11.2", "11.5"]
#   remediation: Back up more often, or have the objective changed by who set it.
package policies.backup.restore_loss

applicable if {
	input.success
	input.loss_objective_minutes != null
	not _repeated
}

_repeated if {
	some other in data.records["register.restore_test"]
	lower(other.system) == lower(input.system)
	other.date > input.date
}

fail contains {
	"message": "how old the restored data was is not recorded",
	"path": "data_loss_minutes",
	"expected": sprintf("at most %d", [input.loss_objective_minutes]),
} if {
	input.data_loss_minutes == null
}

fail contains {
	"message": sprintf("the restored data was %d minutes old", [input.data_loss_minutes]),
	"path": "data_loss_minutes",
	"expected": sprintf("at most %d", [input.loss_objective_minutes]),
} if {
	input.data_loss_minutes != null
	input.data_loss_minutes > input.loss_objective_minutes
}
