package policies.backup.restore_testing_plan_test

import data.policies.backup.restore_testing_plan as policy

params := {"backup": {"restore_testing_plan": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-03-10T08:00:00Z")

resources := {"aws.backup.resource": [{"id": "r", "origin": {"region": "eu-central-1"}}]}

good := {
	"restore_tests": [{"name": "monthly", "schedule": "cron(0 5 1 * ? *)", "last_run": "2026-03-01T05:00:00Z"}], "last_restore": null,
	"origin": {"target": "t", "collector": "aws", "region": "eu-central-1"},
}

by_hand := object.union(good, {"restore_tests": [], "last_restore": "2026-02-20T05:00:00Z"})

bad := object.union(good, {"restore_tests": [{"name": "monthly", "schedule": "cron(0 5 1 * ? *)", "last_run": null}], "last_restore": "2025-01-01T05:00:00Z"})

elsewhere := object.union(bad, {"origin": {"region": "us-east-1"}})

test_a_restore_passes if {
	policy.applicable with input as good with data.resources as resources
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now with data.resources as resources
	count(policy.fail) == 0 with input as by_hand with data.params as params with data.audit.now_ns as now with data.resources as resources
}

test_none_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params with data.audit.now_ns as now with data.resources as resources
}

test_does_not_apply_without_points if {
	not policy.applicable with input as elsewhere with data.resources as resources
}
