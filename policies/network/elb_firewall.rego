# METADATA
# scope: package
# title: A web application firewall guards load balancers that face the internet
# description: It turns away floods and the known tricks before they reach a program.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-waf-integration.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-7, SI-4]
#     iso-27001-2022: [A.8.20]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   remediation: Associate a web ACL of AWS WAF with the load balancer, or have CloudFront with one stand before it.
package policies.network.elb_firewall

# Others have none.
applicable if {
	input.type == "application"
	input.public
}

fail contains {"message": "no web ACL guards the load balancer", "path": "web_acl", "expected": "a web ACL"} if {
	input.web_acl == null
}
