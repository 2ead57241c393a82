# METADATA
# scope: package
# title: Access lists of buckets are turned off
# description: >-
#   With access lists on, objects can belong to other accounts, and permissions hide in places where nobody looks.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-3]
#     iso-27001-2022: [A.8.3]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["7.3.1"]
#   remediation: Set the object ownership of the bucket to "Bucket owner enforced".
package policies.data.s3_acl_off

fail contains {"message": "access lists decide over objects", "path": "ownership", "expected": "BucketOwnerEnforced"} if {
	input.ownership == null
}

fail contains {"message": sprintf("access lists decide over objects (%s)", [input.ownership]), "path": "ownership", "expected": "BucketOwnerEnforced"} if {
	input.ownership != null
	input.ownership != "BucketOwnerEnforced"
}
