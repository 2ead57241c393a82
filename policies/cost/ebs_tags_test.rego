package policies.cost.ebs_tags_test

import data.policies.cost.ebs_tags as policy

params := {"cost": {"ebs_tags": {"required": ["owner", "cost-centre"]}}}

good := {"tags": {"owner": "platform", "cost-centre": "42", "stage": "live"}}

bad := {"tags": {"owner": "platform"}}

test_all_tags_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_missing_tag_fails if {
	{f.key | some f in policy.fail} == {"cost-centre"} with input as bad with data.params as params
}

test_does_not_apply_without_a_list if {
	not policy.applicable with input as bad with data.params.cost.ebs_tags.required as []
}
