package policies.hardening.github_new_repositories_test

import data.policies.hardening.github_new_repositories as policy

off := {"dependabot_alerts": false, "secret_scanning": false, "secret_scanning_push_protection": false}

configuration := {"name": "standard", "target": "organization", "enforcement": "enforced", "default_for": "all", "settings": {"dependabot_alerts": "enabled", "secret_scanning": "enabled", "secret_scanning_push_protection": "enabled"}}

with_all(new, configurations) := {"login": "acme", "new_repositories": new, "security_configurations": configurations}

good := with_all({"dependabot_alerts": true, "secret_scanning": true, "secret_scanning_push_protection": true}, [])

configured := with_all(off, [object.union(configuration, {"enforcement": "unenforced"})])

bad := with_all(off, [])

half := with_all(off, [object.union(configuration, {"default_for": "public"})])

test_either_way_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as configured
}

test_each_feature_fails_by_itself if {
	count(policy.fail) == 3 with input as bad
	count(policy.fail) == 3 with input as half
	{f.message | some f in policy.fail} == {"secret scanning is off in new repositories"} with input as object.union(good, {"new_repositories": {"secret_scanning": false}})
	{f.key | some f in policy.fail} == {"dependabot_alerts"} with input as object.union(good, {"new_repositories": {"dependabot_alerts": false}})
	{f.key | some f in policy.fail} == {"secret_scanning_push_protection"} with input as object.union(good, {"new_repositories": {"secret_scanning_push_protection": false}})
}
