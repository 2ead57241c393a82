package policies.logging.alarm_organization_test

import data.policies.logging.alarm_organization as policy

account := {"partition": "aws", "alias": null, "regions": ["us-east-1"], "contacts": {"security": null, "billing": null, "operations": null}, "s3_public_access_block": null}

filter := {"group": "trail", "pattern": "", "alternatives": [], "metrics": [{"namespace": "Trail", "name": "m"}]}

trail := {"multi_region": true, "logging": true, "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail:*"}

alarm_on := {"metric": {"namespace": "Trail", "name": "m"}, "actions_enabled": true, "actions": ["arn:aws:sns:us-east-1:123456789012:security"]}

topic := {"id": "arn:aws:sns:us-east-1:123456789012:security", "confirmed": 1}

all := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "eventName", "operator": "=", "value": "AcceptHandshake"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "AttachPolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreateAccount"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreateOrganizationalUnit"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreatePolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeclineHandshake"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeleteOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeleteOrganizationalUnit"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeletePolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DetachPolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DisablePolicyType"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "EnablePolicyType"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "InviteAccountToOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "LeaveOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "MoveAccount"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "RemoveAccountFromOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "UpdatePolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "UpdateOrganizationalUnit"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

less := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "eventName", "operator": "=", "value": "AttachPolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreateAccount"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreateOrganizationalUnit"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreatePolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeclineHandshake"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeleteOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeleteOrganizationalUnit"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeletePolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DetachPolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DisablePolicyType"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "EnablePolicyType"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "InviteAccountToOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "LeaveOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "MoveAccount"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "RemoveAccountFromOrganization"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "UpdatePolicy"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "UpdateOrganizationalUnit"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

none := {"aws.logs.metric_filter": [], "aws.cloudtrail.trail": [], "aws.cloudwatch.alarm": [], "aws.sns.topic": []}

test_an_alarm_on_each_passes if {
	count(policy.fail) == 0 with input as account with data.resources as all
}

test_one_left_out_fails if {
	some f in policy.fail with input as account with data.resources as less
	f.message == "nobody is told of AcceptHandshake"
	count(policy.fail) == 1 with input as account with data.resources as none
}
