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
		{Name: "aws.account", Title: "AWS account", Facts: Account{}},
		{Name: "aws.ec2.security_group", Title: "Security group", Facts: SecurityGroup{}},
		{Name: "aws.iam.group", Title: "IAM group", Facts: Group{}},
		{Name: "aws.iam.password_policy", Title: "IAM password policy", Facts: PasswordPolicy{}},
		{Name: "aws.iam.policy", Title: "IAM policy", Facts: Policy{}},
		{Name: "aws.iam.role", Title: "IAM role", Facts: Role{}},
		{Name: "aws.iam.root", Title: "Root user", Facts: Root{}},
		{Name: "aws.iam.user", Title: "IAM user", Facts: User{}},
		{Name: "aws.s3.bucket", Title: "S3 bucket", Facts: Bucket{}},
	}
}
