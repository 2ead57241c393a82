# METADATA
# scope: package
# title: Recorded calls arrive
# description: A trail that cannot write to its bucket records nothing, and nobody is told.
# schemas:
#   - input: schema["aws.cloudtrail.trail"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-troubleshooting.html
# custom:
#   severity: high
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-5]
#     iso-27001-2022: [A.8.15, A.8.16]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.7.2"]
#   remediation: >-
#     Start the trail; look at the bucket policy and the key policy, which must let CloudTrail write.
package policies.logging.aws_trail_delivered

fail contains {"message": sprintf("the last delivery failed: %s", [input.delivery_error]), "path": "delivery_error", "expected": "no error"} if {
	input.delivery_error != null
}

fail contains {"message": "the trail is stopped", "path": "logging", "expected": true} if {
	not input.logging
}
