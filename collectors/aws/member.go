package aws

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/aws/smithy-go/encoding/cbor"
)

// An answer that lacks what it always has would be read as "none" or "off", because the SDK leaves out what is not there. So each
// answer must show the member by which it can be told from one that says nothing.

// members are the members, in XML the elements, that a good answer always has. A list stands there empty when there is none.
// TestMembers wants each operation here, or in silences.
//
// Source: the members that the API references call required; where they call none so, answers of AWS as its command line tool
// prints them, which leaves out what an answer lacks, and those of a stand-in for AWS to empty accounts (testdata/recorded).
var members = map[string]string{
	"ACM:DescribeCertificate": "Certificate", "ACM:ListCertificates": "CertificateSummaryList",
	"API Gateway:GetRestApis": "item", "API Gateway:GetResources": "item", "API Gateway:GetStages": "item", "ApiGatewayV2:GetApis": "items", "ApiGatewayV2:GetRoutes": "items", "ApiGatewayV2:GetStages": "items",
	"AccessAnalyzer:ListAnalyzers": "analyzers", "Account:GetAlternateContact": "AlternateContact",
	"Backup:GetBackupPlan": "BackupPlan", "Backup:ListBackupPlans": "BackupPlansList", "Backup:ListBackupSelections": "BackupSelectionsList",
	"Backup:ListBackupVaults": "BackupVaultList", "Backup:ListProtectedResources": "Results", "Backup:ListRestoreJobs": "RestoreJobs", "Backup:ListRestoreTestingPlans": "RestoreTestingPlans", "CloudFront:GetDistributionConfig": "CallerReference", "CloudFront:ListDistributions": "IsTruncated",
	"CloudTrail:DescribeTrails": "trailList", "CloudTrail:GetEventSelectors": "TrailARN", "CloudTrail:GetTrailStatus": "IsLogging",
	"CloudWatch Logs:DescribeDeliveries": "deliveries", "CloudWatch Logs:DescribeDeliverySources": "deliverySources",
	"CloudWatch Logs:DescribeLogGroups": "logGroups", "CloudWatch Logs:DescribeMetricFilters": "metricFilters",
	"CloudWatch:DescribeAlarms":                          "MetricAlarms",
	"Config Service:DescribeConfigurationRecorderStatus": "ConfigurationRecordersStatus",
	"Config Service:DescribeConfigurationRecorders":      "ConfigurationRecorders", "Config Service:DescribeDeliveryChannels": "DeliveryChannels",
	"DynamoDB:DescribeContinuousBackups": "ContinuousBackupsDescription", "DynamoDB:DescribeTable": "Table", "DynamoDB:ListTables": "TableNames",
	"ECR:DescribeRepositories": "repositories", "ECR:GetLifecyclePolicy": "lifecyclePolicyText",
	"ECR:GetRegistryScanningConfiguration": "scanningConfiguration", "ECR:GetRepositoryPolicy": "policyText",
	"EFS:DescribeBackupPolicy": "BackupPolicy", "EFS:DescribeFileSystemPolicy": "Policy", "EFS:DescribeFileSystems": "FileSystems",
	"EC2:DescribeAddresses": "addressesSet", "EC2:DescribeFlowLogs": "flowLogSet", "EC2:DescribeImages": "imagesSet",
	"EC2:DescribeInstances": "reservationSet", "EC2:DescribeNetworkAcls": "networkAclSet", "EC2:DescribeNetworkInterfaces": "networkInterfaceSet",
	"EC2:DescribeRegions": "regionInfo", "EC2:DescribeRouteTables": "routeTableSet", "EC2:DescribeVpcEndpoints": "vpcEndpointSet", "EC2:DescribeVpcPeeringConnections": "vpcPeeringConnectionSet", "EC2:DescribeSecurityGroups": "securityGroupInfo", "EC2:DescribeSnapshots": "snapshotSet",
	"EC2:DescribeVolumes": "volumeSet", "EC2:DescribeVpcs": "vpcSet", "EC2:GetEbsEncryptionByDefault": "ebsEncryptionByDefault",
	"EC2:GetImageBlockPublicAccessState": "imageBlockPublicAccessState", "EC2:GetInstanceMetadataDefaults": "accountLevel",
	"EC2:GetSnapshotBlockPublicAccessState": "state",
	"EKS:DescribeCluster":                   "cluster", "EKS:DescribeClusterVersions": "clusterVersions", "EKS:ListClusters": "clusters", "EventBridge:ListEventBuses": "EventBuses",
	"Elastic Load Balancing v2:DescribeListeners": "Listeners", "Elastic Load Balancing v2:DescribeTargetGroups": "TargetGroups", "Elastic Load Balancing v2:DescribeTargetHealth": "TargetHealthDescriptions", "Elastic Load Balancing v2:DescribeLoadBalancerAttributes": "Attributes",
	"Elastic Load Balancing v2:DescribeLoadBalancers": "LoadBalancers",
	"GuardDuty:GetDetector":                           "status", "GuardDuty:ListDetectors": "detectorIds",
	"IAM:GenerateCredentialReport": "State", "IAM:GetAccountAuthorizationDetails": "IsTruncated", "IAM:GetAccountPasswordPolicy": "PasswordPolicy",
	"IAM:GetAccountSummary": "SummaryMap", "IAM:GetCredentialReport": "Content", "IAM:ListAccountAliases": "AccountAliases",
	"IAM:ListOrganizationsFeatures": "EnabledFeatures", "IAM:ListServerCertificates": "ServerCertificateMetadataList", "IAM:ListVirtualMFADevices": "VirtualMFADevices",
	"KMS:DescribeKey": "KeyMetadata", "KMS:GetKeyPolicy": "Policy", "KMS:GetKeyRotationStatus": "KeyRotationEnabled", "KMS:ListKeys": "Keys",
	"Lambda:GetPolicy": "Policy", "Lambda:ListFunctionUrlConfigs": "FunctionUrlConfigs", "Lambda:ListFunctions": "Functions",
	"Macie2:GetAutomatedDiscoveryConfiguration": "status", "Macie2:GetMacieSession": "status",
	"Organizations:DescribeOrganization": "Organization", "Organizations:DescribeResourcePolicy": "ResourcePolicy",
	"Organizations:ListAccounts": "Accounts", "Organizations:ListDelegatedAdministrators": "DelegatedAdministrators",
	"Organizations:ListPolicies": "Policies", "Organizations:ListRoots": "Roots", "Organizations:ListTargetsForPolicy": "Targets",
	"RDS:DescribeDBClusters": "DBClusters", "RDS:DescribeDBInstances": "DBInstances",
	"S3:GetBucketAcl": "AccessControlList", "S3:GetBucketEncryption": "Rule", "S3:GetBucketLifecycleConfiguration": "Rule",
	"S3:GetBucketOwnershipControls": "Rule", "S3:GetBucketPolicy": "Statement", "S3:GetBucketReplication": "Rule",
	"S3:GetBucketTagging": "TagSet", "S3:GetObjectLockConfiguration": "ObjectLockEnabled", "S3:GetPublicAccessBlock": "BlockPublicAcls", "S3:ListBuckets": "Buckets",
	"S3 Control:GetPublicAccessBlock": "BlockPublicAcls",
	"SNS:GetTopicAttributes":          "Attributes", "SNS:ListTopics": "Topics", "STS:GetCallerIdentity": "Account",
	"SQS:GetQueueAttributes": "Attributes", "Secrets Manager:GetResourcePolicy": "ARN", "Secrets Manager:ListSecrets": "SecretList",
	"SecurityHub:DescribeHub": "HubArn", "WAFV2:ListResourcesForWebACL": "ResourceArns", "WAFV2:ListWebACLs": "WebACLs",
}

