# METADATA
# scope: package
# title: File systems of EFS are backed up
# description: Files that were deleted or encrypted by a thief come back from nowhere else.
# schemas:
#   - input: schema["aws.efs.file_system"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#   remediation: Turn automatic backups on for the file system.
package policies.backup.efs_backup

fail contains {"message": "automatic backups are off", "path": "backup", "expected": true} if {
	not input.backup
}
