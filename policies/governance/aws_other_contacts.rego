# METADATA
# scope: package
# title: Contacts for billing and operations are registered with AWS
# description: Messages about outages and money should reach those who act on them.
# schemas:
#   - input: schema["aws.account"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IR-6]
#     iso-27001-2022: [A.5.24]
#     cis-aws-7.0: ["2.2"]
#     cis-aws-5.0: ["1.1"]
#     soc2: ["CC2.3"]
#   remediation: Enter mailing lists as alternate contacts in the account settings.
package policies.governance.aws_other_contacts

fail contains {"message": "AWS knows nobody to write to about bills", "path": "contacts.billing", "expected": "a contact"} if {
	input.contacts.billing == null
}

fail contains {"message": "AWS knows nobody to write to about operations", "path": "contacts.operations", "expected": "a contact"} if {
	input.contacts.operations == null
}
