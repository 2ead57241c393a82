package policies.change.github_changes_approved_test

import data.policies.change.github_changes_approved as policy

params := {"change": {"github_changes_approved": {"newest": 30, "authors": []}}}

change := {
	"sha": "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "pull_request": 12, "committed_at": "2026-03-01T10:00:00Z", "author": "ada",
	"merged_by": "ben", "author_is_bot": false, "approved_by": ["ben"], "checks": "success", "signed": true,
}

sample(changes) := {"repository": "acme/web", "branch": "main", "changes": changes}

good := sample([change, object.union(change, {"pull_request": 11})])

alone := object.union(change, {"pull_request": 13, "approved_by": []})

robot := object.union(alone, {"author": "renovate[bot]", "author_is_bot": true})

forgotten := object.union(alone, {"sha": "5c825dc642cb6eb9a060e54bf8d69288fbee4904", "author": null})

direct := object.union(alone, {"pull_request": null})

test_approved_changes_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_change_that_nobody_saw_fails if {
	{f.key | some f in policy.fail} == {"#13"} with input as sample([alone, change]) with data.params as params
	{f.message | some f in policy.fail} == {"pull request #13 of ada was merged without an approval by another"} with input as sample([alone]) with data.params as params
	{f.message | some f in policy.fail} == {"pull request #13 of nobody known was merged without an approval by another"} with input as sample([forgotten]) with data.params as params
	count(policy.fail) == 1 with input as sample([robot]) with data.params as params
}

test_robots_can_be_listed if {
	listing := {"change": {"github_changes_approved": {"newest": 30, "authors": ["renovate[bot]"]}}}
	count(policy.fail) == 0 with input as sample([robot, change]) with data.params as listing
	not policy.applicable with input as sample([robot]) with data.params as listing
}

test_only_the_newest_count if {
	count(policy.fail) == 0 with input as sample([change, alone]) with data.params.change.github_changes_approved as {"newest": 1, "authors": []}
	count(policy.fail) == 1 with input as sample([change, alone]) with data.params.change.github_changes_approved as {"newest": 2, "authors": []}
}

test_direct_pushes_are_another_matter if {
	not policy.applicable with input as sample([direct]) with data.params as params
	not policy.applicable with input as sample([]) with data.params as params
}
