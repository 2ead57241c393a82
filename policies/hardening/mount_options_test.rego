package policies.hardening.mount_options_test

import data.policies.hardening.mount_options as policy

params := {"hardening": {"mount_options": {"options": {"/tmp": ["nodev", "noexec"], "/home": ["nodev"]}}}}

none := {"hardening": {"mount_options": {"options": {}}}}

tmp := {"source": "tmpfs", "type": "tmpfs", "options": ["nodev", "noexec", "rw"]}

good := {"mounted": {"/tmp": tmp}, "fstab": {"/tmp": tmp}}

not_apart := {"mounted": {"/": object.union(tmp, {"options": ["rw"]})}, "fstab": {}}

without := {"mounted": {"/tmp": object.union(tmp, {"options": ["rw"]})}, "fstab": {}}

without_at_boot := {"mounted": {"/tmp": tmp}, "fstab": {"/tmp": object.union(tmp, {"options": ["defaults"]})}}

test_all_options_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_folder_that_is_no_mount_is_not_judged if {
	count(policy.fail) == 0 with input as not_apart with data.params as params
}

test_each_missing_option_fails if {
	keys := {f.key | some f in policy.fail} with input as without with data.params as params
	keys == {"/tmp nodev", "/tmp noexec"}
	count(policy.fail) == 0 with input as without with data.params as none
}

test_an_option_that_is_lost_at_the_next_boot_fails if {
	keys := {f.key | some f in policy.fail} with input as without_at_boot with data.params as params
	keys == {"/tmp nodev at boot", "/tmp noexec at boot"}
}
