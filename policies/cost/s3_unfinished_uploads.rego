# METADATA
# scope: package
# title: Unfinished uploads are cleared away
# description: The parts of uploads that broke off are charged for ever and shown in no listing.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-12]
#     iso-27001-2022: [A.8.6, A.8.10]
#     soc2: ["A1.1"]
#   remediation: Add a lifecycle rule that aborts incomplete multipart uploads after seven days.
package policies.cost.s3_unfinished_uploads

fail contains {"message": "no rule clears the parts of unfinished uploads away", "path": "lifecycle", "expected": "an enabled rule"} if {
	count([r | some r in input.lifecycle; r.enabled; r.abort_upload_days != null]) == 0
}
