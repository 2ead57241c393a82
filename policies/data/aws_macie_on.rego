# METADATA
# scope: package
# title: What lies in buckets is discovered and classified
# description: Nobody can protect personal data that nobody knows of. Regions without a bucket need none.
# schemas:
#   - input: schema["aws.macie.settings"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/macie/latest/user/discovery-asdd.html
# custom:
#   severity: low
#   tags: [aws, privacy]
#   controls:
#     nist-800-53-r5: [RA-2, PM-5]
#     iso-27001-2022: [A.5.12, A.8.12]
#     cis-aws-7.0: ["3.1.3"]
#     soc2: ["C1.1"]
#     pci-dss-4.0.1: ["3.2.1"]
#   remediation: >-
#     Enable Macie with automated discovery in the region, or classify by other means and accept this finding.
package policies.data.aws_macie_on

applicable if input.origin.region in _regions

_regions contains bucket.origin.region if some bucket in data.resources["aws.s3.bucket"]

fail contains {"message": "Macie is off, and the region has buckets", "path": "enabled", "expected": true} if {
	not input.enabled
}

fail contains {"message": "nothing looks for sensitive data by itself", "path": "discovery", "expected": true} if {
	input.enabled
	not input.discovery
}
