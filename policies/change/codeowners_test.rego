package policies.change.codeowners_test

import data.policies.change.codeowners as policy

good := {
	"head": "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "branch": "main", "tracked_files": 12,
	"remotes": {"origin": {"host": "github.com", "path": "acme/shop", "scheme": "https", "credentials": false}},
	"license": {"path": "LICENSE", "spdx": "Apache-2.0"},
	"security_policy": {"path": "SECURITY.md", "has_contact": true},
	"codeowners": {"path": ".github/CODEOWNERS", "rules": 3, "default": true, "invalid": []},
	"readme": "README.md", "contributing": "CONTRIBUTING.md", "changelog": null,
	"manifests": {"go.mod": {"ecosystem": "go", "lockfile": "go.sum", "needs_lockfile": true}},
	"dependency_updater": {"tool": "dependabot", "path": ".github/dependabot.yml", "ecosystems": ["docker", "github-actions", "go"]},
	"binaries": [], "large_files": [], "sensitive_files": [], "submodules": {},
	"commits": {"sampled": 4, "signed": {"ssh": 4}, "unsigned": [], "newest_at": "2026-03-01T10:00:00Z", "authors": 2},
	"ignores_env": true, "pre_commit": false,
}

none := json.patch(good, [{"op": "replace", "path": "/codeowners", "value": null}])

partial := json.patch(good, [{"op": "replace", "path": "/codeowners/default", "value": false}])

broken := json.patch(good, [{"op": "replace", "path": "/codeowners/invalid", "value": [4, 7]}])

test_owners_for_all_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_lack_fails if {
	{f.key | some f in policy.fail} == {"none"} with input as none
	{f.key | some f in policy.fail} == {"default"} with input as partial
	{f.message | some f in policy.fail} == {"lines that do not parse: 4, 7"} with input as broken
}
