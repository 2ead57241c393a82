package policies.patching.eks_version_test

import data.policies.patching.eks_version as policy

good := {
	"status": "ACTIVE", "version": "1.34", "extended_support": false, "support_ends": "2026-12-02", "public_endpoint": true, "private_endpoint": true, "public_cidrs": ["203.0.113.0/24"],
	"logs": ["api", "audit", "authenticator"], "secrets_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "authentication": "API", "deletion_protection": true,
}

now := time.parse_rfc3339_ns("2026-11-30T08:00:00Z")

with_version(version) := object.union(good, {"version": version})

listed(version, ends) := object.union(good, {"version": version, "support_ends": ends})

test_a_version_in_support_passes if {
	count(policy.fail) == 0 with input as good with data.audit.now_ns as now
	count(policy.fail) == 0 with input as listed("1.40", "2028-07-01") with data.audit.now_ns as now
}

test_a_version_out_of_support_fails if {
	count(policy.fail) == 1 with input as with_version("1.28") with data.audit.now_ns as now
	count(policy.fail) == 1 with input as with_version("1.9") with data.audit.now_ns as now
	count(policy.fail) == 1 with input as good with data.audit.now_ns as time.parse_rfc3339_ns("2026-12-04T08:00:00Z")
}

test_of_others_aws_knows if {
	count(policy.fail) == 1 with input as listed("1.40", "2026-11-28") with data.audit.now_ns as now
	count(policy.fail) == 0 with input as listed("1.40", null) with data.audit.now_ns as now
}
