# METADATA
# scope: package
# title: The API of a cluster is not open to the internet
# description: Whoever reaches it can try stolen tokens and the next hole in Kubernetes.
# schemas:
#   - input: schema["aws.eks.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [SC-7, AC-3]
#     iso-27001-2022: [A.8.20, A.8.22]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.3.1", "1.4.2"]
#   remediation: Turn the public endpoint off, or name the networks that may reach it (public access CIDRs).
package policies.network.eks_endpoint

_everywhere := {"0.0.0.0/0", "::/0"}

fail contains {"message": sprintf("%s can reach the API server", [cidr]), "path": "public_cidrs", "key": cidr, "expected": "networks of one's own"} if {
	input.public_endpoint
	some cidr in input.public_cidrs
	cidr in _everywhere
}
