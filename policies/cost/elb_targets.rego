# METADATA
# scope: package
# title: Load balancers have targets
# description: One that sends what it gets to nobody is paid by the hour, and its callers get errors.
# schemas:
#   - input: schema["aws.elb.target_group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8, SI-12]
#     iso-27001-2022: [A.8.6]
#     soc2: ["A1.1"]
#   remediation: Register targets, or delete the group and, if it was its only one, the load balancer.
package policies.cost.elb_targets

applicable if count(input.load_balancers) > 0

fail contains {"message": "a load balancer sends calls to this group, and nothing is in it", "path": "targets", "expected": "at least one"} if {
	input.targets == 0
}
