package policies.supply.base_images_pinned_test

import data.policies.supply.base_images_pinned as policy

good := {
	"path": "Dockerfile", "user": "app", "remote_adds": [], "piped_downloads": [], "secret_variables": [],
	"healthcheck": true,
	"base_images": [{"image": "debian", "tag": "12-slim", "digest": "sha256:00", "line": 1}],
}

tagged := json.patch(good, [{"op": "replace", "path": "/base_images/0/digest", "value": null}])

untagged := json.patch(tagged, [{"op": "replace", "path": "/base_images/0/tag", "value": null}])

scratch := json.patch(good, [{"op": "replace", "path": "/base_images", "value": []}])

test_a_digest_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as scratch
}

test_a_tag_or_nothing_fails if {
	{f.key | some f in policy.fail} == {"debian:12-slim"} with input as tagged
	{f.key | some f in policy.fail} == {"debian"} with input as untagged
}
