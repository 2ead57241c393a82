# METADATA
# scope: package
# title: Load balancers refuse old versions of TLS
# description: Versions before 1.2 can be broken.
# schemas:
#   - input: schema["aws.elb.load_balancer"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-8(1)", "SC-13"]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: Choose a security policy such as ELBSecurityPolicy-TLS13-1-2-2021-06 for the listener.
package policies.data.elb_tls_policy

fail contains {"message": sprintf("port %d takes old versions (%s)", [l.port, l.ssl_policy]), "path": "listeners", "key": sprintf("port %d", [l.port]), "expected": "a policy for TLS 1.2 and newer"} if {
	some l in input.listeners
	l.ssl_policy != null
	not regex.match(`^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)`, l.ssl_policy)
}
