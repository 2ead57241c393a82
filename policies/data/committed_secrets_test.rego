package policies.data.committed_secrets_test

import data.policies.data.committed_secrets as policy

params := {"data": {"committed_secrets": {"accepted": []}}}

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
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_secret_fails_once_with_its_places if {
	{f.key | some f in policy.fail} == {"f1"} with input as bad with data.params as params
	{f.message | some f in policy.fail} == {"aws-access-token at deploy.sh:3, deploy.sh:9"} with input as bad
		with data.params as params
}

test_files_with_made_up_secrets_can_be_named if {
	count(policy.fail) == 0 with input as bad with data.params.data.committed_secrets.accepted as ["*.sh"]
}