// silences are the operations whose answers say by nothing that there is none, and how that is known: the SDK's comments call none of
// their members required. One in JSON must not hold something else instead (lists). At AWS's own endpoints it must have the number that
// AWS gives each request (numbered). One of AWS's that was emptied on its way cannot be told: what then counts as "none" or as "off"
// is wrong. But a place that was lost sends what is asked next to the wrong region, which S3 refuses, and versioning is held against
// what cannot be without it.
var silences = map[string]string{
	"Budgets:DescribeBudgets":                "without budgets AWS leaves the list out, as users of it found",
	"Budgets:DescribeNotificationsForBudget": "as DescribeBudgets, which is of the same service",
	"S3:GetBucketLocation":                   "us-east-1 is an empty element. Source: Amazon S3 API Reference",
	"S3:GetBucketLogging":                    "no logging is an empty element. Source: Amazon S3 API Reference",
	"S3:GetBucketVersioning":                 "versioning that was never on is an empty element. Source: Amazon S3 API Reference",
	"SQS:ListQueues":                         "without queues AWS leaves the list out, as users of every SDK found, and the stand-in does",
}

// lists are the members of which a silent answer in JSON holds one, if it holds anything.
var lists = map[string][]string{
	"Budgets:DescribeBudgets": {"Budgets", "NextToken"}, "Budgets:DescribeNotificationsForBudget": {"Notifications", "NextToken"},
	"SQS:ListQueues": {"QueueUrls", "NextToken"},
}

