package aws

// Function is one Lambda function. Its code and the values of its variables are never read.
// Source: lambda:ListFunctions, GetPolicy, ListFunctionUrlConfigs.
type Function struct {
	// Runtime is for example "python3.13", or null for an image.
	Runtime *string `json:"runtime"`
	Role    string  `json:"role"`
	// VPC is null when the function stands in none.
	VPC            *string `json:"vpc"`
	TimeoutSeconds int     `json:"timeout_seconds"`
	// Tracing is "Active" or "PassThrough".
	Tracing    string  `json:"tracing"`
	DeadLetter *string `json:"dead_letter"`
	// Policy says who may call it; empty when there is none.
	Policy []Statement `json:"policy"`
	// OpenURLs counts the addresses at which everybody on the internet can call it.
	OpenURLs int `json:"open_urls"`
}

// Queue is one SQS queue. Source: sqs:ListQueues, GetQueueAttributes.
type Queue struct {
	Policy []Statement `json:"policy"`
	// Encrypted is true with a key of SQS or of KMS; KMSKey is null for one of SQS.
	Encrypted bool    `json:"encrypted"`
	KMSKey    *string `json:"kms_key"`
	// DeadLetter is where messages go that nobody could handle, or null.
	DeadLetter *string `json:"dead_letter"`
}

// Secret is one secret of Secrets Manager, without its value. Source: secretsmanager:ListSecrets, GetResourcePolicy.
type Secret struct {
	Created *string `json:"created"`
	// Rotation is true when the secret is replaced by itself; RotationDays is how often, or null.
	Rotation     bool        `json:"rotation"`
	RotationDays *int        `json:"rotation_days"`
	Changed      *string     `json:"changed"`
	Accessed     *string     `json:"accessed"`
	KMSKey       *string     `json:"kms_key"`
	Policy       []Statement `json:"policy"`
}

// Table is one DynamoDB table. Source: dynamodb:ListTables, DescribeTable, DescribeContinuousBackups.
type Table struct {
	Status string `json:"status"`
	// KMSKey is null when the key is DynamoDB's own.
	KMSKey             *string `json:"kms_key"`
	DeletionProtection bool    `json:"deletion_protection"`
	// PointInTime is true when the table can be brought back to any second of the last weeks.
	PointInTime bool `json:"point_in_time"`
	// OnDemand is true when capacity is paid by use.
	OnDemand bool `json:"on_demand"`
}

// LoadBalancer is one application, network or gateway load balancer.
// Source: elasticloadbalancing:DescribeLoadBalancers, DescribeLoadBalancerAttributes, DescribeListeners; wafv2:ListWebACLs,
// ListResourcesForWebACL.
type LoadBalancer struct {
	// Type is "application", "network" or "gateway"; Public is true when it faces the internet.
	Type               string     `json:"type"`
	Public             bool       `json:"public"`
	AccessLogs         bool       `json:"access_logs"`
	DeletionProtection bool       `json:"deletion_protection"`
	DropInvalidHeaders bool       `json:"drop_invalid_headers"`
	Listeners          []Listener `json:"listeners"`
	// WebACL is the list of AWS WAF that guards it, or null; only those of the type "application" have one.
	WebACL *string `json:"web_acl"`
}

// Listener is one port of a load balancer. Redirects is true when all that it does is to send callers to HTTPS; SSLPolicy is
// null without TLS.
type Listener struct {
	Port      int     `json:"port"`
	Protocol  string  `json:"protocol"`
	Redirects bool    `json:"redirects"`
	SSLPolicy *string `json:"ssl_policy"`
}

// Certificate is one certificate of ACM. Source: acm:ListCertificates.
type Certificate struct {
	Domain string `json:"domain"`
	Status string `json:"status"`
	// Type is "AMAZON_ISSUED", "IMPORTED" or "PRIVATE"; the first is renewed by AWS.
	Type     string  `json:"type"`
	InUse    bool    `json:"in_use"`
	Expires  *string `json:"expires"`
	KeyType  string  `json:"key_type"`
	Renewals bool    `json:"renewals"`
}

// Budget is one budget of AWS Budgets. Source: budgets:DescribeBudgets, DescribeNotificationsForBudget.
type Budget struct {
	// Type is "COST", "USAGE", …; Unit is the currency or unit of Limit, which is null for a planned budget.
	Type   string  `json:"type"`
	Period string  `json:"period"`
	Limit  *string `json:"limit"`
	Unit   *string `json:"unit"`
	// Notifications counts the thresholds at which somebody is told.
	Notifications int `json:"notifications"`
}

// Vault is one vault of AWS Backup. Source: backup:ListBackupVaults.
type Vault struct {
	Points int     `json:"points"`
	KMSKey *string `json:"kms_key"`
	// Locked is true when nobody can shorten what is kept; MinDays is the least time, or null.
	Locked  bool `json:"locked"`
	MinDays *int `json:"min_days"`
}

// BackupPlan is one plan of AWS Backup. Source: backup:ListBackupPlans, GetBackupPlan, ListBackupSelections.
type BackupPlan struct {
	LastRun *string      `json:"last_run"`
	Rules   []BackupRule `json:"rules"`
	// Selections counts the lists of what the plan backs up.
	Selections int `json:"selections"`
}

// BackupRule is one rule. KeepDays is null when points are kept for ever; Copies are the ARNs of the vaults that get a copy.
type BackupRule struct {
	Name     string   `json:"name"`
	Schedule string   `json:"schedule"`
	Vault    string   `json:"vault"`
	KeepDays *int     `json:"keep_days"`
	Copies   []string `json:"copies"`
}
