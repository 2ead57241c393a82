# METADATA
# scope: package
# title: There is a way out of a vendor that much depends on
# description: >-
#   Vendors fail, are bought and raise their prices. Who has not thought about leaving before cannot leave
#   then.
# schemas:
#   - input: schema["register.vendor"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/161/r1/upd1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CP-2, SA-9]
#     iso-27001-2022: [A.5.21, A.5.23]
#     cis-controls-v8.1: ["15.7"]
#   params:
#     criticalities:
#       type: array
#       default: ["high", "critical"]
#       description: vendors of these classes need an exit plan
#   remediation: >-
#     Write down how the service would be replaced, how the data comes back and how long it takes; then set
#     exit_plan to true.
package policies.supply.vendor_exit_plan

applicable if input.criticality in data.params.supply.vendor_exit_plan.criticalities

fail contains {
	"message": sprintf("there is no exit plan, though its criticality is %s", [input.criticality]),
	"path": "exit_plan",
	"expected": true,
} if {
	not input.exit_plan
}
