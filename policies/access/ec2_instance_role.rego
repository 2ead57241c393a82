# METADATA
# scope: package
# title: Instances have a role
# description: >-
#   Without one, programs on the instance carry access keys in files, which last for ever and are copied.
# schemas:
#   - input: schema["aws.ec2.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IA-5, AC-6]
#     iso-27001-2022: [A.5.17]
#     cis-aws-7.0: ["2.16"]
#     cis-aws-5.0: ["1.17"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.6.3"]
#   remediation: >-
#     Attach an instance profile with the permissions that the programs need, and delete their access keys.
package policies.access.ec2_instance_role

fail contains {"message": "the instance has no role", "path": "profile", "expected": "an instance profile"} if {
	input.profile == null
}
