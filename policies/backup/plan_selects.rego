# METADATA
# scope: package
# title: Backup plans name what they back up
# description: A plan without a selection runs every night and saves nothing.
# schemas:
#   - input: schema["aws.backup.plan"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
# custom:
#   severity: high
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#   remediation: Assign resources to the plan, best by a tag.
package policies.backup.plan_selects

fail contains {"message": "the plan selects nothing", "path": "selections", "expected": "at least one"} if {
	input.selections == 0
}
