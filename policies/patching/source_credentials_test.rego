package policies.patching.source_credentials_test

import data.policies.patching.source_credentials as policy

source := {
	"file": "/etc/apt/sources.list.d/vendor.list", "line": 1, "uri": "https://apt.example.com/", "suite": "stable",
	"parts": ["main"], "signed_by": "/usr/share/keyrings/vendor.gpg", "trusted": false, "credentials": false,
}

good := {"settings": {}, "sources": [source], "unattended_upgrades": true}

bad := json.patch(good, [{"op": "replace", "path": "/sources/0/credentials", "value": true}])

test_a_source_without_credentials_passes if {
	count(policy.fail) == 0 with input as good
}

test_credentials_fail if {
	{f.key | some f in policy.fail} == {"https://apt.example.com/ stable"} with input as bad
}
