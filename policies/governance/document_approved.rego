# METADATA
# scope: package
# title: The document is approved
# description: >-
#   A draft binds nobody. The name and the date of who approved it make it a rule.
# schemas:
#   - input: schema["register.document"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/12/r1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [PL-1]
#     iso-27001-2022: [A.5.1]
#   remediation: Have the document approved and enter approved_on and approved_by.
package policies.governance.document_approved

import data.lib.dates

fail contains {
	"message": "nobody has approved it",
	"path": "approved_by",
	"expected": "a name",
} if {
	input.approved_by == null
}

fail contains {
	"message": "no date of approval is known",
	"path": "approved_on",
	"expected": "a date",
} if {
	input.approved_on == null
}

fail contains {
	"message": sprintf("its approval (%s) lies in the future or is no date", [input.approved_on]),
	"path": "approved_on",
	"expected": "a date in the past",
} if {
	input.approved_on != null
	not _past
}

_past if {
	days := dates.days_since(input.approved_on)
	days >= 0
	days < 100000
}
