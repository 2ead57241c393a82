# METADATA
# scope: package
# title: Calls to AWS are recorded in all regions
# description: >-
#   Who changed what, and when, is asked after every incident. A thief works in the region where nobody looks.
# schemas:
#   - input: schema["aws.account"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
# custom:
#   severity: high
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-aws-7.0: ["4.1"]
#     cis-aws-5.0: ["3.1"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: Make one trail for all regions that records reads and writes of management, and start it.
package policies.logging.aws_trail_all_regions

fail contains {"message": "no trail records the management of all regions", "expected": "a trail for all regions that is on"} if {
	count(_trails) == 0
}

_trails contains trail.id if {
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.multi_region
	trail.logging
	trail.management.reads
	trail.management.writes
}
