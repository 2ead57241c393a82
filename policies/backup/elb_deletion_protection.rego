# METADATA
# scope: package
# title: Load balancers are protected against deletion
# description: With the load balancer its name and addresses are gone, and all that leads to them.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
# custom:
#   severity: low
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, CM-5]
#     iso-27001-2022: [A.8.13, A.8.32]
#     soc2: ["A1.2"]
#   remediation: Turn deletion protection on.
package policies.backup.elb_deletion_protection

fail contains {"message": "one call can delete the load balancer", "path": "deletion_protection", "expected": true} if {
	not input.deletion_protection
}
