# METADATA
# scope: package
# title: Load balancers drop headers that are not valid
# description: Odd headers are how one request is smuggled in behind another.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-7, SI-10]
#     iso-27001-2022: [A.8.20, A.8.26]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["2.2.1"]
#   remediation: Turn "Drop invalid header fields" on.
package policies.hardening.elb_invalid_headers

applicable if input.type == "application"

fail contains {"message": "invalid headers are passed on", "path": "drop_invalid_headers", "expected": true} if {
	not input.drop_invalid_headers
}
