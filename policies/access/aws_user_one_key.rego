# METADATA
# scope: package
# title: A user has one active access key at most
# description: >-
#   The second key is for the days of a change. One that stays is forgotten, and doubles what can leak.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IA-5, AC-6]
#     iso-27001-2022: [A.5.17]
#     cis-aws-5.0: ["1.12"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.6.1"]
#   remediation: Deactivate the key that was used least lately, and delete it when nobody misses it.
package policies.access.aws_user_one_key

_active contains n if {
	some n, key in input.access_keys
	key.active
}

fail contains {"message": sprintf("%d access keys are active", [count(_active)]), "path": "access_keys", "expected": "one"} if {
	count(_active) > 1
}
