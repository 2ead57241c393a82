# METADATA
# scope: package
# title: GuardDuty watches each region
# description: It finds mined coins, stolen keys and odd calls that no one would look for.
# schemas:
#   - input: schema["aws.guardduty.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-4, RA-5]
#     iso-27001-2022: [A.8.16, A.5.7]
#     soc2: ["CC7.2", "CC6.8"]
#     pci-dss-4.0.1: ["11.5.1"]
#   remediation: >-
#     Enable GuardDuty in the region, best for the whole organisation from its delegated administrator.
package policies.logging.aws_guardduty_on

fail contains {"message": "GuardDuty is off", "path": "enabled", "expected": true} if {
	not input.enabled
}
