package policies.data.env_ignored_test

import data.policies.data.env_ignored as policy

params := {"data": {"env_ignored": {"ecosystems": ["npm", "pip", "composer", "bundler", "mix", "deno"]}}}

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

bad := json.patch(good, [{"op": "replace", "path": "/ignores_env", "value": false}])

reads := json.patch(bad, [{"op": "replace", "path": "/manifests", "value": {"package.json": {"ecosystem": "npm", "lockfile": null, "needs_lockfile": false}}}])

ignores := json.patch(reads, [{"op": "replace", "path": "/ignores_env", "value": true}])

test_an_ignored_file_passes if {
	count(policy.fail) == 0 with input as ignores with data.params as params
}

test_one_that_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_applies_to_programs_that_read_such_files if {
	policy.applicable with input as reads with data.params as params
	not policy.applicable with input as bad with data.params as params
	policy.applicable with input as bad with data.params.data.env_ignored.ecosystems as ["go"]
}
