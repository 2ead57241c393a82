# METADATA
# scope: package
# title: Old images expire
# description: Images that nobody runs are paid for month by month.
# schemas:
#   - input: schema["aws.ecr.repository"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-12, CM-8]
#     iso-27001-2022: [A.8.10, A.8.6]
#     soc2: ["A1.1"]
#   remediation: Give the repository a lifecycle policy.
package policies.cost.ecr_expiry

fail contains {"message": "images are kept for ever", "path": "expires", "expected": true} if {
	not input.expires
}
