# METADATA
# scope: package
# title: Old versions of objects end some day
# description: >-
#   A bucket that keeps every version for ever grows without anybody noticing, and so does its bill.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-12]
#     iso-27001-2022: [A.8.10, A.8.6]
#     soc2: ["C1.2", "A1.1"]
#     pci-dss-4.0.1: ["3.2.1"]
#   remediation: Add a lifecycle rule that expires noncurrent versions after the days for which you need them.
package policies.cost.s3_old_versions

applicable if input.versioning.status != "never"

fail contains {"message": "no rule ends versions that are no longer current", "path": "lifecycle", "expected": "an enabled rule with noncurrent expiration"} if {
	count([r | some r in input.lifecycle; r.enabled; r.expire_old_days != null]) == 0
}
