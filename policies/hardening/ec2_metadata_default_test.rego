package policies.hardening.ec2_metadata_default_test

import data.policies.hardening.ec2_metadata_default as policy

good := {"volume_encryption": true, "metadata_tokens": "required", "snapshot_block": "block-all-sharing", "image_block": "block-new-sharing", "public_snapshots": [], "public_images": []}

unset := object.union(good, {"metadata_tokens": null})

optional := object.union(good, {"metadata_tokens": "optional"})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as unset
	count(policy.fail) == 1 with input as optional
}
