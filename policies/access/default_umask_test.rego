package policies.access.default_umask_test

import data.policies.access.default_umask as policy

params := {"access": {"default_umask": {"umask": "0027"}}}

loose := {"access": {"default_umask": {"umask": "0022"}}}

good := {"defs": {"UMASK": "027"}, "umasks": [{"value": "077", "file": "/etc/profile.d/umask.sh", "line": 1, "readonly": false}, {"value": "u=rwx,g=rx,o=", "file": "/etc/profile", "line": 1, "readonly": false}]}

debian_default := {"defs": {"UMASK": "022"}, "umasks": []}

unset := {"defs": {}, "umasks": []}

loosened := {"defs": {"UMASK": "027"}, "umasks": [{"value": "002", "file": "/etc/profile", "line": 3, "readonly": false}, {"value": "002", "file": "/etc/profile", "line": 9, "readonly": false}]}

test_a_strict_umask_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_loose_one_fails_unless_allowed if {
	some f in policy.fail with input as debian_default with data.params as params
	f.key == "UMASK"
	count(policy.fail) == 0 with input as debian_default with data.params as loose
}

test_no_umask_fails if {
	count(policy.fail) == 1 with input as unset with data.params as params
}

test_a_file_that_loosens_it_fails_once if {
	failures := policy.fail with input as loosened with data.params as params
	count(failures) == 1
	some f in failures
	f.key == "/etc/profile: 002"
}
