package policies.access.account_system_no_login_test

import data.policies.access.account_system_no_login as policy

params := {"access": {"account_system_no_login": {"accepted": ["root"]}}}

with_postgres := {"access": {"account_system_no_login": {"accepted": ["root", "postgres"]}}}

good := {"name": "daemon", "system": true, "shell": "/usr/sbin/nologin", "login_shell": false, "password": {"locked": true}}

postgres := {"name": "postgres", "system": true, "shell": "/bin/bash", "login_shell": true, "password": {"locked": true}}

unlocked := {"name": "mail", "system": true, "shell": "/usr/sbin/nologin", "login_shell": false, "password": {"locked": false}}

person := {"name": "alice", "system": false, "shell": "/bin/bash", "login_shell": true, "password": {"locked": false}}

root := {"name": "root", "system": true, "shell": "/bin/bash", "login_shell": true, "password": {"locked": false}}

test_no_shell_and_no_password_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_shell_fails_unless_accepted if {
	some f in policy.fail with input as postgres with data.params as params
	f.path == "login_shell"
	count(policy.fail) == 0 with input as postgres with data.params as with_postgres
}

test_a_password_without_a_shell_fails if {
	some f in policy.fail with input as unlocked with data.params as params
	f.path == "password.locked"
}

test_people_and_accepted_accounts_are_not_judged if {
	policy.applicable with input as good with data.params as params
	policy.applicable with input as postgres with data.params as params
	not policy.applicable with input as person with data.params as params
	not policy.applicable with input as root with data.params as params
}
