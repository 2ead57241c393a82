package policies.data.ebs_sharing_blocked_test

import data.policies.data.ebs_sharing_blocked as policy

good := {"volume_encryption": true, "metadata_tokens": "required", "snapshot_block": "block-all-sharing", "image_block": "block-new-sharing", "public_snapshots": [], "public_images": []}

snapshots := object.union(good, {"snapshot_block": "unblocked"})

images := object.union(good, {"image_block": "unblocked"})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as snapshots
	count(policy.fail) == 1 with input as images
}
