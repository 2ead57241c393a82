package policies.governance.licence_test

import data.policies.governance.licence as policy

params := {"governance": {"licence": {"accepted": []}}}

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

none := json.patch(good, [{"op": "replace", "path": "/license", "value": null}])

unknown := json.patch(good, [{"op": "replace", "path": "/license/spdx", "value": null}])

test_a_licence_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as unknown with data.params as params
}

test_none_fails if {
	{f.path | some f in policy.fail} == {"license"} with input as none with data.params as params
}

test_the_accepted_ones_can_be_set if {
	count(policy.fail) == 0 with input as good with data.params.governance.licence.accepted as ["Apache-2.0"]
	{f.path | some f in policy.fail} == {"license.spdx"} with input as good with data.params.governance.licence.accepted as ["MIT"]
	{f.path | some f in policy.fail} == {"license.spdx"} with input as unknown with data.params.governance.licence.accepted as ["MIT"]
}
