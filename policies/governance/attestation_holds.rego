# METADATA
# scope: package
# title: What was attested is in place
# description: >-
#   Some things only a person can see: a locked room, a visitor log, a talk with somebody who leaves. Who says
#   that it is not in place has reported a finding.
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
#   remediation: Put in place what the attestation is about, and have it attested again.
package policies.governance.attestation_holds

# A later attestation on the same subject takes the place of this one.
applicable if not _repeated

_repeated if {
	some other in data.records["register.attestation"]
	lower(other.subject) == lower(input.subject)
	other.date > input.date
}

fail contains {
	"message": sprintf("%s says that it is not in place: %s", [input.attested_by, input.statement]),
	"path": "holds",
	"expected": true,
} if {
	not input.holds
}
