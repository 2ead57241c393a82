# METADATA
# scope: package
# title: Distributions refuse old versions of TLS
# description: >-
#   Versions before 1.2 can be broken. For CloudFront's own names nobody can choose; it is about names of one's
#   own.
# schemas:
#   - input: schema["aws.cloudfront.distribution"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-8(1)", SC-13]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: Choose the security policy TLSv1.2_2021 or a newer one.
package policies.data.cloudfront_tls_policy

applicable if {
	input.enabled
	input.own_certificate
}

fail contains {"message": sprintf("old versions are taken (%s)", [input.minimum_tls]), "path": "minimum_tls", "expected": "TLSv1.2_2021 or newer"} if {
	not _new
}

_new if regex.match(`^TLSv1\.([3-9]|2_20(19|2[0-9]))`, input.minimum_tls)
