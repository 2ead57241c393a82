# METADATA
# scope: package
# title: Passwords of IAM users have at least 14 characters
# description: Length is what makes a password hard to guess. Without a policy AWS takes eight characters.
# schemas:
#   - input: schema["aws.iam.password_policy"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   severity: medium
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: ["IA-5(1)"]
#     iso-27001-2022: [A.5.17]
#     cis-aws-7.0: ["2.8"]
#     cis-aws-5.0: ["1.7"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.3.6"]
#   params:
#     minimum: {type: integer, default: 14, description: "the least number of characters"}
#   remediation: >-
#     Set the minimum length in the account settings of IAM, or with "aws iam update-account-password-policy".
package policies.access.aws_password_length

fail contains {"message": "no policy says how long passwords are", "path": "minimum_length", "expected": data.params.access.aws_password_length.minimum} if {
	input.minimum_length == null
}

fail contains {"message": sprintf("passwords of %d characters are taken", [input.minimum_length]), "path": "minimum_length", "expected": data.params.access.aws_password_length.minimum} if {
	input.minimum_length < data.params.access.aws_password_length.minimum
	input.minimum_length != null
}
