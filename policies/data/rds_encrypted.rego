# METADATA
# scope: package
# title: Database instances are encrypted
# description: Snapshots, logs and replicas are encrypted with it, and it cannot be turned on later.
# schemas:
#   - input: schema["aws.rds.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
# custom:
#   severity: high
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-28", "SC-28(1)"]
#     iso-27001-2022: [A.8.24]
#     cis-aws-7.0: ["3.2.1"]
#     cis-aws-5.0: ["2.2.1"]
#     soc2: ["CC6.1", "C1.1"]
#     pci-dss-4.0.1: ["3.5.1"]
#   remediation: >-
#     Copy a snapshot with encryption and restore from it; new databases get encryption when they are made.
package policies.data.rds_encrypted

# What a cluster decides is judged on the cluster.
applicable if input.cluster == null

fail contains {"message": "the storage is not encrypted", "path": "encrypted", "expected": true} if {
	not input.encrypted
}
