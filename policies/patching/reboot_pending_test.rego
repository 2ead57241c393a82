package policies.patching.reboot_pending_test

import data.policies.patching.reboot_pending as policy

good := {"required": false, "packages": [], "running_kernel": "6.1.0-31-amd64", "newest_kernel": "6.1.0-31-amd64"}

flagged := json.patch(good, [
	{"op": "replace", "path": "/required", "value": true},
	{"op": "replace", "path": "/packages", "value": ["libc6", "dbus"]},
])

flagged_by_nobody := json.patch(good, [{"op": "replace", "path": "/required", "value": true}])

old_kernel := json.patch(good, [{"op": "replace", "path": "/running_kernel", "value": "6.1.0-28-amd64"}])

no_kernel := json.patch(good, [{"op": "replace", "path": "/newest_kernel", "value": null}])

test_up_to_date_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_requested_restart_fails if {
	some f in policy.fail with input as flagged
	f.message == "a restart is due (asked for by libc6, dbus)"
}

test_a_request_without_packages_fails_too if {
	count(policy.fail) == 1 with input as flagged_by_nobody
}

test_an_older_running_kernel_fails if {
	{f.key | some f in policy.fail} == {"kernel"} with input as old_kernel
}

test_a_kernel_from_outside_is_accepted if {
	count(policy.fail) == 0 with input as no_kernel
}
