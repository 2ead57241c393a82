# METADATA
# scope: package
# title: Budgets tell somebody
# description: A budget that tells nobody is read when the bill is there.
# schemas:
#   - input: schema["aws.budgets.budget"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
# custom:
#   severity: medium
#   tags: [aws, budget]
#   controls:
#     nist-800-53-r5: [PM-3]
#     iso-27001-2022: [A.8.6]
#     soc2: ["A1.1"]
#   remediation: Add a notification at 80 % of the budget, to a mailing list.
package policies.cost.aws_budget_tells

fail contains {"message": "nobody is told when the budget is used up", "path": "notifications", "expected": "at least one"} if {
	input.notifications == 0
}
