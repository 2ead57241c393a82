package aws

// serviceNames are the IAM prefixes of services, by the SDK's id, where they are not the id in lower case.
var serviceNames = map[string]string{
	"AccessAnalyzer": "access-analyzer", "API Gateway": "apigateway", "ApiGatewayV2": "apigateway", "CloudWatch Logs": "logs", "Config Service": "config",
	"EFS": "elasticfilesystem", "Elastic Load Balancing v2": "elasticloadbalancing", "EventBridge": "events",
	"S3 Control": "s3", "Secrets Manager": "secretsmanager",
}

// actions are the IAM actions of operations, where they do not have the operation's name.
// Source: Service Authorization Reference.
var actions = map[string]string{
	"API Gateway:GetResources":               "apigateway:GET",
	"API Gateway:GetRestApis":                "apigateway:GET",
	"API Gateway:GetStages":                  "apigateway:GET",
	"ApiGatewayV2:GetApis":                   "apigateway:GET",
	"ApiGatewayV2:GetRoutes":                 "apigateway:GET",
	"ApiGatewayV2:GetStages":                 "apigateway:GET",
	"Budgets:DescribeBudgets":                "budgets:ViewBudget",
	"Budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
	"S3 Control:GetPublicAccessBlock":        "s3:GetAccountPublicAccessBlock",
	"S3:GetBucketEncryption":                 "s3:GetEncryptionConfiguration",
	"S3:GetBucketLifecycleConfiguration":     "s3:GetLifecycleConfiguration",
	"S3:GetBucketReplication":                "s3:GetReplicationConfiguration",
	"S3:GetObjectLockConfiguration":          "s3:GetBucketObjectLockConfiguration",
	"S3:GetPublicAccessBlock":                "s3:GetBucketPublicAccessBlock",
	"S3:ListBuckets":                         "s3:ListAllMyBuckets",
}

// serviceName is the IAM prefix of a service.
func serviceName(id string) string {
	if name, ok := serviceNames[id]; ok {
		return name
	}
	return lowerWord(id)
}

// callName is what a service is called where calls are told: its IAM prefix, but for the services that share one.
func callName(id string) string {
	switch id {
	case "S3 Control", "ApiGatewayV2":
		return lowerWord(id)
	}
	return serviceName(id)
}

// action is the IAM action that an operation takes.
func action(serviceID, operation string) string {
	if a, ok := actions[serviceID+":"+operation]; ok {
		return a
	}
	return serviceName(serviceID) + ":" + operation
}

// lowerWord is a service's id in lower case, without spaces.
func lowerWord(id string) string {
	out := make([]byte, 0, len(id))
	for i := range len(id) {
		c := id[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != ' ' {
			out = append(out, c)
		}
	}
	return string(out)
}
