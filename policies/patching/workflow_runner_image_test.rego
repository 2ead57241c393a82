package policies.patching.workflow_runner_image_test

import data.policies.patching.workflow_runner_image as policy

params := {"patching": {"workflow_runner_image": {"retired": ["ubuntu-20.04", "macos-12"]}}}

on(label, own) := {"path": "w.yml", "jobs": {"a": {"line": 4, "runs_on": [label], "self_hosted": own}}}

test_an_image_that_is_kept_passes if {
	every label in ["ubuntu-24.04", "ubuntu-latest", "ubuntu-20.041", "macos-14"] {
		count(policy.fail) == 0 with input as on(label, false) with data.params as params
	}
}

test_one_that_was_given_up_fails if {
	{f.key | some f in policy.fail} == {"a on ubuntu-20.04"} with input as on("ubuntu-20.04", false) with data.params as params
	{f.key | some f in policy.fail} == {"a on macOS-12-xl"} with input as on("macOS-12-xl", false) with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:4"]} with input as on("ubuntu-20.04", false) with data.params as params
}

test_runners_of_ones_own_are_left_out if {
	count(policy.fail) == 0 with input as on("ubuntu-20.04", true) with data.params as params
}

test_the_list_can_be_set if {
	count(policy.fail) == 0 with input as on("ubuntu-20.04", false) with data.params.patching.workflow_runner_image.retired as []
}
