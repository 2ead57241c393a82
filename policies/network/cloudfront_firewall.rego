# METADATA
# scope: package
# title: A web application firewall guards distributions
# description: It turns away floods and the known tricks before they reach a program.
# schemas:
#   - input: schema["aws.cloudfront.distribution"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-7, SI-4]
#     iso-27001-2022: [A.8.20, A.8.23]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   remediation: Associate a web ACL of AWS WAF with the distribution.
package policies.network.cloudfront_firewall

applicable if input.enabled

fail contains {"message": "no web ACL guards the distribution", "path": "web_acl", "expected": "a web ACL"} if {
	input.web_acl == null
}
