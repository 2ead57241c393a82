# METADATA
# scope: package
# title: People sign in through the central directory
# description: A password in the account stays when its owner has left, and nobody in the directory sees it.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-2, IA-2]
#     iso-27001-2022: [A.5.16, A.5.17]
#     cis-aws-7.0: ["2.19"]
#     cis-aws-5.0: ["1.20"]
#     soc2: ["CC6.1", "CC6.2"]
#     pci-dss-4.0.1: ["8.2.1"]
#   params:
#     allowed: {type: array, default: [], description: "names of users who may have a password, for emergencies"}
#   remediation: >-
#     Let people sign in through IAM Identity Center or another identity provider, and take the password away. Name
#     users for emergencies in the parameter.
package policies.access.aws_user_local

applicable if input.console != null

fail contains {"message": "the user signs in with a password of the account's own", "path": "console", "expected": "sign-in through an identity provider"} if {
	not input.name in data.params.access.aws_user_local.allowed
}
