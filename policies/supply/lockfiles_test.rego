package policies.supply.lockfiles_test

import data.policies.supply.lockfiles as policy

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

bad := json.patch(good, [{"op": "add", "path": "/manifests/package.json", "value": {"ecosystem": "npm", "lockfile": null, "needs_lockfile": true}}])

without := json.patch(good, [{"op": "replace", "path": "/manifests", "value": {"package.json": {"ecosystem": "npm", "lockfile": null, "needs_lockfile": false}}}])

test_locked_dependencies_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as without
}

test_unlocked_dependencies_fail if {
	{f.key | some f in policy.fail} == {"package.json"} with input as bad
}

test_applies_where_there_is_something_to_lock if {
	policy.applicable with input as bad
	not policy.applicable with input as without
}
