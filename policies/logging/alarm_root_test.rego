package policies.logging.alarm_root_test

import data.policies.logging.alarm_root as policy

account := {"partition": "aws", "alias": null, "regions": ["us-east-1"], "contacts": {"security": null, "billing": null, "operations": null}, "s3_public_access_block": null}

filter := {"group": "trail", "pattern": "", "alternatives": [], "metrics": [{"namespace": "Trail", "name": "m"}]}

trail := {"multi_region": true, "logging": true, "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail:*"}

alarm_on := {"metric": {"namespace": "Trail", "name": "m"}, "actions_enabled": true, "actions": ["arn:aws:sns:us-east-1:123456789012:security"]}

topic := {"id": "arn:aws:sns:us-east-1:123456789012:security", "confirmed": 1}

watched := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "userIdentity.type", "operator": "=", "value": "Root"}, {"field": "userIdentity.invokedBy", "operator": "not exists", "value": ""}, {"field": "eventType", "operator": "!=", "value": "AwsServiceEvent"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

other := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "userIdentity.type", "operator": "=", "value": "Root"}, {"field": "eventName", "operator": "=", "value": "ConsoleLogin"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

none := {"aws.logs.metric_filter": [], "aws.cloudtrail.trail": [], "aws.cloudwatch.alarm": [], "aws.sns.topic": []}

test_an_alarm_passes if {
	count(policy.fail) == 0 with input as account with data.resources as watched
}

test_another_one_and_none_fail if {
	count(policy.fail) == 1 with input as account with data.resources as other
	count(policy.fail) == 1 with input as account with data.resources as none
}
