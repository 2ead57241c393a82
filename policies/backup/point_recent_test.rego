package policies.backup.point_recent_test

import data.policies.backup.point_recent as policy

params := {"backup": {"point_recent": {"days": 7}}}

now := time.parse_rfc3339_ns("2026-03-10T08:00:00Z")

good := {"type": "RDS", "last_backup": "2026-03-09T05:00:00Z", "last_vault": "arn:aws:backup:eu-central-1:123456789012:backup-vault:v"}

old := object.union(good, {"last_backup": "2026-02-01T05:00:00Z"})

none := object.union(good, {"last_backup": null})

test_a_recent_point_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
}

test_an_old_one_and_none_fail if {
	count(policy.fail) == 1 with input as old with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as none with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as old with data.params.backup.point_recent.days as 60 with data.audit.now_ns as now
}
