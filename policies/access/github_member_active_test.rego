package policies.access.github_member_active_test

import data.policies.access.github_member_active as policy

params := {"access": {"github_member_active": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-06-30T12:00:00Z")

seen := {"login": "Ada", "affiliation": "member", "type": "User", "last_seen": "2026-04-01T13:00:00Z"}

long_ago := object.union(seen, {"last_seen": "2026-03-01T12:00:00Z"})

never := object.union(seen, {"last_seen": null})

change(at, members) := {"github.change_sample": [{"changes": [object.union(
	{"committed_at": at, "author": null, "merged_by": null, "approved_by": []},
	members,
)]}]}

test_who_was_seen_passes if {
	policy.applicable with input as seen
	count(policy.fail) == 0 with input as seen with data.params as params with data.audit.now_ns as now with data.resources as {"github.change_sample": []}
}

test_who_was_not_fails if {
	every member in [long_ago, never] {
		count(policy.fail) == 1 with input as member with data.params as params with data.audit.now_ns as now with data.resources as {"github.change_sample": []}
	}
	count(policy.fail) == 0 with input as long_ago with data.params.access.github_member_active.days as 150 with data.audit.now_ns as now with data.resources as {"github.change_sample": []}
}

test_who_has_part_in_a_change_passes if {
	every part in [{"author": "ada"}, {"merged_by": "ADA"}, {"approved_by": ["ben", "ada"]}] {
		count(policy.fail) == 0 with input as never with data.params as params with data.audit.now_ns as now with data.resources as change("2026-06-01T12:00:00Z", part)
		count(policy.fail) == 1 with input as never with data.params as params with data.audit.now_ns as now with data.resources as change("2026-01-01T12:00:00Z", part)
	}
	count(policy.fail) == 1 with input as never with data.params as params with data.audit.now_ns as now with data.resources as change("2026-06-01T12:00:00Z", {"author": "ben"})
}

test_machines_are_left_out if {
	not policy.applicable with input as object.union(never, {"type": "Bot"})
}
