package policies.supply.github_app_vendor_test

import data.policies.supply.github_app_vendor as policy

params := {"supply": {"github_app_vendor": {"vendors": {}, "own": []}}}

good := {
	"app": "renovate", "app_id": 2740, "repository_selection": "selected", "permissions": {"contents": "write", "metadata": "read"},
	"events": ["push"], "suspended": false, "created_at": "2025-01-10T08:00:00Z", "updated_at": "2026-01-10T08:00:00Z",
}

bad := object.union(good, {"app": "codecov"})

records := {"register.vendor": [{"id": "renovate", "owner": "Ines Roth"}, {"id": "Sentry", "owner": "Ines Roth"}]}

test_a_vendor_on_record_passes if {
	policy.applicable with input as good with data.records as records with data.params as params
	count(policy.fail) == 0 with input as good with data.records as records with data.params as params
}

test_one_that_is_not_fails if {
	policy.applicable with input as bad with data.records as records with data.params as params
	{f.message | some f in policy.fail} == {"no vendor codecov is on record"} with input as bad with data.records as records with data.params as params
}

test_an_app_may_belong_to_a_vendor_of_another_name if {
	count(policy.fail) == 0 with input as bad with data.records as records with data.params.supply.github_app_vendor as {"own": [], "vendors": {"codecov": "sentry"}}
}

test_applies_to_the_apps_of_others_where_there_are_records if {
	not policy.applicable with input as bad with data.records as {"register.vendor": []} with data.params as params
	not policy.applicable with input as bad with data.records as records with data.params.supply.github_app_vendor as {"own": ["codecov"], "vendors": {}}
}