// silent says what is wrong with an answer that may be silent: it must not speak of something else.
func silent(operation string, is map[string]json.RawMessage) error {
	if len(is) == 0 || slices.ContainsFunc(lists[operation], func(member string) bool { _, there := is[member]; return there }) {
		return nil
	}
	return lacks(lists[operation][0])
}

// numbered says what is wrong with an answer of AWS's own that may be silent: none of AWS's lacks the request's number.
// Source: the SDK's aws/middleware/request_id_retriever.go; Amazon S3 API Reference, Common response headers.
func numbered(operation, hostname string, header http.Header) error {
	if silences[operation] == "" || !ours(hostname) || header.Get("X-Amzn-Requestid") != "" || header.Get("X-Amz-Request-Id") != "" {
		return nil
	}
	return &answerError{"it lacks the number of the request"}
}

// object says what is wrong with an answer that should be a JSON object.
func object(operation string, body []byte) error {
	var is map[string]json.RawMessage
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || trimmed[0] != '{' || json.Unmarshal(trimmed, &is) != nil {
		return &answerError{"it is no JSON object"}
	}
	if silences[operation] != "" {
		return silent(operation, is)
	}
	if member := members[operation]; member != "" {
		if value := is[member]; len(value) == 0 || string(value) == "null" {
			return lacks(member)
		}
	} else if len(is) == 0 {
		return &answerError{"it holds nothing"}
	}
	return nil
}

// binary says the same of one in CBOR.
func binary(operation string, body []byte) error {
	value, err := cbor.Decode(body)
	is, ok := value.(cbor.Map)
	if err != nil || !ok {
		return &answerError{"it is no CBOR map"}
	}
	member := members[operation]
	if member == "" && len(is) > 0 {
		return nil
	}
	switch is[member].(type) {
	case nil, *cbor.Nil, *cbor.Undefined:
		return lacks(member)
	}
	return nil
}

// elements says whether an answer in XML has elements of the names. Which place they have the SDK reads.
func elements(body []byte, names ...string) error {
	for _, name := range names {
		if name == "" { // not in the table: TestMembers says so
			continue
		}
		if !slices.ContainsFunc([]string{">", "/", " ", "\n"}, func(end string) bool { return bytes.Contains(body, []byte("<"+name+end)) }) {
			return lacks(name)
		}
	}
	return nil
}

func lacks(member string) error {
	if member == "" {
		return &answerError{"it holds nothing"}
	}
	return &answerError{fmt.Sprintf("it lacks %q, which it always has", member)}
}
