package policies.hardening.github_security_configuration_test

import data.policies.hardening.github_security_configuration as policy

params := {"hardening": {"github_security_configuration": {"settings": ["dependabot_alerts", "secret_scanning", "secret_scanning_push_protection"]}}}

configuration := {"name": "standard", "target": "organization", "enforcement": "enforced", "default_for": "all", "settings": {"dependabot_alerts": "enabled", "secret_scanning": "enabled", "secret_scanning_push_protection": "enabled"}}

with_all(configurations) := {"login": "acme", "security_configurations": configurations}

good := with_all([configuration])

halves := with_all([object.union(configuration, {"default_for": "public"}), object.union(configuration, {"name": "private", "default_for": "private_and_internal"})])

test_an_enforced_default_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as halves with data.params as params
}

test_others_fail if {
	count(policy.fail) == 6 with input as with_all([]) with data.params as params
	count(policy.fail) == 6 with input as with_all([object.union(configuration, {"enforcement": "unenforced"})]) with data.params as params
	count(policy.fail) == 6 with input as with_all([object.union(configuration, {"default_for": "none"})]) with data.params as params
	count(policy.fail) == 3 with input as with_all([object.union(configuration, {"default_for": "public"})]) with data.params as params
}

test_each_setting_fails_by_itself if {
	{f.key | some f in policy.fail} == {"secret_scanning in public repositories", "secret_scanning in private repositories"} with input as with_all([object.union(configuration, {"settings": {"secret_scanning": "not_set"}})]) with data.params as params
}

test_the_settings_can_be_set if {
	count(policy.fail) == 2 with input as good with data.params.hardening.github_security_configuration.settings as ["code_scanning_default_setup"]
}
