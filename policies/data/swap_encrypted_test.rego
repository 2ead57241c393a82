package policies.data.swap_encrypted_test

import data.policies.data.swap_encrypted as policy

good := {"mounted": {}, "fstab": {}, "swap": [{"path": "/dev/zram0", "encrypted": true}]}

bad := {"mounted": {}, "fstab": {}, "swap": [{"path": "/swap.img", "encrypted": false}]}

none := {"mounted": {}, "fstab": {}, "swap": []}

test_encrypted_swap_passes if {
	count(policy.fail) == 0 with input as good
}

test_open_swap_fails if {
	{f.key | some f in policy.fail} == {"/swap.img"} with input as bad
}

test_applies_where_there_is_swap if {
	policy.applicable with input as bad
	not policy.applicable with input as none
}
