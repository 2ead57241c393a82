package lib.alarm_test

import data.lib.alarm

filter := {"group": "trail", "pattern": "", "alternatives": [], "metrics": [{"namespace": "Trail", "name": "m"}]}

trail := {"multi_region": true, "logging": true, "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail:*"}

alarm_on := {"metric": {"namespace": "Trail", "name": "m"}, "actions_enabled": true, "actions": ["arn:aws:sns:us-east-1:123456789012:security"]}

topic := {"id": "arn:aws:sns:us-east-1:123456789012:security", "confirmed": 1}

one := object.union(filter, {"alternatives": [{"terms": [
	{"field": "eventName", "operator": "=", "value": "DeleteTrail"},
	{"field": "eventSource", "operator": "=", "value": "cloudtrail.amazonaws.com"},
]}]})

limited := object.union(filter, {"alternatives": [{"terms": [
	{"field": "eventName", "operator": "=", "value": "DeleteTrail"},
	{"field": "userIdentity.userName", "operator": "=", "value": "ada"},
]}]})

all := {"aws.logs.metric_filter": [one], "aws.cloudtrail.trail": [trail], "aws.cloudwatch.alarm": [alarm_on], "aws.sns.topic": [topic]}

broken(kind, change) := object.union(all, {kind: [object.union(all[kind][0], change)]})

test_a_whole_chain_tells if {
	alarm.names == {"DeleteTrail"} with data.resources as all
}

test_a_missing_link_is_silence if {
	alarm.names == set() with data.resources as broken("aws.cloudtrail.trail", {"logging": false})
	alarm.names == set() with data.resources as broken("aws.cloudtrail.trail", {"multi_region": false})
	alarm.names == set() with data.resources as broken("aws.cloudtrail.trail", {"log_group": null})
	alarm.names == set() with data.resources as broken("aws.cloudtrail.trail", {"log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail-2:*"})
	alarm.names == set() with data.resources as broken("aws.cloudwatch.alarm", {"actions_enabled": false})
	alarm.names == set() with data.resources as broken("aws.cloudwatch.alarm", {"metric": {"namespace": "Trail", "name": "other"}})
	alarm.names == set() with data.resources as broken("aws.sns.topic", {"confirmed": 0})
	alarm.names == set() with data.resources as broken("aws.sns.topic", {"id": "arn:aws:sns:us-east-1:123456789012:other"})
}

test_a_condition_on_who_did_it_leaves_others_out if {
	alarm.names == set() with data.resources as object.union(all, {"aws.logs.metric_filter": [limited]})
	count(alarm.told) == 1 with data.resources as object.union(all, {"aws.logs.metric_filter": [limited]})
}
