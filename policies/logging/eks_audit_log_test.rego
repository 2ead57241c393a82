package policies.logging.eks_audit_log_test

import data.policies.logging.eks_audit_log as policy

params := {"logging": {"eks_audit_log": {"logs": ["audit", "authenticator"]}}}

good := {
	"status": "ACTIVE", "version": "1.34", "extended_support": false, "public_endpoint": true, "private_endpoint": true, "public_cidrs": ["203.0.113.0/24"],
	"logs": ["api", "audit", "authenticator"], "secrets_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "authentication": "API", "deletion_protection": true,
}

bad := object.union(good, {"logs": ["api", "audit"]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_is_not_fails if {
	{f.key | some f in policy.fail} == {"authenticator"} with input as bad with data.params as params
}
