# METADATA
# scope: package
# title: Backup plans keep points long enough
# description: What was destroyed slowly is noticed weeks later.
# schemas:
#   - input: schema["aws.backup.plan"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#   params:
#     days: {type: integer, default: 30, description: "for how many days points are kept at least"}
#   remediation: Raise the retention of a rule of the plan.
package policies.backup.plan_keeps

_limit := data.params.backup.plan_keeps.days

fail contains {"message": sprintf("no rule keeps points for %d days", [_limit]), "path": "rules", "expected": _limit} if {
	count([r | some r in input.rules; _long(r)]) == 0
}

_long(rule) if rule.keep_days == null

_long(rule) if rule.keep_days >= _limit
