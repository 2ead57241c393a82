# METADATA
# scope: package
# title: The management account runs no workloads
# description: >-
#   Service control policies do not hold for it, and whoever breaks into a program there can have the whole
#   organisation.
# schemas:
#   - input: schema["aws.organization"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-5, SC-3]
#     iso-27001-2022: [A.5.3, A.8.22]
#     cis-aws-7.0: ["2.1.3"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["7.2.1"]
#   params:
#     allowed: {type: array, default: [], description: "kinds that it may have, for example aws.lambda.function"}
#   remediation: Move the workload to an account of its own.
package policies.governance.aws_org_workloads

applicable if input.management

_kinds := {
	"aws.dynamodb.table": "tables", "aws.ec2.instance": "instances", "aws.ecr.repository": "image repositories", "aws.eks.cluster": "clusters",
	"aws.elb.load_balancer": "load balancers", "aws.lambda.function": "functions", "aws.rds.instance": "databases",
}

# One at a time and by name, so that it is seen which kinds the verdict hangs on.
_count["aws.dynamodb.table"] := count(data.resources["aws.dynamodb.table"])

_count["aws.ec2.instance"] := count(data.resources["aws.ec2.instance"])

_count["aws.ecr.repository"] := count(data.resources["aws.ecr.repository"])

_count["aws.eks.cluster"] := count(data.resources["aws.eks.cluster"])

_count["aws.elb.load_balancer"] := count(data.resources["aws.elb.load_balancer"])

_count["aws.lambda.function"] := count(data.resources["aws.lambda.function"])

_count["aws.rds.instance"] := count(data.resources["aws.rds.instance"])

fail contains {"message": sprintf("it has %d %s", [n, _kinds[kind]]), "path": "management", "key": kind, "expected": "none"} if {
	some kind, n in _count
	n > 0
	not kind in data.params.governance.aws_org_workloads.allowed
}
