# METADATA
# scope: package
# title: Member accounts administer the organisation's services
# description: The fewer people sign in to the management account, the better.
# schemas:
#   - input: schema["aws.organization"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-5, AC-6]
#     iso-27001-2022: [A.5.3, A.5.18]
#     cis-aws-7.0: ["2.1.6"]
#     soc2: ["CC6.3"]
#     pci-dss-4.0.1: ["7.2.2"]
#   remediation: >-
#     Register delegated administrators for the services in use, for example GuardDuty, Security Hub and IAM
#     Identity Center.
package policies.governance.aws_org_delegates_services

applicable if input.management

fail contains {"message": "only the management account administers services", "path": "managed.delegated_admins", "expected": "a delegated administrator"} if {
	count(input.managed.delegated_admins) == 0
}
