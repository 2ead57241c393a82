# METADATA
# scope: package
# title: Certificates in IAM are valid
# description: >-
#   An expired certificate can be taken into use by mistake, and then everything behind it is down.
# schemas:
#   - input: schema["aws.iam.server_certificate"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-17]
#     iso-27001-2022: [A.8.24]
#     cis-aws-7.0: ["2.17"]
#     cis-aws-5.0: ["1.18"]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: >-
#     Delete the certificate with "aws iam delete-server-certificate"; keep certificates in ACM, which renews them.
package policies.data.iam_certificate_expiry

import data.lib.dates

fail contains {"message": sprintf("it expired on %s", [input.expires]), "path": "expires", "expected": "a certificate that is valid"} if {
	input.expires != null
	dates.days_until(input.expires) < 0
}
