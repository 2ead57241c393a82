package policies.backup.plan_keeps_test

import data.policies.backup.plan_keeps as policy

params := {"backup": {"plan_keeps": {"days": 30}}}

good := {"last_run": "2026-02-28T05:00:00Z", "rules": [rule], "selections": 1}

rule := {"name": "daily", "schedule": "cron(0 5 * * ? *)", "vault": "vault", "keep_days": 35, "copies": ["arn:aws:backup:eu-west-1:123456789012:backup-vault:copy"]}

ever := object.union(good, {"rules": [object.union(rule, {"keep_days": null})]})

short := object.union(good, {"rules": [object.union(rule, {"keep_days": 7})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as ever with data.params as params
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as short with data.params as params
}
