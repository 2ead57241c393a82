package policies.logging.alarm_sign_in_without_mfa_test

import data.policies.logging.alarm_sign_in_without_mfa as policy

account := {"partition": "aws", "alias": null, "regions": ["us-east-1"], "contacts": {"security": null, "billing": null, "operations": null}, "s3_public_access_block": null}

filter := {"group": "trail", "pattern": "", "alternatives": [], "metrics": [{"namespace": "Trail", "name": "m"}]}

trail := {"multi_region": true, "logging": true, "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail:*"}

alarm_on := {"metric": {"namespace": "Trail", "name": "m"}, "actions_enabled": true, "actions": ["arn:aws:sns:us-east-1:123456789012:security"]}

topic := {"id": "arn:aws:sns:us-east-1:123456789012:security", "confirmed": 1}

watched := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "eventName", "operator": "=", "value": "ConsoleLogin"}, {"field": "additionalEventData.MFAUsed", "operator": "!=", "value": "Yes"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

other := {"aws.logs.metric_filter": [object.union(filter, {"alternatives": [{"terms": [{"field": "eventName", "operator": "=", "value": "ConsoleLogin"}, {"field": "additionalEventData.MFAUsed", "operator": "!=", "value": "Yes"}, {"field": "sourceIPAddress", "operator": "=", "value": "192.0.2.1"}]}]})], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

none := {"aws.logs.metric_filter": [], "aws.cloudtrail.trail": [], "aws.cloudwatch.alarm": [], "aws.sns.topic": []}

test_an_alarm_passes if {
	count(policy.fail) == 0 with input as account with data.resources as watched
}

test_another_one_and_none_fail if {
	count(policy.fail) == 1 with input as account with data.resources as other
	count(policy.fail) == 1 with input as account with data.resources as none
}
