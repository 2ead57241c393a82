// Package aws holds the kinds of an AWS account: one struct per kind, whose fields are its facts, and the reading of
// policy documents into statements.
//
// The collectors aws (a live account) and terraform (a plan) fill the same structs, so that one policy judges both. Every
// field is always present: a pointer is null and a list or map is empty when the thing is absent by nature; what could
// not be read is left out and named by a gap. No fact holds a secret; ids of access keys are left out as well.
//
// Times are RFC 3339 in UTC. Ids of resources are ARNs, but for what has none: the account (its number) and the settings
// of a region (the region's name). The source of each fact is the call of the AWS API that its struct names.
package aws

import "github.com/assize/assize/collectors"

// Kinds lists the family.
func Kinds() []collectors.Kind {
	return []collectors.Kind{
		{Name: "aws.accessanalyzer.settings", Title: "Access Analyzer in a region", Facts: AnalyzerSettings{}},
		{Name: "aws.account", Title: "AWS account", Facts: Account{}},
		{Name: "aws.acm.certificate", Title: "ACM certificate", Facts: Certificate{}},
		{Name: "aws.apigateway.stage", Title: "API stage", Facts: Stage{}},
		{Name: "aws.backup.plan", Title: "Backup plan", Facts: BackupPlan{}},
		{Name: "aws.backup.resource", Title: "Resource in AWS Backup", Facts: ProtectedResource{}},
		{Name: "aws.backup.settings", Title: "AWS Backup in a region", Facts: BackupSettings{}},
		{Name: "aws.backup.vault", Title: "Backup vault", Facts: Vault{}},
		{Name: "aws.budgets.budget", Title: "Budget", Facts: Budget{}},
		{Name: "aws.cloudfront.distribution", Title: "CloudFront distribution", Facts: Distribution{}},
		{Name: "aws.cloudtrail.trail", Title: "CloudTrail trail", Facts: Trail{}},
		{Name: "aws.cloudwatch.alarm", Title: "CloudWatch alarm", Facts: Alarm{}},
		{Name: "aws.config.settings", Title: "AWS Config in a region", Facts: ConfigSettings{}},
		{Name: "aws.dynamodb.table", Title: "DynamoDB table", Facts: Table{}},
		{Name: "aws.ec2.address", Title: "Elastic IP address", Facts: Address{}},
		{Name: "aws.ec2.endpoint", Title: "VPC endpoint", Facts: Endpoint{}},
		{Name: "aws.ec2.instance", Title: "EC2 instance", Facts: Instance{}},
		{Name: "aws.ec2.network_acl", Title: "Network access list", Facts: NetworkACL{}},
		{Name: "aws.ec2.peering", Title: "Peering of networks", Facts: Peering{}},
		{Name: "aws.ec2.security_group", Title: "Security group", Facts: SecurityGroup{}},
		{Name: "aws.ec2.settings", Title: "EC2 defaults of a region", Facts: EC2Settings{}},
		{Name: "aws.ec2.volume", Title: "EBS volume", Facts: Volume{}},
		{Name: "aws.ec2.vpc", Title: "VPC", Facts: VPC{}},
		{Name: "aws.ecr.repository", Title: "ECR repository", Facts: ImageRepository{}},
		{Name: "aws.efs.file_system", Title: "EFS file system", Facts: FileSystem{}},
		{Name: "aws.eks.cluster", Title: "EKS cluster", Facts: Cluster{}},
		{Name: "aws.elb.load_balancer", Title: "Load balancer", Facts: LoadBalancer{}},
		{Name: "aws.elb.target_group", Title: "Target group", Facts: TargetGroup{}},
		{Name: "aws.events.bus", Title: "Event bus", Facts: EventBus{}},
		{Name: "aws.guardduty.settings", Title: "GuardDuty in a region", Facts: GuardDutySettings{}},
		{Name: "aws.iam.group", Title: "IAM group", Facts: Group{}},
		{Name: "aws.iam.password_policy", Title: "IAM password policy", Facts: PasswordPolicy{}},
		{Name: "aws.iam.policy", Title: "IAM policy", Facts: Policy{}},
		{Name: "aws.iam.role", Title: "IAM role", Facts: Role{}},
		{Name: "aws.iam.root", Title: "Root user", Facts: Root{}},
		{Name: "aws.iam.server_certificate", Title: "Server certificate in IAM", Facts: ServerCertificate{}},
		{Name: "aws.iam.user", Title: "IAM user", Facts: User{}},
		{Name: "aws.kms.key", Title: "KMS key", Facts: Key{}},
		{Name: "aws.lambda.function", Title: "Lambda function", Facts: Function{}},
		{Name: "aws.logs.group", Title: "Log group", Facts: LogGroup{}},
		{Name: "aws.logs.metric_filter", Title: "Metric filter", Facts: MetricFilter{}},
		{Name: "aws.macie.settings", Title: "Macie in a region", Facts: MacieSettings{}},
		{Name: "aws.organization", Title: "Organisation of the account", Facts: Organization{}},
		{Name: "aws.rds.cluster", Title: "RDS cluster", Facts: Database{}},
		{Name: "aws.rds.instance", Title: "RDS instance", Facts: Database{}},
		{Name: "aws.s3.bucket", Title: "S3 bucket", Facts: Bucket{}},
		{Name: "aws.secretsmanager.secret", Title: "Secret", Facts: Secret{}},
		{Name: "aws.securityhub.settings", Title: "Security Hub in a region", Facts: SecurityHubSettings{}},
		{Name: "aws.sns.topic", Title: "SNS topic", Facts: Topic{}},
		{Name: "aws.sqs.queue", Title: "SQS queue", Facts: Queue{}},
	}
}
