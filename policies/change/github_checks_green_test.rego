package policies.change.github_checks_green_test

import data.policies.change.github_checks_green as policy

params := {"change": {"github_checks_green": {"newest": 30}}}

change := {
	"sha": "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "pull_request": 12, "committed_at": "2026-03-01T10:00:00Z", "author": "ada",
	"merged_by": "ben", "author_is_bot": false, "approved_by": ["ben"], "checks": "success", "signed": true,
}

sample(changes) := {"repository": "acme/web", "branch": "main", "changes": changes}

good := sample([change, object.union(change, {"pull_request": 11})])

red := object.union(change, {"checks": "failure"})

waiting := object.union(change, {"checks": "pending"})

untried := object.union(change, {"sha": "9fceb02d0ae598e95dc970b74767f19372d61af8", "pull_request": null, "checks": null})

test_green_changes_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_others_fail if {
	{f.message | some f in policy.fail} == {"pull request #12 was merged though its checks came to failure"} with input as sample([red]) with data.params as params
	{f.message | some f in policy.fail} == {"pull request #12 was merged though its checks came to pending"} with input as sample([waiting]) with data.params as params
	{f.message | some f in policy.fail} == {"commit 9fceb02d0ae5 had no checks"} with input as sample([untried]) with data.params as params
	count(policy.fail) == 2 with input as sample([red, untried]) with data.params as params
}

test_only_the_newest_count if {
	count(policy.fail) == 0 with input as sample([change, untried]) with data.params.change.github_checks_green.newest as 1
	count(policy.fail) == 1 with input as sample([change, untried]) with data.params.change.github_checks_green.newest as 2
}

test_applies_where_there_are_changes if {
	not policy.applicable with input as sample([]) with data.params as params
}
