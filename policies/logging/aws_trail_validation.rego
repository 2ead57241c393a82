# METADATA
# scope: package
# title: Recorded calls can be validated
# description: With digests it shows when somebody changed or removed a record.
# schemas:
#   - input: schema["aws.cloudtrail.trail"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-9, AU-10]
#     iso-27001-2022: [A.8.15, A.5.28]
#     cis-aws-7.0: ["4.2"]
#     cis-aws-5.0: ["3.2"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.3.2", "10.3.4"]
#   remediation: Turn log file validation on for the trail.
package policies.logging.aws_trail_validation

fail contains {"message": "no digests are written", "path": "validation", "expected": true} if {
	not input.validation
}
