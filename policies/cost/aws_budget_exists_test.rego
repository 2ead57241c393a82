package policies.cost.aws_budget_exists_test

import data.policies.cost.aws_budget_exists as policy

good := {"partition": "aws", "alias": null, "regions": ["us-east-1"], "contacts": {"security": null, "billing": null, "operations": null}, "s3_public_access_block": null}

cost := {"id": "b", "type": "COST"}

usage := {"id": "u", "type": "USAGE"}

test_a_cost_budget_passes if {
	count(policy.fail) == 0 with input as good with data.resources as {"aws.budgets.budget": [cost]}
}

test_others_and_none_fail if {
	count(policy.fail) == 1 with input as good with data.resources as {"aws.budgets.budget": [usage]}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.budgets.budget": []}
}
