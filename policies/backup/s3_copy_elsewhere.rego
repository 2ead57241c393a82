# METADATA
# scope: package
# title: Buckets are copied to another bucket
# description: A copy in another region or account outlives a mistake, a thief and a fire in this one.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-6, CP-9]
#     iso-27001-2022: [A.8.13, A.8.14]
#     soc2: ["A1.2"]
#   remediation: >-
#     Add a replication rule to a bucket in another region and, better, another account; or back the bucket up with
#     AWS Backup.
package policies.backup.s3_copy_elsewhere

fail contains {"message": "no rule copies the objects anywhere", "path": "replication", "expected": "an enabled rule"} if {
	count([r | some r in input.replication; r.enabled]) == 0
}
