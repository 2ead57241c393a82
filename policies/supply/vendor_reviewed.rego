# METADATA
# scope: package
# title: The vendor is reviewed when it is due
# description: >-
#   A vendor's security is part of one's own. What was true when the contract was signed is looked at again on
#   a date that somebody set.
# schemas:
#   - input: schema["register.vendor"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/161/r1/upd1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SR-6, SA-9]
#     iso-27001-2022: [A.5.19, A.5.22]
#     cis-controls-v8.1: ["15.5", "15.6"]
#   params:
#     criticalities:
#       type: array
#       default: ["high", "critical"]
#       description: vendors of these classes need a review and a date for the next one
#   remediation: Review the vendor and enter reviewed_on and next_review.
package policies.supply.vendor_reviewed

import data.lib.dates

fail contains {
	"message": sprintf("the review was due on %s", [input.next_review]),
	"path": "next_review",
	"expected": "a date in the future",
} if {
	input.next_review != null
	dates.days_until(input.next_review) < 0
}

fail contains {
	"message": sprintf("no review is planned, though its criticality is %s", [input.criticality]),
	"path": "next_review",
	"expected": "a date",
} if {
	input.next_review == null
	input.criticality in data.params.supply.vendor_reviewed.criticalities
}

fail contains {
	"message": sprintf("it was never reviewed, though its criticality is %s", [input.criticality]),
	"path": "reviewed_on",
	"expected": "a date",
} if {
	input.reviewed_on == null
	input.criticality in data.params.supply.vendor_reviewed.criticalities
}
