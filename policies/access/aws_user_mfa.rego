# METADATA
# scope: package
# title: Users who can sign in to the console have a second factor
# description: >-
#   A password is guessed, shared and phished. The second factor is what then keeps the stranger out.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
# custom:
#   severity: high
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: ["IA-2(1)", "IA-2(2)"]
#     iso-27001-2022: [A.8.5]
#     cis-aws-7.0: ["2.10"]
#     cis-aws-5.0: ["1.9"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.4.2"]
#   remediation: >-
#     Assign a second factor to the user, or take the password away and let people sign in through the identity
#     provider.
package policies.access.aws_user_mfa

applicable if input.console != null

fail contains {"message": "a password alone opens the console", "path": "mfa", "expected": true} if {
	not input.mfa
}
