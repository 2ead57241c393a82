package policies.logging.aws_flow_logs_test

import data.policies.logging.aws_flow_logs as policy

good := {"cidr": "10.1.0.0/16", "default": false, "flow_logs": [{"id": "fl-1", "status": "ACTIVE", "traffic": "ALL", "destination": "arn:aws:s3:::logs"}]}

none := object.union(good, {"flow_logs": []})

accepted_only := object.union(good, {"flow_logs": [object.union(good.flow_logs[0], {"traffic": "ACCEPT"})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as accepted_only
}
