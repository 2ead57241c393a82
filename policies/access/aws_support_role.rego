# METADATA
# scope: package
# title: A role may open support cases
# description: When things burn, somebody must be able to talk to AWS without being able to do everything.
# schemas:
#   - input: schema["aws.account"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IR-7]
#     iso-27001-2022: [A.5.24, A.5.26]
#     cis-aws-7.0: ["2.15"]
#     cis-aws-5.0: ["1.16"]
#     soc2: ["CC7.4"]
#   remediation: Make a role that the people on call can take, and attach AWSSupportAccess to it.
package policies.access.aws_support_role

fail contains {"message": "no role has the policy AWSSupportAccess", "expected": "a role with AWSSupportAccess"} if {
	count(_roles) == 0
}

_roles contains role.id if {
	some role in data.resources["aws.iam.role"]
	some arn in role.attached_policies
	endswith(arn, ":iam::aws:policy/AWSSupportAccess")
}
