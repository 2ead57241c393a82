# METADATA
# scope: package
# title: Clusters run a version that is supported
# description: After the end of standard support a version costs extra or is upgraded by AWS on a day that it chooses.
# schemas:
#   - input: schema["aws.eks.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-2, SA-22]
#     iso-27001-2022: [A.8.8]
#     soc2: ["CC7.1"]
#     pci-dss-4.0.1: ["6.3.3"]
#   remediation: Upgrade the cluster, one minor version at a time, and then its nodes.
package policies.patching.eks_version

import data.lib.dates

# The ends of standard support, for plans, which do not tell any. Of a version that is not here AWS's word counts alone.
# Source: Amazon EKS User Guide, Amazon EKS Kubernetes release calendar, as of December 2025, and for 1.24 to 1.28 endoflife.date.
_ends := {
	"1.24": "2024-01-31", "1.25": "2024-05-01", "1.26": "2024-06-11", "1.27": "2024-07-24", "1.28": "2024-11-26", "1.29": "2025-03-23",
	"1.30": "2025-07-23", "1.31": "2025-11-26", "1.32": "2026-03-23", "1.33": "2026-07-29", "1.34": "2026-12-02",
}

_old := `^1\.([0-9]|1[0-9]|2[0-3])$`

_ended if dates.days_since(_ends[input.version]) > 0

_ended if regex.match(_old, input.version)

_ended if {
	not _ends[input.version]
	input.support_ends != null
	dates.days_since(input.support_ends) > 0
}

fail contains {"message": sprintf("standard support of %s has ended", [input.version]), "path": "version", "expected": "a version in standard support"} if {
	_ended
}
