# METADATA
# scope: package
# title: Database instances install minor upgrades
# description: Minor versions bring security fixes. Nobody remembers to install them by hand.
# schemas:
#   - input: schema["aws.rds.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["SI-2", "SI-2(2)"]
#     iso-27001-2022: [A.8.8]
#     cis-aws-7.0: ["3.2.2"]
#     cis-aws-5.0: ["2.2.2"]
#     soc2: ["CC7.1"]
#     pci-dss-4.0.1: ["6.3.3"]
#   remediation: Turn automatic minor version upgrades on.
package policies.patching.rds_minor_upgrades

fail contains {"message": "minor versions wait for somebody", "path": "minor_upgrades", "expected": true} if {
	not input.minor_upgrades
}
