# METADATA
# scope: package
# title: The restore worked
# description: >-
#   A test that failed says that the system would be lost today. It stays open until a later test of the same
#   system succeeds.
# schemas:
#   - input: schema["register.restore_test"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# custom:
#   severity: critical
#   controls:
#     nist-800-53-r5: [CP-9(1), CP-10]
#     iso-27001-2022: [A.8.13]
#     cis-controls-v8.1: ["11.5"]
#   remediation: Find out why the backup did not come back, mend it, and test it again.
package policies.backup.restore_succeeded

# A later test of the same system takes the place of this one.
applicable if not _repeated

_repeated if {
	some other in data.records["register.restore_test"]
	lower(other.system) == lower(input.system)
	other.date > input.date
}

fail contains {
	"message": sprintf("the backup of %s could not be restored", [input.system]),
	"path": "success",
	"expected": true,
} if {
	not input.success
}
