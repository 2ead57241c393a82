# METADATA
# scope: package
# title: Backup vaults are locked
# description: >-
#   In a locked vault nobody can delete recovery points before their time, not even with stolen credentials of the
#   account.
# schemas:
#   - input: schema["aws.backup.vault"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, AU-9]
#     iso-27001-2022: [A.8.13, A.5.33]
#     soc2: ["A1.2"]
#     pci-dss-4.0.1: ["10.3.2"]
#   remediation: Set a vault lock with a least retention, first in governance mode.
package policies.backup.vault_locked

applicable if input.points > 0

fail contains {"message": "recovery points can be deleted", "path": "locked", "expected": true} if {
	not input.locked
}
