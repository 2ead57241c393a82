# METADATA
# scope: package
# title: Database clusters cannot be deleted by mistake
# description: One wrong click or line of a plan deletes a database, and its automatic backups with it.
# schemas:
#   - input: schema["aws.rds.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, CM-5]
#     iso-27001-2022: [A.8.13, A.8.32]
#     soc2: ["A1.2"]
#   remediation: Turn deletion protection on.
package policies.backup.rds_cluster_deletion_protection

fail contains {"message": "nothing prevents deletion", "path": "deletion_protection", "expected": true} if {
	not input.deletion_protection
}
