# METADATA
# scope: package
# title: What of the recorded calls somebody is told
# description: >-
#   A trail of all regions writes to a log group, a metric filter there counts, an alarm looks at the count, and a topic with a
#   confirmed subscriber tells. A link that is missing makes all of it silent.
package lib.alarm

# told are the terms, as lists of [field, operator, value], of each alternative that somebody is told of.
told contains terms if {
	some filter in data.resources["aws.logs.metric_filter"]
	_recorded(filter)
	_heard(filter)
	some alternative in filter.alternatives
	terms := {[t.field, t.operator, t.value] | some t in alternative.terms}
}

# names are the names of calls of which somebody is told whatever else holds, but for who serves them.
names contains name if {
	some terms in told
	some ["eventName", "=", name] in terms
	count({t | some t in terms; not t[0] in {"eventName", "eventSource"}}) == 0
}

_recorded(filter) if {
	some trail in data.resources["aws.cloudtrail.trail"]
	trail.multi_region
	trail.logging
	trail.log_group != null
	contains(sprintf("%s:", [trail.log_group]), sprintf(":log-group:%s:", [filter.group]))
}

_heard(filter) if {
	some metric in filter.metrics
	some a in data.resources["aws.cloudwatch.alarm"]
	a.metric == metric
	a.actions_enabled
	some topic in data.resources["aws.sns.topic"]
	topic.id in a.actions
	topic.confirmed > 0
}
