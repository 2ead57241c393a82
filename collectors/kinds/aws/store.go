package aws

// Key is one KMS key that customers manage; AWS's own are not listed. Source: kms:DescribeKey, GetKeyRotationStatus, GetKeyPolicy.
type Key struct {
	// Manager is "CUSTOMER".
	Manager string `json:"manager"`
	// State is "Enabled", "Disabled", "PendingDeletion", ….
	State string `json:"state"`
	// Spec is "SYMMETRIC_DEFAULT", "RSA_2048", …; Usage is "ENCRYPT_DECRYPT", "SIGN_VERIFY", ….
	Spec  string `json:"spec"`
	Usage string `json:"usage"`
	// Source is where the key material comes from: "AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM".
	Source string `json:"source"`
	// Rotation is true when AWS replaces the material by itself; null for keys with which it cannot.
	Rotation *bool       `json:"rotation"`
	Policy   []Statement `json:"policy"`
}

// Database is an RDS instance, or a cluster of them. Source: rds:DescribeDBInstances, DescribeDBClusters.
type Database struct {
	Engine  string  `json:"engine"`
	Version string  `json:"version"`
	Status  string  `json:"status"`
	VPC     *string `json:"vpc"`
	// Cluster is the cluster that an instance belongs to, or null; what the cluster decides is the cluster's.
	Cluster   *string `json:"cluster"`
	Encrypted bool    `json:"encrypted"`
	KMSKey    *string `json:"kms_key"`
	Public    bool    `json:"public"`
	MultiAZ   bool    `json:"multi_az"`
	// MinorUpgrades is true when minor versions are installed in the maintenance window.
	MinorUpgrades bool `json:"minor_upgrades"`
	// BackupDays is how long automatic backups are kept; 0 means that there are none.
	BackupDays         int  `json:"backup_days"`
	DeletionProtection bool `json:"deletion_protection"`
	// LogExports are the logs that go to CloudWatch, sorted.
	LogExports []string `json:"log_exports"`
	IAMLogin   bool     `json:"iam_login"`
	CopyTags   bool     `json:"copy_tags"`
}

// FileSystem is one EFS file system. Source: elasticfilesystem:DescribeFileSystems, DescribeBackupPolicy, DescribeFileSystemPolicy.
type FileSystem struct {
	Encrypted bool    `json:"encrypted"`
	KMSKey    *string `json:"kms_key"`
	// Backup is true when AWS Backup backs it up by default.
	Backup bool        `json:"backup"`
	Policy []Statement `json:"policy"`
}
