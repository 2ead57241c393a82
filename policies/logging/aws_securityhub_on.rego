# METADATA
# scope: package
# title: Security Hub gathers findings in each region
# description: Findings that lie in five consoles are read in none.
# schemas:
#   - input: schema["aws.securityhub.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-4, CA-7]
#     iso-27001-2022: [A.8.16]
#     cis-aws-7.0: ["5.16"]
#     cis-aws-5.0: ["4.16"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["11.5.1"]
#   remediation: Enable Security Hub in the region, best for the whole organisation.
package policies.logging.aws_securityhub_on

fail contains {"message": "Security Hub is off", "path": "enabled", "expected": true} if {
	not input.enabled
}
