# METADATA
# scope: package
# title: Buckets keep earlier versions of their objects
# description: Versioning is what brings back an object that was overwritten or deleted.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#     pci-dss-4.0.1: ["10.3.3"]
#   remediation: Turn versioning on for the bucket, and add a lifecycle rule that ends old versions.
package policies.backup.s3_versioning

fail contains {"message": sprintf("versioning is %s", [_words[input.versioning.status]]), "path": "versioning.status", "expected": "enabled"} if {
	input.versioning.status != "enabled"
}

_words := {"never": "off", "suspended": "suspended"}
