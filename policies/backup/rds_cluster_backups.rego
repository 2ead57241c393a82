# METADATA
# scope: package
# title: Database clusters are backed up
# description: >-
#   With automatic backups a database can be brought back to any second of the days for which they are kept.
# schemas:
#   - input: schema["aws.rds.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
# custom:
#   severity: high
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#   params:
#     days: {type: integer, default: 7, description: "for how many days backups are kept at least"}
#   remediation: Set the backup retention of the database.
package policies.backup.rds_cluster_backups

fail contains {"message": sprintf("backups are kept for %d days", [input.backup_days]), "path": "backup_days", "expected": data.params.backup.rds_cluster_backups.days} if {
	input.backup_days < data.params.backup.rds_cluster_backups.days
}
