package policies.data.ami_public_test

import data.policies.data.ami_public as policy

good := {"volume_encryption": true, "metadata_tokens": "required", "snapshot_block": "block-all-sharing", "image_block": "block-new-sharing", "public_snapshots": [], "public_images": []}

bad := object.union(good, {"public_images": ["ami-1"]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
