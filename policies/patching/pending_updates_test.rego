package policies.patching.pending_updates_test

import data.policies.patching.pending_updates as policy

params := {"patching": {"pending_updates": {"most": 25}}}

update := {"from": "1", "to": "2", "origin": "Debian:12.13/oldstable", "security": false}

security := {"from": "1", "to": "2", "origin": "Debian-Security:12/oldstable-security", "security": true}

two := {"lists_at": "2026-03-10T06:00:00Z", "pending": {"a": update, "b": update}}

mixed := {"lists_at": "2026-03-10T06:00:00Z", "pending": {"a": update, "b": security}}

many := {
	"lists_at": "2026-03-10T06:00:00Z",
	"pending": {sprintf("p%d", [n]): update | some n in numbers.range(1, 26)},
}

test_a_few_are_accepted if {
	count(policy.fail) == 0 with input as two with data.params as params
}

test_many_fail if {
	some f in policy.fail with input as many with data.params as params
	f.message == "26 updates are waiting"
}

test_the_limit_can_be_set if {
	count(policy.fail) == 1 with input as two with data.params.patching.pending_updates.most as 1
}

test_security_updates_are_another_policy if {
	count(policy.fail) == 0 with input as mixed with data.params.patching.pending_updates.most as 1
}
