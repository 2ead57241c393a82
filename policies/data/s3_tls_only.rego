# METADATA
# scope: package
# title: Buckets refuse plain HTTP
# description: >-
#   Without this statement objects travel over the network for everybody to read when a program asks for http.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["SC-8", "SC-8(1)"]
#     iso-27001-2022: [A.8.24, A.5.14]
#     cis-aws-7.0: ["3.1.1"]
#     cis-aws-5.0: ["2.1.1"]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: >-
#     Add a statement to the bucket policy that denies "s3:*" on the bucket and its objects where
#     "aws:SecureTransport" is "false".
package policies.data.s3_tls_only

fail contains {"message": "no statement refuses requests without TLS", "path": "policy", "expected": "a refusal where aws:SecureTransport is false"} if {
	not _refused
}

_refused if {
	some s in input.policy
	s.effect == "deny"
	"*" in s.principals.AWS
	some action in s.actions
	action in {"*", "s3:*"}
	_all_objects(s)
	count(s.conditions) == 1
	_plain(s.conditions[0])
}

_all_objects(s) if "*" in s.resources

_all_objects(s) if {
	some resource in s.resources
	regex.match(`^arn:[^:]+:s3:::([^/]+/)?\*$`, resource)
}

_plain(c) if {
	c.key == "aws:securetransport"
	c.operator == "bool"
	lower(c.values[0]) == "false"
}

_plain(c) if {
	c.key == "s3:tlsversion"
	c.operator == "numericlessthan"
}
