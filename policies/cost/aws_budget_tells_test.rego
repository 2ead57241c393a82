package policies.cost.aws_budget_tells_test

import data.policies.cost.aws_budget_tells as policy

good := {"type": "COST", "period": "MONTHLY", "limit": "100", "unit": "USD", "notifications": 1}

bad := object.union(good, {"notifications": 0})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
