# METADATA
# scope: package
# title: The contract with the vendor is in force
# description: >-
#   After its end nothing that was agreed holds: prices, support, secrecy, the return of data.
# schemas:
#   - input: schema["register.vendor"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/161/r1/upd1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SA-9, SR-3]
#     iso-27001-2022: [A.5.20]
#     cis-controls-v8.1: ["15.4"]
#   params:
#     notice_days:
#       type: integer
#       default: 30
#       description: fail this many days before the end, to leave time to decide
#   remediation: >-
#     Renew the contract and enter its new end, or end the service and remove the vendor from the register.
package policies.supply.vendor_contract

import data.lib.dates

applicable if input.contract_ends != null

fail contains {
	"message": sprintf("the contract ends on %s", [input.contract_ends]),
	"path": "contract_ends",
	"expected": sprintf("at least %d days left", [data.params.supply.vendor_contract.notice_days]),
} if {
	dates.days_until(input.contract_ends) < data.params.supply.vendor_contract.notice_days
}
