# METADATA
# scope: package
# title: Backup plans copy points elsewhere
# description: A copy in another region or account outlives a thief and a disaster in this one.
# schemas:
#   - input: schema["aws.backup.plan"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-6, CP-9]
#     iso-27001-2022: [A.8.13, A.8.14]
#     soc2: ["A1.2"]
#   remediation: Add a copy action to a vault in another region or account.
package policies.backup.plan_copies

fail contains {"message": "no rule copies points to another region or account", "path": "rules", "expected": "a copy elsewhere"} if {
	count([arn | some r in input.rules; some arn in r.copies; _elsewhere(split(arn, ":"))]) == 0
}

# arn:PARTITION:backup:REGION:ACCOUNT:backup-vault:NAME
_elsewhere(arn) if arn[3] != input.origin.region

_elsewhere(arn) if arn[4] != input.origin.account
