# METADATA
# scope: package
# title: A contact for security is registered with AWS
# description: >-
#   AWS writes to this address when keys leak or an instance attacks others. Without it, the letter goes to the root
#   user.
# schemas:
#   - input: schema["aws.account"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IR-6]
#     iso-27001-2022: [A.5.5, A.5.24]
#     cis-aws-7.0: ["2.3"]
#     cis-aws-5.0: ["1.2"]
#     soc2: ["CC2.3", "CC7.4"]
#     pci-dss-4.0.1: ["12.10.1"]
#   remediation: Enter a mailing list as alternate contact for security in the account settings.
package policies.governance.aws_security_contact

fail contains {"message": "AWS knows nobody to write to about security", "path": "contacts.security", "expected": "a contact"} if {
	input.contacts.security == null
}
