package aws

// ProtectedResource is one resource of which AWS Backup has recovery points; its id is the resource's ARN.
// Source: backup:ListProtectedResources.
type ProtectedResource struct {
	// Type is "EBS", "RDS", "S3", "DynamoDB", "EFS", …; LastBackup is when the newest point was made, or null.
	Type       string  `json:"type"`
	LastBackup *string `json:"last_backup"`
	// LastVault is the ARN of the vault with that point, or null.
	LastVault *string `json:"last_vault"`
}

// BackupSettings is AWS Backup in one region. Source: backup:ListRestoreTestingPlans, ListRestoreJobs.
type BackupSettings struct {
	// RestoreTests are the plans by which recovery points are restored for a test, sorted by name.
	RestoreTests []RestoreTest `json:"restore_tests"`
	// LastRestore is when a restore was last completed, by a test or by hand, or null; AWS tells of the last month only.
	LastRestore *string `json:"last_restore"`
}

// RestoreTest is one plan for testing restores. LastRun is null when it never ran.
type RestoreTest struct {
	Name     string  `json:"name"`
	Schedule string  `json:"schedule"`
	LastRun  *string `json:"last_run"`
}

// TargetGroup is where a load balancer sends what it gets. Source: elasticloadbalancing:DescribeTargetGroups,
// DescribeTargetHealth.
type TargetGroup struct {
	// Type is "instance", "ip", "lambda" or "alb".
	Type string `json:"type"`
	// LoadBalancers are the ARNs of those that use it, sorted.
	LoadBalancers []string `json:"load_balancers"`
	// Targets counts what is registered; Healthy those that answer. A target of a group that nobody uses is never healthy.
	Targets int `json:"targets"`
	Healthy int `json:"healthy"`
}
