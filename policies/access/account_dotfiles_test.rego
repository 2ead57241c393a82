package policies.access.account_dotfiles_test

import data.policies.access.account_dotfiles as policy

good := {"dotfiles": {}}

private := {"dotfiles": {".netrc": {"mode": "0600", "owner_uid": 1000}}}

open := {"dotfiles": {".netrc": {"mode": "0644", "owner_uid": 1000}}}

rhosts := {"dotfiles": {".rhosts": {"mode": "0600", "owner_uid": 1000}, ".forward": {"mode": "0600", "owner_uid": 1000}}}

test_none_passes if {
	count(policy.fail) == 0 with input as good
}

test_passwords_that_only_the_user_reads_pass if {
	count(policy.fail) == 0 with input as private
}

test_passwords_that_others_read_fail if {
	some f in policy.fail with input as open
	f.key == ".netrc"
}

test_ways_in_and_out_fail_by_name if {
	keys := {f.key | some f in policy.fail} with input as rhosts
	keys == {".rhosts", ".forward"}
}
