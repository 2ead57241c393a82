package policies.data.docker_secrets_test

import data.policies.data.docker_secrets as policy

good := {
	"path": "Dockerfile", "user": "app", "remote_adds": [], "piped_downloads": [], "secret_variables": [],
	"healthcheck": true,
	"base_images": [{"image": "debian", "tag": "12-slim", "digest": "sha256:00", "line": 1}],
}

bad := json.patch(good, [{"op": "replace", "path": "/secret_variables", "value": [{"text": "DB_PASSWORD", "line": 4}, {"text": "DB_PASSWORD", "line": 9}]}])

test_no_secret_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_secret_fails_once if {
	{f.key | some f in policy.fail} == {"DB_PASSWORD"} with input as bad
	count(policy.fail) == 1 with input as bad
}
