# METADATA
# scope: package
# title: The account has a budget for its cost
# description: Without one a mistake, or a stranger who mines coins, is noticed a month later.
# schemas:
#   - input: schema["aws.account"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
# custom:
#   severity: medium
#   tags: [aws, budget]
#   controls:
#     nist-800-53-r5: [PM-3]
#     iso-27001-2022: [A.8.6]
#     soc2: ["A1.1"]
#   remediation: Make a monthly cost budget with a notification in AWS Budgets.
package policies.cost.aws_budget_exists

fail contains {"message": "no budget watches the cost of the account", "expected": "a cost budget"} if {
	count(_budgets) == 0
}

_budgets contains budget.id if {
	some budget in data.resources["aws.budgets.budget"]
	budget.type == "COST"
}
