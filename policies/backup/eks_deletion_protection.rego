# METADATA
# scope: package
# title: Clusters are protected against deletion
# description: One wrong call removes a cluster with all that ran on it.
# schemas:
#   - input: schema["aws.eks.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, CM-5]
#     iso-27001-2022: [A.8.13, A.8.32]
#     soc2: ["A1.2"]
#   remediation: Turn deletion protection on.
package policies.backup.eks_deletion_protection

fail contains {"message": "one call can delete the cluster", "path": "deletion_protection", "expected": true} if {
	not input.deletion_protection
}
