package policies.access.github_member_two_factor_test

import data.policies.access.github_member_two_factor as policy

good := {"login": "ada", "affiliation": "member", "role": "admin", "two_factor": true, "type": "User", "site_admin": false}

bad := object.union(good, {"two_factor": false})

app := object.union(bad, {"type": "Bot"})

other := {"login": "eve", "affiliation": "outside", "role": null, "two_factor": true, "type": "User", "site_admin": false}

test_a_second_factor_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_a_password_alone_fails if {
	count(policy.fail) == 1 with input as bad
}

test_apps_and_others_are_left_out if {
	not policy.applicable with input as app
	not policy.applicable with input as other
}
