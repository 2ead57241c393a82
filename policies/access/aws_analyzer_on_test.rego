package policies.access.aws_analyzer_on_test

import data.policies.access.aws_analyzer_on as policy

good := {"analyzers": [{"name": "account", "type": "ACCOUNT", "status": "ACTIVE"}]}

none := {"analyzers": []}

unused_only := {"analyzers": [{"name": "u", "type": "ACCOUNT_UNUSED_ACCESS", "status": "ACTIVE"}]}

broken := {"analyzers": [{"name": "a", "type": "ACCOUNT", "status": "FAILED"}]}

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as unused_only
	count(policy.fail) == 1 with input as broken
}
