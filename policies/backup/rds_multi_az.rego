# METADATA
# scope: package
# title: Database instances stand in two zones
# description: When a data centre fails, the database goes on in another within a minute.
# schemas:
#   - input: schema["aws.rds.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-10, CP-6]
#     iso-27001-2022: [A.8.14]
#     cis-aws-7.0: ["3.2.4"]
#     cis-aws-5.0: ["2.2.4"]
#     soc2: ["A1.2"]
#   remediation: Turn Multi-AZ on, or add a reader in another zone.
package policies.backup.rds_multi_az

# What a cluster decides is judged on the cluster.
applicable if input.cluster == null

fail contains {"message": "the database stands in one zone", "path": "multi_az", "expected": true} if {
	not input.multi_az
}
