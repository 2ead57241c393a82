package policies.patching.automatic_updates_test

import data.policies.patching.automatic_updates as policy

good := {
	"settings": {
		"apt::periodic::update-package-lists": "1", "apt::periodic::unattended-upgrade": "1",
		"unattended-upgrade::origins-pattern": "origin=Debian,codename=${distro_codename},label=Debian-Security",
	},
	"sources": [], "unattended_upgrades": true,
}

ubuntu := json.patch(good, [
	{"op": "remove", "path": "/settings/unattended-upgrade::origins-pattern"},
	{
		"op": "add", "path": "/settings/unattended-upgrade::allowed-origins",
		"value": "${distro_id}:${distro_codename},${distro_id}:${distro_codename}-security",
	},
])

no_origin := json.patch(good, [{
	"op": "replace", "path": "/settings/unattended-upgrade::origins-pattern",
	"value": "origin=Debian,codename=${distro_codename},label=Debian",
}])

missing := {"settings": {}, "sources": [], "unattended_upgrades": false}

lists_only := json.patch(good, [{"op": "replace", "path": "/settings/apt::periodic::unattended-upgrade", "value": "0"}])

disabled := json.patch(good, [{"op": "add", "path": "/settings/apt::periodic::enable", "value": "0"}])

test_daily_upgrades_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as ubuntu
}

test_the_security_archive_must_be_an_origin if {
	{f.key | some f in policy.fail} == {"unattended-upgrade::origins"} with input as no_origin
}

test_nothing_set_up_fails_threefold if {
	count(policy.fail) == 3 with input as missing
}

test_fetching_alone_is_not_enough if {
	{f.key | some f in policy.fail} == {"apt::periodic::unattended-upgrade"} with input as lists_only
}

test_the_main_switch_counts if {
	{f.key | some f in policy.fail} == {"apt::periodic::enable"} with input as disabled
}
