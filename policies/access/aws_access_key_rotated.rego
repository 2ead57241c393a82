# METADATA
# scope: package
# title: Active access keys are not older than 90 days
# description: A key lies in files, logs and old laptops. The older it is, the more of them there are.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IA-5, SC-12]
#     iso-27001-2022: [A.5.17]
#     cis-aws-7.0: ["2.12"]
#     cis-aws-5.0: ["1.13"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.6.3"]
#   params:
#     days: {type: integer, default: 90, description: "how old a key may be"}
#   remediation: >-
#     Make a second key, change the program over to it, then deactivate and delete the old one; better use roles.
package policies.access.aws_access_key_rotated

import data.lib.dates

fail contains {"message": sprintf("access key %s was made on %s", [n, key.rotated]), "path": sprintf("access_keys[%q].rotated", [n]), "key": sprintf("access key %s", [n]), "expected": "a newer key, or none"} if {
	some n, key in input.access_keys
	key.active
	key.rotated != null
	dates.days_since(key.rotated) > data.params.access.aws_access_key_rotated.days
}

fail contains {"message": sprintf("nobody knows when access key %s was made", [n]), "path": sprintf("access_keys[%q].rotated", [n]), "key": sprintf("access key %s", [n]), "expected": "a newer key, or none"} if {
	some n, key in input.access_keys
	key.active
	key.rotated == null
}
