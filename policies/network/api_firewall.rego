# METADATA
# scope: package
# title: A web application firewall guards REST APIs
# description: It turns away floods and the known tricks before they reach a program. Other APIs can have none.
# schemas:
#   - input: schema["aws.apigateway.stage"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-7, SI-4]
#     iso-27001-2022: [A.8.20]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   remediation: Associate a web ACL of AWS WAF with the stage.
package policies.network.api_firewall

applicable if {
	input.protocol == "REST"
	not input.private
}

fail contains {"message": "no web ACL guards the stage", "path": "web_acl", "expected": "a web ACL"} if {
	input.web_acl == null
}
