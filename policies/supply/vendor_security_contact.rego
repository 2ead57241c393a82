# METADATA
# scope: package
# title: Somebody at the vendor can be reached about security
# description: >-
#   When a vendor's service is broken into, or one's own through it, the first hour goes into finding whom to
#   call.
# schemas:
#   - input: schema["register.vendor"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/161/r1/upd1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SR-8, IR-6(3)]
#     iso-27001-2022: [A.5.19, A.5.20]
#     cis-controls-v8.1: ["17.2"]
#   params:
#     criticalities:
#       type: array
#       default: ["high", "critical"]
#       description: vendors of these classes need such a contact
#   remediation: >-
#     Ask the vendor whom to call about security, and enter a contact with the role "security" and an address
#     or number.
package policies.supply.vendor_security_contact

applicable if input.criticality in data.params.supply.vendor_security_contact.criticalities

_reachable(contact) if contact.email != null

_reachable(contact) if contact.phone != null

_present if {
	some contact in input.contacts
	contains(lower(contact.role), "security")
	_reachable(contact)
}

fail contains {
	"message": "no contact for security with an address or a number is known",
	"path": "contacts",
	"expected": "a contact with the role security",
} if {
	not _present
}
