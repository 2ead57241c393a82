package policies.backup.disk_not_full_test

import data.policies.backup.disk_not_full as policy

params := {"backup": {"disk_not_full": {"used_percent": 90, "inodes_percent": 90}}}

good := {
	"mount_point": "/srv", "source": "/dev/vdb1", "type": "ext4", "size_kb": 10485760, "used_percent": 40,
	"inodes_percent": 3, "encrypted": false,
}

full := object.union(good, {"used_percent": 91})

many_files := object.union(good, {"inodes_percent": 100})

btrfs := object.union(good, {"type": "btrfs", "inodes_percent": null})

snap := object.union(full, {"type": "squashfs"})

test_room_left_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as btrfs with data.params as params
}

test_full_fails if {
	{f.path | some f in policy.fail} == {"used_percent"} with input as full with data.params as params
	{f.path | some f in policy.fail} == {"inodes_percent"} with input as many_files with data.params as params
}

test_the_limits_can_be_set if {
	count(policy.fail) == 2 with input as good with data.params.backup.disk_not_full.used_percent as 30 with data.params.backup.disk_not_full.inodes_percent as 2
}

test_read_only_images_are_left_out if {
	policy.applicable with input as full
	not policy.applicable with input as snap
}
