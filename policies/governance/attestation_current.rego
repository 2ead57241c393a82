# METADATA
# scope: package
# title: The attestation is still valid
# description: >-
#   What somebody saw last year may be otherwise today, so each attestation has an end.
# schemas:
#   - input: schema["register.attestation"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/53/a/r5/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CA-2, CA-7]
#     iso-27001-2022: [A.5.35, A.5.36]
#   remediation: Look again and enter a new attestation with its own date and valid_until.
package policies.governance.attestation_current

import data.lib.dates

# A later attestation on the same subject takes the place of this one.
applicable if not _repeated

_repeated if {
	some other in data.records["register.attestation"]
	lower(other.subject) == lower(input.subject)
	other.date > input.date
}

fail contains {
	"message": sprintf("it was valid until %s", [input.valid_until]),
	"path": "valid_until",
	"expected": "a date in the future",
} if {
	dates.days_until(input.valid_until) < 0
}
