# METADATA
# scope: package
# title: The document is reviewed when it is due
# description: >-
#   Rules that describe last year's systems are not followed, and then none are.
# schemas:
#   - input: schema["register.document"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/12/r1/final
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [PL-1]
#     iso-27001-2022: [A.5.1, A.5.37]
#   remediation: Review the document, enter its new version and the date of the next review.
package policies.governance.document_reviewed

import data.lib.dates

fail contains {
	"message": sprintf("its review was due on %s", [input.next_review]),
	"path": "next_review",
	"expected": "a date in the future",
} if {
	dates.days_until(input.next_review) < 0
}
