# METADATA
# scope: package
# title: Access to buckets is logged
# description: Without a log nobody can say who read what before the leak was noticed.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: >-
#     Turn server access logging on with a bucket of its own as target, or record object-level events with
#     CloudTrail.
package policies.logging.s3_access_log

# A bucket that takes the logs of others would log its own logging. S3 delivers logs only where it may. Whose logs it takes the others
# say, but then one that cannot be read would leave all undecided. Source: Amazon S3 User Guide, Permissions for log delivery.
applicable if not _takes_logs

_takes_logs if {
	some s in input.policy
	s.effect == "allow"
	"logging.s3.amazonaws.com" in s.principals.Service
}

_takes_logs if {
	some grant in input.grants
	endswith(grant.grantee, "/groups/s3/LogDelivery")
}

fail contains {"message": "nobody records access to the bucket", "path": "logging", "expected": "a bucket for the log"} if {
	input.logging == null
}
