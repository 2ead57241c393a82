package policies.patching.update_timers_test

import data.policies.patching.update_timers as policy

unit := {"enabled": "enabled", "active": true, "masked": false}

good := {"manager": "systemd", "units": {"apt-daily.timer": unit, "apt-daily-upgrade.timer": unit}}

disabled := json.patch(good, [{"op": "replace", "path": "/units/apt-daily-upgrade.timer/enabled", "value": "disabled"}])

masked := json.patch(good, [
	{"op": "replace", "path": "/units/apt-daily.timer/enabled", "value": "masked"},
	{"op": "replace", "path": "/units/apt-daily.timer/masked", "value": true},
])

upgrades_only := {"manager": "systemd", "units": {"apt-daily-upgrade.timer": unit}}

other := {"manager": "systemd", "units": {"dnf-makecache.timer": unit}}

test_timers_that_are_on_pass if {
	count(policy.fail) == 0 with input as good
	policy.applicable with input as good
	policy.applicable with input as upgrades_only
}

test_a_disabled_timer_fails if {
	{f.key | some f in policy.fail} == {"apt-daily-upgrade.timer"} with input as disabled
}

test_a_masked_timer_fails if {
	{f.key | some f in policy.fail} == {"apt-daily.timer"} with input as masked
}

test_systems_without_apt_are_left_alone if {
	not policy.applicable with input as other
}
