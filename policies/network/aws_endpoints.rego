# METADATA
# scope: package
# title: Networks reach AWS's services without the internet
# description: >-
#   What leaves over a gateway to the internet can go anywhere; an endpoint leads to one service, under a policy.
# schemas:
#   - input: schema["aws.ec2.vpc"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SC-7, AC-4]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-aws-7.0: ["6.8"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   params:
#     services: {type: array, default: ["s3"], description: "the services for which each network has an endpoint, by the last part of their name"}
#   remediation: Create endpoints for the services that the network uses; those for S3 and DynamoDB cost nothing.
package policies.network.aws_endpoints

applicable if not input.default

_available(service) if {
	some e in data.resources["aws.ec2.endpoint"]
	e.vpc == input.name
	endswith(e.service, sprintf(".%s", [service]))
	lower(e.state) == "available"
}

fail contains {"message": sprintf("the network has no endpoint for %s", [service]), "path": "cidr", "key": service, "expected": "an endpoint"} if {
	some service in data.params.network.aws_endpoints.services
	not _available(service)
}
