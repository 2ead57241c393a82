# METADATA
# scope: package
# title: Certificates in use do not expire soon
# description: When a certificate ends, everything behind it is down at once.
# schemas:
#   - input: schema["aws.acm.certificate"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
# custom:
#   severity: high
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-17, SC-12]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.7", "A1.1"]
#     pci-dss-4.0.1: ["4.2.1"]
#   params:
#     days: {type: integer, default: 30, description: "how many days it must still be valid"}
#   remediation: >-
#     Renew the certificate and import it again; certificates that AWS issues renew themselves while their DNS
#     record stands.
package policies.data.acm_expiry

import data.lib.dates

applicable if {
	input.in_use
	input.expires != null
}

fail contains {"message": sprintf("it expires on %s", [input.expires]), "path": "expires", "expected": "later"} if {
	input.expires != null
	dates.days_until(input.expires) < data.params.data.acm_expiry.days
}
