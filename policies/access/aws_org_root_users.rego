# METADATA
# scope: package
# title: The organisation manages the root users of its accounts
# description: A root user that has no password and no key cannot be stolen.
# schemas:
#   - input: schema["aws.organization"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.8.2, A.5.16]
#     cis-aws-7.0: ["2.1.1"]
#     soc2: ["CC6.1", "CC6.3"]
#     pci-dss-4.0.1: ["8.2.2"]
#   remediation: Turn centralised root access on in IAM, then remove the root credentials of the members.
package policies.access.aws_org_root_users

applicable if input.management

fail contains {"message": "each account has root credentials of its own", "path": "managed.root_credentials", "expected": true} if {
	not input.managed.root_credentials
}
