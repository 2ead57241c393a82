package policies.data.committed_secrets_test

import data.policies.data.committed_secrets as policy

good := {
	"scanner": "gitleaks 8.28", "rules": 222, "files_scanned": 12, "skipped": [],
	"found": [],
}

bad := json.patch(good, [{"op": "replace", "path": "/found", "value": [
	{
		"rule": "aws-access-token", "description": "an access key", "path": "deploy.sh", "line": 3, "redacted": "AKIA…",
		"fingerprint": "f1",
	},
	{
		"rule": "aws-access-token", "description": "an access key", "path": "deploy.sh", "line": 9, "redacted": "AKIA…",
		"fingerprint": "f1",
	},
]}])

test_none_found_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_secret_fails_once_with_its_places if {
	{f.key | some f in policy.fail} == {"f1"} with input as bad
	{f.message | some f in policy.fail} == {"aws-access-token at deploy.sh:3, deploy.sh:9"} with input as bad
}
