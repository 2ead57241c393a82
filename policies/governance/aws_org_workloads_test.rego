package policies.governance.aws_org_workloads_test

import data.policies.governance.aws_org_workloads as policy

params := {"governance": {"aws_org_workloads": {"allowed": ["aws.lambda.function"]}}}

good := {
	"management_account": "123456789012", "management": true, "all_features": true,
	"managed": {
		"control_policies": true, "root": "r-1", "guardrails": [{"name": "no-leaving", "targets": ["r-1"]}], "delegated_admins": ["210987654321"],
		"delegation": [delegation], "root_credentials": true, "root_sessions": true,
	},
}

delegation := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["arn:aws:iam::210987654321:root"]}, "not_principals": {}, "actions": ["organizations:describepolicy"],
	"not_actions": [], "resources": ["*"], "not_resources": [], "conditions": [],
}

none := {
	"aws.dynamodb.table": [], "aws.ec2.instance": [], "aws.ecr.repository": [], "aws.eks.cluster": [], "aws.elb.load_balancer": [],
	"aws.lambda.function": [{"name": "budget"}], "aws.rds.instance": [],
}

busy := object.union(none, {"aws.ec2.instance": [{"name": "a"}, {"name": "b"}]})

test_none_passes if {
	policy.applicable with input as good with data.params as params with data.resources as none
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as none
}

test_workloads_fail if {
	{f.key | some f in policy.fail} == {"aws.ec2.instance"} with input as good with data.params as params with data.resources as busy
}

test_does_not_apply_to_members if {
	not policy.applicable with input as object.union(good, {"management": false, "managed": null}) with data.params as params with data.resources as busy
}
