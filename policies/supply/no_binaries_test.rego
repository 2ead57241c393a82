package policies.supply.no_binaries_test

import data.policies.supply.no_binaries as policy

params := {"supply": {"no_binaries": {"accepted": ["testdata/**", "**/testdata/**", "**/fixtures/**", "gradle/wrapper/gradle-wrapper.jar", "**/gradle/wrapper/gradle-wrapper.jar"]}}}

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

bad := json.patch(good, [{"op": "replace", "path": "/binaries", "value": [{"path": "bin/tool", "format": "elf", "bytes": 900}, {"path": "x/testdata/a.so", "format": "elf", "bytes": 9}]}])

test_none_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_program_fails_and_one_for_tests_does_not if {
	{f.key | some f in policy.fail} == {"bin/tool"} with input as bad with data.params as params
	count(policy.fail) == 2 with input as bad with data.params.supply.no_binaries.accepted as []
}
