package aws

// LogGroup is one group of CloudWatch Logs. Source: logs:DescribeLogGroups.
type LogGroup struct {
	// RetentionDays is null when records are kept for ever.
	RetentionDays *int    `json:"retention_days"`
	KMSKey        *string `json:"kms_key"`
	Bytes         int     `json:"bytes"`
}

// MetricFilter counts the records of a log group that match. Source: logs:DescribeMetricFilters.
type MetricFilter struct {
	Group   string `json:"group"`
	Pattern string `json:"pattern"`
	// Alternatives are the pattern's: a record matches when all terms of one of them hold. Empty when the pattern is not one
	// for JSON records, or is not understood.
	Alternatives []Alternative `json:"alternatives"`
	Metrics      []Metric      `json:"metrics"`
}

// Metric names a metric of CloudWatch.
type Metric struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// Alarm is one alarm on a metric. Source: cloudwatch:DescribeAlarms.
type Alarm struct {
	// Metric is null for an alarm on an expression.
	Metric *Metric `json:"metric"`
	// ActionsEnabled is false while nobody is told; Actions are the ARNs of those who are.
	ActionsEnabled bool     `json:"actions_enabled"`
	Actions        []string `json:"actions"`
}

// Topic is one SNS topic. Source: sns:ListTopics, GetTopicAttributes.
type Topic struct {
	Policy []Statement `json:"policy"`
	KMSKey *string     `json:"kms_key"`
	// Confirmed and Pending count the subscribers that said yes, and those that have not yet.
	Confirmed int `json:"confirmed"`
	Pending   int `json:"pending"`
}
