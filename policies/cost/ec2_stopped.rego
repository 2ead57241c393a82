# METADATA
# scope: package
# title: No instance stays stopped
# description: >-
#   A stopped instance costs its disks and addresses, and comes back without the patches of the time between.
# schemas:
#   - input: schema["aws.ec2.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8, SI-2]
#     iso-27001-2022: [A.8.6, A.5.9]
#     soc2: ["A1.1"]
#   params:
#     days: {type: integer, default: 30, description: "how long ago it was last started"}
#   remediation: Make an image or snapshot if it may be needed, then terminate the instance.
package policies.cost.ec2_stopped

import data.lib.dates

fail contains {"message": sprintf("the instance was last started on %s and is stopped", [input.launched]), "path": "state", "expected": "running, or gone"} if {
	input.state == "stopped"
	dates.days_since(input.launched) > data.params.cost.ec2_stopped.days
}
