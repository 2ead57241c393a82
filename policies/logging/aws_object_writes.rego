# METADATA
# scope: package
# title: It is recorded who changed objects in S3
# description: Without data events nobody can say which objects were written by the stranger who had the key.
# schemas:
#   - input: schema["aws.account"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-aws-7.0: ["4.8"]
#     cis-aws-5.0: ["3.8"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: >-
#     Add data events of all S3 objects to a trail; they cost per event, so look at the volume first.
package policies.logging.aws_object_writes

fail contains {"message": "no trail records who changes objects in all buckets", "expected": "a trail with data events of S3"} if {
	count(_trails) == 0
}

_trails contains trail.id if {
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.logging
	some events in trail.data
	events.type == "AWS::S3::Object"
	events.writes
	not events.narrowed
	"*" in events.resources
}
