# METADATA
# scope: package
# title: Load balancers speak to callers through TLS
# description: Passwords and sessions in plain HTTP are read by every network on the way.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
# custom:
#   severity: high
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-8", "SC-8(1)"]
#     iso-27001-2022: [A.8.24, A.5.14]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: Make an HTTPS listener, and let the one for HTTP redirect to it.
package policies.data.elb_https

applicable if input.type == "application"

fail contains {"message": sprintf("port %d answers in plain HTTP", [l.port]), "path": "listeners", "key": sprintf("port %d", [l.port]), "expected": "HTTPS, or a redirection to it"} if {
	some l in input.listeners
	l.protocol == "HTTP"
	not l.redirects
}
