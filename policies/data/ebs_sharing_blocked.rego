# METADATA
# scope: package
# title: Snapshots and images cannot be made public
# description: The switch of the region holds whatever somebody does with a single snapshot.
# schemas:
#   - input: schema["aws.ec2.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
# custom:
#   severity: medium
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.12]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["7.3.3"]
#   remediation: Turn "Block public access" on for EBS snapshots and for AMIs in the region.
package policies.data.ebs_sharing_blocked

fail contains {"message": "snapshots can be made public", "path": "snapshot_block", "expected": "block-all-sharing"} if {
	input.snapshot_block == "unblocked"
}

fail contains {"message": "images can be made public", "path": "image_block", "expected": "block-new-sharing"} if {
	input.image_block == "unblocked"
}
