package policies.access.su_restricted_test

import data.policies.access.su_restricted as policy

rootok := {"type": "auth", "control": "sufficient", "module": "pam_rootok.so", "args": [], "line": 1}

wheel := {"type": "auth", "control": "required", "module": "pam_wheel.so", "args": ["use_uid", "group=sugroup"], "line": 2}

good := {"services": {"su": [rootok, wheel]}}

debian_default := {"services": {"su": [rootok]}}

denied := {"services": {"su": [rootok, object.union(wheel, {"args": ["use_uid", "deny", "group=nosu"]})]}}

optional := {"services": {"su": [rootok, object.union(wheel, {"control": "sufficient", "args": ["use_uid", "trust"]})]}}

test_a_required_group_passes if {
	count(policy.fail) == 0 with input as good
}

test_no_group_fails if {
	some f in policy.fail with input as debian_default
	f.path == "services.su"
}

test_a_line_that_restricts_nobody_else_fails if {
	count(policy.fail) == 1 with input as denied
	count(policy.fail) == 1 with input as optional
}

test_no_file_fails if {
	count(policy.fail) == 1 with input as {"services": {}}
}
