package policies.supply.action_image_pinned_test

import data.policies.supply.action_image_pinned as policy

good := {"path": "action.yml", "image": "docker://alpine@sha256:00", "using_line": 4}

bad := json.patch(good, [{"op": "replace", "path": "/image", "value": "docker://alpine:3"}])

built := json.patch(good, [{"op": "replace", "path": "/image", "value": "Dockerfile"}])

none := json.patch(good, [{"op": "replace", "path": "/image", "value": null}])

test_a_digest_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_tag_fails if {
	{f.message | some f in policy.fail} == {"the image alpine:3 is not pinned to a digest (line 4)"} with input as bad
}

test_applies_to_images_of_registries if {
	policy.applicable with input as bad
	not policy.applicable with input as built
	not policy.applicable with input as none
}
