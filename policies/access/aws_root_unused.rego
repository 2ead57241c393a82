# METADATA
# scope: package
# title: The root user is not used day by day
# description: The root user cannot be restricted. It is for the few tasks that nobody else can do.
# schemas:
#   - input: schema["aws.iam.root"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html
# custom:
#   severity: high
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.8.2]
#     cis-aws-7.0: ["2.7"]
#     cis-aws-5.0: ["1.6"]
#     soc2: ["CC6.1", "CC6.3"]
#     pci-dss-4.0.1: ["7.2.2", "8.2.2"]
#   params:
#     days: {type: integer, default: 30, description: "for how many days the root user must not have been used"}
#   remediation: >-
#     Give the people who use the root user roles of their own, and keep its credentials locked away.
package policies.access.aws_root_unused

import data.lib.dates

fail contains {"message": sprintf("the root user signed in on %s", [input.password_last_used]), "path": "password_last_used", "expected": "longer ago"} if {
	input.password_last_used != null
	dates.days_since(input.password_last_used) < data.params.access.aws_root_unused.days
}

fail contains {"message": sprintf("an access key of the root user was used on %s", [input.access_key_last_used]), "path": "access_key_last_used", "expected": "longer ago"} if {
	input.access_key_last_used != null
	dates.days_since(input.access_key_last_used) < data.params.access.aws_root_unused.days
}
