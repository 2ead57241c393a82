package policies.change.github_no_direct_push_test

import data.policies.change.github_no_direct_push as policy

params := {"change": {"github_no_direct_push": {"newest": 30, "authors": []}}}

change := {
	"sha": "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "pull_request": 12, "committed_at": "2026-03-01T10:00:00Z", "author": "ada",
	"merged_by": "ben", "author_is_bot": false, "approved_by": ["ben"], "checks": "success", "signed": true,
}

sample(changes) := {"repository": "acme/web", "branch": "main", "changes": changes}

good := sample([change, object.union(change, {"pull_request": 11})])

direct := object.union(change, {"sha": "9fceb02d0ae598e95dc970b74767f19372d61af8", "pull_request": null, "merged_by": null, "approved_by": []})

unknown := object.union(direct, {"author": null})

test_pull_requests_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_direct_push_fails if {
	{f.key | some f in policy.fail} == {"9fceb02d0ae598e95dc970b74767f19372d61af8"} with input as sample([change, direct]) with data.params as params
	{f.message | some f in policy.fail} == {"commit 9fceb02d0ae5 of ada was pushed directly"} with input as sample([direct]) with data.params as params
	{f.message | some f in policy.fail} == {"commit 9fceb02d0ae5 of nobody known was pushed directly"} with input as sample([unknown]) with data.params as params
}

test_accounts_can_be_listed if {
	count(policy.fail) == 0 with input as sample([direct]) with data.params.change.github_no_direct_push as {"newest": 30, "authors": ["ada"]}
	count(policy.fail) == 1 with input as sample([unknown]) with data.params.change.github_no_direct_push as {"newest": 30, "authors": ["ada"]}
}

test_only_the_newest_count if {
	count(policy.fail) == 0 with input as sample([change, direct]) with data.params.change.github_no_direct_push as {"newest": 1, "authors": []}
	count(policy.fail) == 1 with input as sample([change, direct]) with data.params.change.github_no_direct_push as {"newest": 2, "authors": []}
}

test_applies_where_there_are_changes if {
	not policy.applicable with input as sample([]) with data.params as params
}
