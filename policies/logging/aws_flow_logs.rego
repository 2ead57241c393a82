# METADATA
# scope: package
# title: Networks have flow logs
# description: Without them nobody can say who talked to the machine that was broken into.
# schemas:
#   - input: schema["aws.ec2.vpc"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-12, SI-4]
#     iso-27001-2022: [A.8.15, A.8.16]
#     cis-aws-7.0: ["4.7"]
#     cis-aws-5.0: ["3.7"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: Create a flow log for the VPC, to a bucket or a log group; REJECT is enough for a start.
package policies.logging.aws_flow_logs

fail contains {"message": "no flow log records refused traffic", "path": "flow_logs", "expected": "an active flow log"} if {
	count([l | some l in input.flow_logs; l.status == "ACTIVE"; l.traffic in {"ALL", "REJECT"}]) == 0
}
