# METADATA
# scope: package
# title: Volumes are of the current type
# description: gp3 costs a fifth less than gp2 and is not slower.
# schemas:
#   - input: schema["aws.ec2.volume"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SA-4]
#     iso-27001-2022: [A.8.6]
#     soc2: ["A1.1"]
#   remediation: Change the type with "aws ec2 modify-volume --volume-type gp3", while it is in use.
package policies.cost.ebs_current_type

fail contains {"message": sprintf("the volume is of the earlier type %s", [input.type]), "path": "type", "expected": "gp3, io2, st1 or sc1"} if {
	input.type in {"gp2", "io1", "standard"}
}
