# METADATA
# scope: package
# title: No access list of a bucket lets in the public
# description: The groups AllUsers and AuthenticatedUsers are everybody, and everybody with any AWS account.
# schemas:
#   - input: schema["aws.s3.bucket"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
# custom:
#   severity: critical
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.3, A.8.12]
#     cis-aws-7.0: ["3.1.4"]
#     cis-aws-5.0: ["2.1.4"]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["1.4.4", "7.3.3"]
#   remediation: Remove the grant, or turn access lists off with the object ownership "Bucket owner enforced".
package policies.data.s3_acl_public

_ignored if input.public_access_block.ignore_public_acls

_ignored if input.ownership == "BucketOwnerEnforced"

_ignored if {
	some account in data.resources["aws.account"]
	account.s3_public_access_block.ignore_public_acls
}

fail contains {"message": sprintf("the access list gives the public %s", [concat(", ", sort(_public))]), "path": "grants", "expected": "no grant to the public"} if {
	count(_public) > 0
	not _ignored
}

_public contains grant.permission if {
	some grant in input.grants
	grant.public
}
