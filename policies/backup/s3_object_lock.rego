# METADATA
# scope: package
# title: Buckets can keep objects from being deleted
# description: A locked object survives whoever holds the credentials, which is what a backup must do.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, AU-9]
#     iso-27001-2022: [A.8.13, A.5.33]
#     soc2: ["A1.2"]
#     pci-dss-4.0.1: ["10.3.2"]
#   remediation: Make backup and log buckets with object lock and a default retention.
package policies.backup.s3_object_lock

fail contains {"message": "the bucket has no object lock", "path": "object_lock", "expected": "a default retention"} if {
	input.object_lock == null
}

fail contains {"message": "object lock has no default retention", "path": "object_lock.mode", "expected": "a default retention"} if {
	input.object_lock != null
	input.object_lock.mode == null
}
