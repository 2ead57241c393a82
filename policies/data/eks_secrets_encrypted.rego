# METADATA
# scope: package
# title: Secrets of a cluster are encrypted with a key of one's own
# description: >-
#   With a key of one's own, a copy of the cluster's store is of no use without that key, and use of the key is
#   recorded.
# schemas:
#   - input: schema["aws.eks.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28, SC-12]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["3.6.1"]
#   remediation: Turn envelope encryption with a KMS key on; it cannot be turned off again.
package policies.data.eks_secrets_encrypted

fail contains {"message": "secrets are not encrypted with a key of one's own", "path": "secrets_key", "expected": "a KMS key"} if {
	input.secrets_key == null
}
