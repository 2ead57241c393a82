# METADATA
# scope: package
# title: Buckets keep the public out
# description: >-
#   One wrong line in a policy or an access list makes a bucket readable by the world. The switches prevent that
#   whatever the line says.
# schemas:
#   - input: schema["aws.s3.bucket"]
#   - data.resources: schema.resources
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
#   remediation: Turn the four switches of "Block public access" on for the bucket, or better for the account.
package policies.data.s3_public_access_blocked

_switches := {"block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"}

# Those of the account hold for each bucket.
_account contains name if {
	some account in data.resources["aws.account"]
	account.s3_public_access_block != null
	some name in _switches
	account.s3_public_access_block[name]
}

_own contains name if {
	input.public_access_block != null
	some name in _switches
	input.public_access_block[name]
}

fail contains {"message": sprintf("%s is off for the bucket and for the account", [name]), "path": "public_access_block", "key": name, "expected": true} if {
	some name in (_switches - _own)
	not name in _account
}
