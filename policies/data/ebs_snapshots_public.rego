# METADATA
# scope: package
# title: No snapshot is public
# description: Everybody can copy a public snapshot and read the whole disk.
# schemas:
#   - input: schema["aws.ec2.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
# custom:
#   severity: critical
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.12, A.8.3]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["7.3.3"]
#   remediation: Make the snapshot private, and block public sharing of snapshots in the region.
package policies.data.ebs_snapshots_public

fail contains {"message": sprintf("the snapshot %s is public", [id]), "path": "public_snapshots", "key": id, "expected": "private"} if {
	some id in input.public_snapshots
}
