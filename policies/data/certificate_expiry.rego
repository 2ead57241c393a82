# METADATA
# scope: package
# title: The certificate is valid and not about to expire
# description: >-
#   With an expired certificate a service is down for everybody who verifies it, and people learn to click the
#   warning away.
# schemas:
#   - input: schema["linux.certificate"]
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [SC-17, SC-12]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.10"]
#   params:
#     notice_days:
#       type: integer
#       default: 14
#       description: fail this many days before the end
#   remediation: >-
#     Renew the certificate (for example "certbot renew") and reload the service that uses it; then find out
#     why that did not happen by itself.
package policies.data.certificate_expiry

import data.lib.dates

_left := dates.days_until(input.not_after)

fail contains {
	"message": sprintf("it expired on %s", [input.not_after]),
	"path": "not_after",
	"expected": "a time in the future",
} if {
	_left < 0
}

fail contains {
	"message": sprintf("it expires in %d days, on %s", [_left, input.not_after]),
	"path": "not_after",
	"expected": sprintf("at least %d days left", [data.params.data.certificate_expiry.notice_days]),
} if {
	_left >= 0
	_left < data.params.data.certificate_expiry.notice_days
}

fail contains {
	"message": sprintf("it is not valid before %s", [input.not_before]),
	"path": "not_before",
	"expected": "a time in the past",
} if {
	not dates.days_since(input.not_before) >= 0
}
