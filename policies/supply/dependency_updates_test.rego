package policies.supply.dependency_updates_test

import data.policies.supply.dependency_updates as policy

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

none := json.patch(good, [{"op": "replace", "path": "/dependency_updater", "value": null}])

go_only := json.patch(good, [{"op": "replace", "path": "/dependency_updater/ecosystems", "value": ["go"]}])

renovate := json.patch(good, [{"op": "replace", "path": "/dependency_updater", "value": {"tool": "renovate", "path": "renovate.json", "ecosystems": ["*"]}}])

no_manifests := json.patch(good, [{"op": "replace", "path": "/manifests", "value": {}}])

both := {"git.dockerfile": [{"path": "Dockerfile"}], "ci.workflow": [{"path": ".github/workflows/test.yml"}]}

neither := {"git.dockerfile": [], "ci.workflow": []}

test_full_cover_passes if {
	count(policy.fail) == 0 with input as good with data.resources as both
	count(policy.fail) == 0 with input as renovate with data.resources as both
	count(policy.fail) == 0 with input as go_only with data.resources as neither
}

test_no_updater_fails if {
	{f.key | some f in policy.fail} == {"none"} with input as none with data.resources as neither
}

test_each_ecosystem_left_out_fails if {
	{f.key | some f in policy.fail} == {"docker", "github-actions"} with input as go_only with data.resources as both
}

test_applies_where_there_are_dependencies if {
	policy.applicable with input as good with data.resources as neither
	policy.applicable with input as no_manifests with data.resources as both
	not policy.applicable with input as no_manifests with data.resources as neither
}
