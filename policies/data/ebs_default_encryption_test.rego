package policies.data.ebs_default_encryption_test

import data.policies.data.ebs_default_encryption as policy

good := {"volume_encryption": true, "metadata_tokens": "required", "snapshot_block": "block-all-sharing", "image_block": "block-new-sharing", "public_snapshots": [], "public_images": []}

bad := object.union(good, {"volume_encryption": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
