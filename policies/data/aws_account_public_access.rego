# METADATA
# scope: package
# title: The account keeps the public out of S3
# description: The four switches of the account hold for each bucket, those that are made tomorrow as well.
# schemas:
#   - input: schema["aws.account"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.3, A.8.12]
#     cis-aws-7.0: ["3.1.4"]
#     cis-aws-5.0: ["2.1.4"]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["1.4.4", "7.3.3"]
#   remediation: >-
#     Turn all four switches of "Block Public Access settings for this account" on; move what must be public behind
#     CloudFront.
package policies.data.aws_account_public_access

fail contains {"message": "the account does not block public access", "path": "s3_public_access_block", "expected": "all four switches on"} if {
	input.s3_public_access_block == null
}

fail contains {"message": sprintf("%s is off for the account", [name]), "path": sprintf("s3_public_access_block.%s", [name]), "key": name, "expected": true} if {
	some name, on in input.s3_public_access_block
	not on
}
