package policies.data.disk_encrypted_test

import data.policies.data.disk_encrypted as policy

params := {"data": {"disk_encrypted": {"public": ["/boot", "/boot/efi", "/efi"]}}}

bad := {
	"mount_point": "/srv", "source": "/dev/vdb1", "type": "ext4", "size_kb": 10485760, "used_percent": 40,
	"inodes_percent": 3, "encrypted": false,
}

good := object.union(bad, {"source": "/dev/mapper/srv", "encrypted": true})

boot := object.union(bad, {"mount_point": "/boot"})

snap := object.union(bad, {"type": "squashfs"})

test_encrypted_storage_passes if {
	count(policy.fail) == 0 with input as good
}

test_open_storage_fails if {
	count(policy.fail) == 1 with input as bad
}

test_applies_to_what_holds_data if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as boot with data.params as params
	not policy.applicable with input as snap with data.params as params
	not policy.applicable with input as bad with data.params.data.disk_encrypted.public as ["/srv"]
}
