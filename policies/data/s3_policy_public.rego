# METADATA
# scope: package
# title: No bucket policy lets in everybody
# description: >-
#   A statement for "*" without a condition makes the named actions available to the whole internet.
# schemas:
#   - input: schema["aws.s3.bucket"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
# custom:
#   severity: critical
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.3, A.8.12]
#     cis-aws-7.0: ["2.21"]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["1.4.4", "7.3.3"]
#   remediation: >-
#     Name the accounts or services in the statement, or add a condition on aws:PrincipalOrgID; serve the public
#     through CloudFront.
package policies.data.s3_policy_public

import data.lib.fence
import data.lib.statement

# A bucket that is restricted to its owner takes no notice of such a statement.
_restricted if input.public_access_block.restrict_public_buckets

_restricted if {
	some account in data.resources["aws.account"]
	account.s3_public_access_block.restrict_public_buckets
}

fail contains {"message": "the policy lets in everybody", "path": "policy", "expected": "named callers, or a condition on them"} if {
	some s in input.policy
	statement.everybody(s)
	not fence.around(s, input.policy)
	not _restricted
}
