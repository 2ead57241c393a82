package policies.logging.alarm_security_groups_test

import data.policies.logging.alarm_security_groups as policy

account := {"partition": "aws", "alias": null, "regions": ["us-east-1"], "contacts": {"security": null, "billing": null, "operations": null}, "s3_public_access_block": null}

filter := {"group": "trail", "pattern": "", "alternatives": [], "metrics": [{"namespace": "Trail", "name": "m"}]}

trail := {"multi_region": true, "logging": true, "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail:*"}

alarm_on := {"metric": {"namespace": "Trail", "name": "m"}, "actions_enabled": true, "actions": ["arn:aws:sns:us-east-1:123456789012:security"]}

topic := {"id": "arn:aws:sns:us-east-1:123456789012:security", "confirmed": 1}

all := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "eventName", "operator": "=", "value": "AuthorizeSecurityGroupIngress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "AuthorizeSecurityGroupEgress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "RevokeSecurityGroupIngress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "RevokeSecurityGroupEgress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreateSecurityGroup"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeleteSecurityGroup"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

less := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "eventName", "operator": "=", "value": "AuthorizeSecurityGroupEgress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "RevokeSecurityGroupIngress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "RevokeSecurityGroupEgress"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "CreateSecurityGroup"}]}, {"terms": [{"field": "eventName", "operator": "=", "value": "DeleteSecurityGroup"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

none := {"aws.logs.metric_filter": [], "aws.cloudtrail.trail": [], "aws.cloudwatch.alarm": [], "aws.sns.topic": []}

test_an_alarm_on_each_passes if {
	count(policy.fail) == 0 with input as account with data.resources as all
}

test_one_left_out_fails if {
	some f in policy.fail with input as account with data.resources as less
	f.message == "nobody is told of AuthorizeSecurityGroupIngress"
	count(policy.fail) == 1 with input as account with data.resources as none
}
