package aws

// Cluster is one cluster of EKS. Source: eks:ListClusters, DescribeCluster, DescribeClusterVersions.
type Cluster struct {
	Status string `json:"status"`
	// Version is that of Kubernetes, for example "1.33". ExtendedSupport is true when AWS keeps a version that it no longer
	// supports otherwise, for more money, in place of upgrading it.
	Version         string `json:"version"`
	ExtendedSupport bool   `json:"extended_support"`
	// SupportEnds is the day on which AWS ends standard support of the version, or null when it has named no day.
	SupportEnds *string `json:"support_ends"`
	// PublicEndpoint is true when the API server can be reached from the internet, from PublicCIDRs.
	PublicEndpoint  bool     `json:"public_endpoint"`
	PrivateEndpoint bool     `json:"private_endpoint"`
	PublicCIDRs     []string `json:"public_cidrs"`
	// Logs are the logs of the control plane that are kept, sorted: "api", "audit", "authenticator", "controllerManager",
	// "scheduler".
	Logs []string `json:"logs"`
	// SecretsKey is the KMS key with which secrets are encrypted, or null.
	SecretsKey *string `json:"secrets_key"`
	// Authentication is "API", "API_AND_CONFIG_MAP" or "CONFIG_MAP".
	Authentication     string `json:"authentication"`
	DeletionProtection bool   `json:"deletion_protection"`
}

// ImageRepository is one repository of ECR.
// Source: ecr:DescribeRepositories, GetRepositoryPolicy, GetLifecyclePolicy, GetRegistryScanningConfiguration.
type ImageRepository struct {
	// Immutable is true when a tag, once given, stays with its image.
	Immutable bool `json:"immutable"`
	// Scanned is true when images are looked through for known weaknesses as they come in, or continuously.
	Scanned bool `json:"scanned"`
	// KMSKey is null when the key is S3's own.
	KMSKey *string `json:"kms_key"`
	// Policy says who may use it besides the account; empty when there is none.
	Policy []Statement `json:"policy"`
	// Expires is true when old images are removed by themselves.
	Expires bool `json:"expires"`
}

// EventBus is one event bus of EventBridge. Source: events:ListEventBuses.
type EventBus struct {
	// Policy says who may put events; empty when only the account may.
	Policy []Statement `json:"policy"`
}
