package policies.patching.packages_signed_test

import data.policies.patching.packages_signed as policy

source := {
	"file": "/etc/apt/sources.list", "line": 1, "uri": "http://deb.example.org/debian", "suite": "bookworm",
	"parts": ["main"], "signed_by": null, "trusted": false, "credentials": false,
}

good := {
	"settings": {"apt::get::allowunauthenticated": "false", "apt::architecture": "amd64"},
	"sources": [source], "unattended_upgrades": true,
}

trusted := json.patch(good, [{"op": "replace", "path": "/sources/0/trusted", "value": true}])

twice := json.patch(trusted, [{"op": "add", "path": "/sources/1", "value": object.union(source, {"trusted": true, "line": 2})}])

unauthenticated := json.patch(good, [{"op": "replace", "path": "/settings/apt::get::allowunauthenticated", "value": "true"}])

insecure := json.patch(good, [{"op": "add", "path": "/settings/acquire::allowinsecurerepositories", "value": "1"}])

test_verified_sources_pass if {
	count(policy.fail) == 0 with input as good
}

test_a_trusted_source_fails_once if {
	{f.key | some f in policy.fail} == {"http://deb.example.org/debian bookworm"} with input as trusted
	count(policy.fail) == 1 with input as twice
}

test_a_loose_setting_fails if {
	{f.key | some f in policy.fail} == {"apt::get::allowunauthenticated"} with input as unauthenticated
	{f.key | some f in policy.fail} == {"acquire::allowinsecurerepositories"} with input as insecure
}
