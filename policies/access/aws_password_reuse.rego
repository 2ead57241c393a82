# METADATA
# scope: package
# title: Earlier passwords of IAM users are not taken again
# description: >-
#   A password that was once given away is worth nothing, and comes back where nothing prevents it.
# schemas:
#   - input: schema["aws.iam.password_policy"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   severity: low
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: ["IA-5(1)"]
#     iso-27001-2022: [A.5.17]
#     cis-aws-7.0: ["2.9"]
#     cis-aws-5.0: ["1.8"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.3.7"]
#   params:
#     remembered: {type: integer, default: 24, description: "how many earlier passwords are refused at least"}
#   remediation: >-
#     Set password reuse prevention in the account settings of IAM, or with "aws iam update-account-password-
#     policy".
package policies.access.aws_password_reuse

fail contains {"message": "earlier passwords are taken again", "path": "remembered", "expected": data.params.access.aws_password_reuse.remembered} if {
	input.remembered == null
}

fail contains {"message": sprintf("only the last %d passwords are refused", [input.remembered]), "path": "remembered", "expected": data.params.access.aws_password_reuse.remembered} if {
	input.remembered < data.params.access.aws_password_reuse.remembered
	input.remembered != null
}
