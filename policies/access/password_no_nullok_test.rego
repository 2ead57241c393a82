package policies.access.password_no_nullok_test

import data.policies.access.password_no_nullok as policy

unix := {"type": "auth", "control": "[success=1 default=ignore]", "module": "pam_unix.so", "args": [], "line": 1}

change := {"type": "password", "control": "[success=1 default=ignore]", "module": "pam_unix.so", "args": ["obscure", "yescrypt"], "line": 1}

good := {"services": {"common-auth": [unix], "common-password": [change]}}

debian_default := {"services": {"common-auth": [object.union(unix, {"args": ["nullok"]})], "common-password": [change]}}

both := {"services": {"common-auth": [object.union(unix, {"args": ["nullok_secure"]})], "common-password": [object.union(change, {"args": ["nullok"]})]}}

test_stacks_without_nullok_pass if {
	count(policy.fail) == 0 with input as good
}

test_a_stack_with_nullok_fails_by_its_name if {
	keys := {f.key | some f in policy.fail} with input as debian_default
	keys == {"common-auth"}
}

test_each_stack_is_judged if {
	count(policy.fail) == 2 with input as both
}

test_a_service_with_a_line_of_its_own_fails if {
	keys := {f.key | some f in policy.fail} with input as json.patch(good, [{"op": "add", "path": "/services/login", "value": [object.union(unix, {"args": ["nullok"]})]}])
	keys == {"login"}
}

test_applies_where_pam_is_used if {
	policy.applicable with input as good
	not policy.applicable with input as {"services": {}}
}
