package policies.supply.docker_downloads_test

import data.policies.supply.docker_downloads as policy

good := {
	"path": "Dockerfile", "user": "app", "remote_adds": [], "piped_downloads": [], "secret_variables": [],
	"healthcheck": true,
	"base_images": [{"image": "debian", "tag": "12-slim", "digest": "sha256:00", "line": 1}],
}

added := json.patch(good, [{"op": "replace", "path": "/remote_adds", "value": [{"text": "ADD https://example.com/a.tgz /a", "line": 3}]}])

piped := json.patch(good, [{"op": "replace", "path": "/piped_downloads", "value": [
	{"text": "curl https://example.com/i.sh | sh", "line": 4}, {"text": "curl https://example.com/i.sh | sh", "line": 9},
]}])

test_nothing_fetched_passes if {
	count(policy.fail) == 0 with input as good
}

test_unverified_downloads_fail if {
	{f.path | some f in policy.fail} == {"remote_adds"} with input as added
	{f.path | some f in policy.fail} == {"piped_downloads"} with input as piped
	count(policy.fail) == 1 with input as piped
}
