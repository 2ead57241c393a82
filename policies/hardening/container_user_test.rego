package policies.hardening.container_user_test

import data.policies.hardening.container_user as policy

good := {
	"path": "Dockerfile", "user": "app", "remote_adds": [], "piped_downloads": [], "secret_variables": [],
	"healthcheck": true,
	"base_images": [{"image": "debian", "tag": "12-slim", "digest": "sha256:00", "line": 1}],
}

none := json.patch(good, [{"op": "replace", "path": "/user", "value": null}])

root := json.patch(good, [{"op": "replace", "path": "/user", "value": "root"}])

number := json.patch(good, [{"op": "replace", "path": "/user", "value": "0:0"}])

nonroot := json.patch(none, [{"op": "replace", "path": "/base_images/0", "value": {"image": "gcr.io/distroless/static", "tag": "nonroot", "digest": null, "line": 1}}])

scratch := json.patch(none, [{"op": "replace", "path": "/base_images", "value": []}])

test_another_user_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as nonroot
}

test_root_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as root
	count(policy.fail) == 1 with input as number
	count(policy.fail) == 1 with input as scratch
}

test_root_in_other_forms_fails if {
	every user in ["Root", "00", "", ":0", "000:app", "root:root"] {
		count(policy.fail) == 1 with input as object.union(good, {"user": user})
	}
}
