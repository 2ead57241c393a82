package policies.backup.plan_copies_test

import data.policies.backup.plan_copies as policy

here := {"region": "eu-central-1", "account": "123456789012"}

good := {"origin": here, "last_run": "2026-02-28T05:00:00Z", "rules": [rule], "selections": 1}

rule := {"name": "daily", "schedule": "cron(0 5 * * ? *)", "vault": "vault", "keep_days": 35, "copies": ["arn:aws:backup:eu-west-1:123456789012:backup-vault:copy"]}

bad := object.union(good, {"rules": [object.union(rule, {"copies": []})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_a_copy_next_door_fails if {
	count(policy.fail) == 1 with input as copied("eu-central-1", "123456789012")
}

test_a_copy_in_another_region_or_account_passes if {
	count(policy.fail) == 0 with input as copied("eu-west-1", "123456789012")
	count(policy.fail) == 0 with input as copied("eu-central-1", "210987654321")
}

copied(region, account) := object.union(good, {"rules": [object.union(rule, {"copies": [concat(":", ["arn:aws:backup", region, account, "backup-vault:copy"])]})]})
