package policies.supply.actions_lookalike_test

import data.policies.supply.actions_lookalike as policy

params := {"supply": {"actions_lookalike": {"known": ["actions", "github", "docker", "aws-actions", "azure", "google-github-actions", "hashicorp", "gradle", "softprops", "peter-evans", "codecov", "sonarsource", "goreleaser", "golangci", "pypa", "dependabot", "sigstore", "slsa-framework", "ossf", "step-security", "aquasecurity", "anchore", "snyk", "cloudflare", "helm", "pnpm", "astral-sh", "dtolnay", "swatinem", "taiki-e", "dorny", "tj-actions"]}}}

good := {"path": "w.yml", "uses": [
	{"action": "actions/checkout", "owner": "actions", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "acme/checkout", "owner": "acme", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "./actons", "owner": "", "ref": "", "ref_kind": "local", "comment": "", "job": "a", "line": 7},
	{"action": "snyks/x", "owner": "snyks", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "action/checkout", "owner": "action", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "actoins/checkout", "owner": "actoins", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad2 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "dockerr/login-action", "owner": "dockerr", "ref": "v3", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad3 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "aws-action/configure", "owner": "aws-action", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"action/checkout@v4"} with input as bad0 with data.params as params
	{f.key | some f in policy.fail} == {"actoins/checkout@v4"} with input as bad1 with data.params as params
	{f.key | some f in policy.fail} == {"dockerr/login-action@v3"} with input as bad2 with data.params as params
	{f.key | some f in policy.fail} == {"aws-action/configure@v4"} with input as bad3 with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0 with data.params as params
}

test_what_is_known_is_right if {
	count(policy.fail) == 0 with input as bad0 with data.params.supply.actions_lookalike.known as ["actions", "action"]
}
