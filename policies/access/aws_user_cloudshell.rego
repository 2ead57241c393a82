# METADATA
# scope: package
# title: No user has full access to CloudShell
# description: Files go in and out through CloudShell past every control on laptops and networks.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/cloudshell/latest/userguide/sec-auth-with-identities.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-6, AC-4]
#     iso-27001-2022: [A.8.12, A.8.2]
#     cis-aws-7.0: ["2.20"]
#     cis-aws-5.0: ["1.21"]
#     soc2: ["CC6.3", "CC6.7"]
#     pci-dss-4.0.1: ["7.2.2"]
#   remediation: >-
#     Detach AWSCloudShellFullAccess; a policy of your own can allow CloudShell without the transfer of files.
package policies.access.aws_user_cloudshell

fail contains {"message": "AWSCloudShellFullAccess is attached", "path": "attached_policies", "expected": "not attached"} if {
	some arn in input.attached_policies
	endswith(arn, ":iam::aws:policy/AWSCloudShellFullAccess")
}
