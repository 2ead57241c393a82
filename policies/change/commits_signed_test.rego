package policies.change.commits_signed_test

import data.policies.change.commits_signed as policy

params := {"change": {"commits_signed": {"percent": 100}}}

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

bad := json.patch(good, [{"op": "replace", "path": "/commits", "value": {"sampled": 4, "signed": {"ssh": 3}, "unsigned": ["4b825dc642cb6eb9a060e54bf8d69288fbee4904"], "newest_at": "2026-03-01T10:00:00Z", "authors": 2}}])

empty := json.patch(good, [{"op": "replace", "path": "/commits", "value": {"sampled": 0, "signed": {}, "unsigned": [], "newest_at": null, "authors": 0}}])

test_signed_commits_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_an_unsigned_commit_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params
}

test_the_share_can_be_set if {
	count(policy.fail) == 0 with input as bad with data.params.change.commits_signed.percent as 75
}

test_applies_where_there_are_commits if {
	policy.applicable with input as good
	not policy.applicable with input as empty
}
