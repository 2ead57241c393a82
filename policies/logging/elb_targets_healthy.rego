# METADATA
# scope: package
# title: Some target of each load balancer answers
# description: Where no target is healthy the service is down, whatever the page of the load balancer says.
# schemas:
#   - input: schema["aws.elb.target_group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-4, CP-2]
#     iso-27001-2022: [A.8.16, A.8.14]
#     soc2: ["CC7.2", "A1.2"]
#   remediation: Look at why the targets fail their health check.
package policies.logging.elb_targets_healthy

applicable if {
	count(input.load_balancers) > 0
	input.targets > 0
	input.type != "lambda"
}

fail contains {"message": sprintf("none of %d targets is healthy", [input.targets]), "path": "healthy", "expected": "at least one"} if {
	input.healthy == 0
}
