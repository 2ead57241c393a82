package policies.data.eks_secrets_encrypted_test

import data.policies.data.eks_secrets_encrypted as policy

good := {
	"status": "ACTIVE", "version": "1.34", "extended_support": false, "public_endpoint": true, "private_endpoint": true, "public_cidrs": ["203.0.113.0/24"],
	"logs": ["api", "audit", "authenticator"], "secrets_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "authentication": "API", "deletion_protection": true,
}

bad := object.union(good, {"secrets_key": null})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
