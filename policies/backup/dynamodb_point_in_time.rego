# METADATA
# scope: package
# title: Tables can be brought back to any second
# description: A program that writes nonsense is noticed hours later; then only this helps.
# schemas:
#   - input: schema["aws.dynamodb.table"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#   remediation: Turn point-in-time recovery on for the table.
package policies.backup.dynamodb_point_in_time

fail contains {"message": "point-in-time recovery is off", "path": "point_in_time", "expected": true} if {
	not input.point_in_time
}
