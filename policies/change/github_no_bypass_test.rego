package policies.change.github_no_bypass_test

import data.policies.change.github_no_bypass as policy

params := {"change": {"github_no_bypass": {"allowed": [], "modes": ["always", "exempt"]}}}

good := {
	"repository": "acme/web", "branch": "main", "protected": true,
	"sources": [{"kind": "ruleset", "ruleset": 1, "level": "organization", "owner": "acme"}],
	"pull_request_required": true, "approvals": 1, "dismiss_stale": true, "code_owner_review": true, "last_push_approval": true,
	"thread_resolution": true, "status_checks": [{"context": "test", "app": 15368}], "strict_checks": true,
	"signed_commits": true, "linear_history": true, "force_pushes": false, "deletion": false, "push_restricted": true,
	"push_allowed": ["team:ops"], "locked": false, "merge_queue": false, "required_workflows": [], "admins_exempt": false, "bypass_actors": [],
}

by(actor) := object.union(good, {"bypass_actors": [actor]})

exempt := object.union(good, {"admins_exempt": true, "bypass_actors": [{"type": "RepositoryRole", "id": 5, "name": "admin", "mode": "always"}]})

bot := by({"type": "Integration", "id": 2740, "name": "renovate", "mode": "always"})

owners := by({"type": "OrganizationAdmin", "id": null, "name": null, "mode": "exempt"})

proposing := by({"type": "Team", "id": 7, "name": "ops", "mode": "pull_request"})

test_rules_for_all_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_who_can_do_without_fails if {
	{f.key | some f in policy.fail} == {"administrators"} with input as exempt with data.params as params
	{f.key | some f in policy.fail} == {"Integration:renovate"} with input as bot with data.params as params
	{f.message | some f in policy.fail} == {"OrganizationAdmin may pass over the rules (exempt)"} with input as owners with data.params as params
}

test_listed_actors_pass if {
	count(policy.fail) == 0 with input as bot with data.params.change.github_no_bypass as {"allowed": ["Integration:renovate"], "modes": ["always"]}
	count(policy.fail) == 0 with input as bot with data.params.change.github_no_bypass as {"allowed": ["Integration:2740"], "modes": ["always"]}
	count(policy.fail) == 1 with input as bot with data.params.change.github_no_bypass as {"allowed": ["Team:renovate"], "modes": ["always"]}
	count(policy.fail) == 0 with input as exempt with data.params.change.github_no_bypass as {"allowed": ["administrators"], "modes": ["always"]}
}

test_a_bypass_of_pull_requests_fails_when_asked_for if {
	count(policy.fail) == 0 with input as proposing with data.params as params
	{f.key | some f in policy.fail} == {"Team:ops"} with input as proposing with data.params.change.github_no_bypass as {"allowed": [], "modes": ["pull_request"]}
}
