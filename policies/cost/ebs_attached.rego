# METADATA
# scope: package
# title: Volumes are attached
# description: A volume that no instance has is paid for and forgotten, data and all.
# schemas:
#   - input: schema["aws.ec2.volume"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8, SI-12]
#     iso-27001-2022: [A.8.6, A.8.10]
#     soc2: ["A1.1", "C1.2"]
#   remediation: Keep a snapshot if the data may be needed, and delete the volume.
package policies.cost.ebs_attached

fail contains {"message": sprintf("no instance has the volume of %d GiB", [input.gib]), "path": "attached", "expected": true} if {
	not input.attached
}
