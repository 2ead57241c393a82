package aws

import (
	"errors"
	"strings"

	"github.com/aws/smithy-go"
)

// absences are the codes by which an operation says that the thing is not configured: a fact, and no failure. Where a code
// has other meanings too, a part of the message that tells them apart follows after a colon.
// Source: the API references of the services, and their answers.
var absences = map[string]string{
	"Account:GetAlternateContact":          "ResourceNotFoundException",
	"EFS:DescribeBackupPolicy":             "PolicyNotFound",
	"EFS:DescribeFileSystemPolicy":         "PolicyNotFound",
	"IAM:GetAccountPasswordPolicy":         "NoSuchEntity",
	"SecurityHub:DescribeHub":              "InvalidAccessException:not subscribed",
	"ECR:GetLifecyclePolicy":               "LifecyclePolicyNotFoundException",
	"ECR:GetRepositoryPolicy":              "RepositoryPolicyNotFoundException",
	"IAM:ListOrganizationsFeatures":        "ServiceAccessNotEnabledException",
	"Macie2:GetMacieSession":               "AccessDeniedException:Macie is not enabled",
	"Organizations:DescribeOrganization":   "AWSOrganizationsNotInUseException",
	"Organizations:DescribeResourcePolicy": "ResourcePolicyNotFoundException",
	"Lambda:GetPolicy":                     "ResourceNotFoundException",
	"S3 Control:GetPublicAccessBlock":      "NoSuchPublicAccessBlockConfiguration",
	"S3:GetBucketEncryption":               "ServerSideEncryptionConfigurationNotFoundError",
	"S3:GetBucketLifecycleConfiguration":   "NoSuchLifecycleConfiguration",
	"S3:GetBucketOwnershipControls":        "OwnershipControlsNotFoundError",
	"S3:GetBucketPolicy":                   "NoSuchBucketPolicy",
	"S3:GetBucketReplication":              "ReplicationConfigurationNotFoundError",
	"S3:GetBucketTagging":                  "NoSuchTagSet",
	"S3:GetObjectLockConfiguration":        "ObjectLockConfigurationNotFoundError",
	"S3:GetPublicAccessBlock":              "NoSuchPublicAccessBlockConfiguration",
}

// absent says whether err is the service's way to say that there is none.
func absent(err error) bool {
	var operation *smithy.OperationError
	return errors.As(err, &operation) && absentIn(operation.ServiceID, operation.OperationName, err)
}

func absentIn(service, operation string, err error) bool {
	is, part, _ := strings.Cut(absences[service+":"+operation], ":")
	var api smithy.APIError
	return is != "" && code(err) == is && errors.As(err, &api) && strings.Contains(api.ErrorMessage(), part)
}
