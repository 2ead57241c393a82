# METADATA
# scope: package
# title: Load balancers listen
# description: One without a listener takes no call and is paid by the hour.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8, SI-12]
#     iso-27001-2022: [A.8.6]
#     soc2: ["A1.1"]
#   remediation: Delete the load balancer, or give it a listener.
package policies.cost.elb_listens

fail contains {"message": "it has no listener", "path": "listeners", "expected": "at least one"} if {
	count(input.listeners) == 0
}
