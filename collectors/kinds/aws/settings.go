package aws

// The kinds in this file are what one region has of a service. Their id is the region's name, and there is one for each
// region that is visited, so that "is it on in all regions?" is asked of each.

// ConfigSettings is AWS Config in one region. Source: config:DescribeConfigurationRecorders, …RecorderStatus, DescribeDeliveryChannels.
type ConfigSettings struct {
	// Recorder is null when there is none.
	Recorder *ConfigRecorder `json:"recorder"`
	// DeliveryBucket is where the record goes, or null.
	DeliveryBucket *string `json:"delivery_bucket"`
}

// ConfigRecorder is what Config records.
type ConfigRecorder struct {
	Name string `json:"name"`
	// AllSupported is true when it records all types of resources; GlobalTypes when those of IAM are among them.
	AllSupported bool `json:"all_supported"`
	GlobalTypes  bool `json:"global_types"`
	Recording    bool `json:"recording"`
	// LastStatus is "SUCCESS", "FAILURE", "PENDING" or null.
	LastStatus *string `json:"last_status"`
}

// AnalyzerSettings is IAM Access Analyzer in one region. Source: access-analyzer:ListAnalyzers.
type AnalyzerSettings struct {
	Analyzers []Analyzer `json:"analyzers"`
}

// Analyzer is one analyzer. Type is "ACCOUNT" or "ORGANIZATION" for external access, and has a suffix for other analyses.
type Analyzer struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Status string `json:"status"`
}

// SecurityHubSettings is Security Hub in one region. Source: securityhub:DescribeHub.
type SecurityHubSettings struct {
	Enabled bool `json:"enabled"`
	// AutoEnableControls is true when new controls of enabled standards are turned on by themselves.
	AutoEnableControls bool `json:"auto_enable_controls"`
}

// GuardDutySettings is GuardDuty in one region. Source: guardduty:ListDetectors, GetDetector.
type GuardDutySettings struct {
	// Enabled is true when a detector is at work.
	Enabled bool `json:"enabled"`
	// Features are the sources of a detector that are on, sorted.
	Features []string `json:"features"`
}

// EC2Settings is what EC2 does by default in one region. Source: ec2:GetEbsEncryptionByDefault, GetInstanceMetadataDefaults,
// GetSnapshotBlockPublicAccessState, GetImageBlockPublicAccessState, DescribeSnapshots, DescribeImages.
type EC2Settings struct {
	// VolumeEncryption is true when new volumes are encrypted without anybody asking.
	VolumeEncryption bool `json:"volume_encryption"`
	// MetadataTokens is "required", "optional", or null when the region has no default.
	MetadataTokens *string `json:"metadata_tokens"`
	// SnapshotBlock is "block-all-sharing", "block-new-sharing" or "unblocked"; ImageBlock is "block-new-sharing" or "unblocked".
	SnapshotBlock string `json:"snapshot_block"`
	ImageBlock    string `json:"image_block"`
	// PublicSnapshots and PublicImages are the ids of the account's own that everybody can use, sorted.
	PublicSnapshots []string `json:"public_snapshots"`
	PublicImages    []string `json:"public_images"`
}

// MacieSettings is Amazon Macie in one region. Source: macie2:GetMacieSession, GetAutomatedDiscoveryConfiguration.
type MacieSettings struct {
	// Enabled is true when it is at work; a paused one is not.
	Enabled bool `json:"enabled"`
	// Discovery is true when it looks through samples of all buckets by itself.
	Discovery bool `json:"discovery"`
}
