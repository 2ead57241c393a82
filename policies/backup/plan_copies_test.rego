package policies.backup.plan_copies_test

import data.policies.backup.plan_copies as policy

good := {"last_run": "2026-02-28T05:00:00Z", "rules": [rule], "selections": 1}

rule := {"name": "daily", "schedule": "cron(0 5 * * ? *)", "vault": "vault", "keep_days": 35, "copies": ["arn:aws:backup:eu-west-1:123456789012:backup-vault:copy"]}

bad := object.union(good, {"rules": [object.union(rule, {"copies": []})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
