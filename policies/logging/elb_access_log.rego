# METADATA
# scope: package
# title: Load balancers log who called
# description: In front of all programs this is the one log that is complete.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-aws-7.0: ["4.10"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: Turn access logs on, with a bucket to write to.
package policies.logging.elb_access_log

applicable if input.type != "gateway"

fail contains {"message": "nobody records the calls", "path": "access_logs", "expected": true} if {
	not input.access_logs
}
