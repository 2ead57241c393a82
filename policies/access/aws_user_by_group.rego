# METADATA
# scope: package
# title: Users get their permissions through groups
# description: >-
#   Permissions that hang on a person are missed when duties change. Those of a group are reviewed once for all.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.5.15, A.5.18]
#     cis-aws-7.0: ["2.13"]
#     cis-aws-5.0: ["1.14"]
#     soc2: ["CC6.3"]
#     pci-dss-4.0.1: ["7.2.1", "7.2.2"]
#   remediation: Attach the policies to a group, add the user to it, and detach them from the user.
package policies.access.aws_user_by_group

fail contains {"message": sprintf("%d policies are attached to the user", [count(input.attached_policies)]), "path": "attached_policies", "expected": []} if {
	count(input.attached_policies) > 0
}

fail contains {"message": sprintf("the user has policies of its own: %s", [concat(", ", sort([p.name | some p in input.inline_policies]))]), "path": "inline_policies", "expected": []} if {
	count(input.inline_policies) > 0
}
