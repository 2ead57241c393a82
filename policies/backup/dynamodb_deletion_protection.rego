# METADATA
# scope: package
# title: Tables cannot be deleted by mistake
# description: One wrong click or line of a plan deletes a table.
# schemas:
#   - input: schema["aws.dynamodb.table"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, CM-5]
#     iso-27001-2022: [A.8.13, A.8.32]
#     soc2: ["A1.2"]
#   remediation: Turn deletion protection on for the table.
package policies.backup.dynamodb_deletion_protection

fail contains {"message": "nothing prevents deletion", "path": "deletion_protection", "expected": true} if {
	not input.deletion_protection
}
