package policies.logging.journal_compressed_test

import data.policies.logging.journal_compressed as policy

good := {
	"journald": {"Compress": "yes"}, "journal_persistent": true, "journal_upload": false, "logrotate": true, "files": {},
	"rsyslog": {"installed": false, "enabled": false, "forwards": [], "file_create_mode": null, "listens": false},
}

unset := json.patch(good, [{"op": "remove", "path": "/journald/Compress"}])

bad := json.patch(good, [{"op": "replace", "path": "/journald/Compress", "value": "No"}])

test_compression_passes_set_or_by_default if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as unset
}

test_no_compression_fails if {
	count(policy.fail) == 1 with input as bad
}
