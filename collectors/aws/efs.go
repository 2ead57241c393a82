package aws

import (
	"cmp"
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/efs/types"
	"github.com/aws/smithy-go"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func efsEntry() entry {
	return entry{
		service: "efs", scope: regional, kinds: []string{"aws.efs.file_system"},
		actions: []string{"elasticfilesystem:DescribeBackupPolicy", "elasticfilesystem:DescribeFileSystemPolicy", "elasticfilesystem:DescribeFileSystems"},
		collect: collectFileSystems,
	}
}

func collectFileSystems(ctx context.Context, v *visit, region string) error {
	client := efs.NewFromConfig(v.in(region))
	var found []types.FileSystemDescription
	list := efs.NewDescribeFileSystemsPaginator(client, &efs.DescribeFileSystemsInput{MaxItems: sdk.Int32(100)})
	err := v.pages("EFS", "DescribeFileSystems", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.FileSystems...)
		return page.NextMarker, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.efs.file_system")
	}
	for _, fs := range found {
		facts := kinds.FileSystem{Encrypted: sdk.ToBool(fs.Encrypted), KMSKey: nonEmpty(fs.KmsKeyId)}
		var p partial
		backup, err := client.DescribeBackupPolicy(ctx, &efs.DescribeBackupPolicyInput{FileSystemId: fs.FileSystemId})
		if !absent(err) && p.ok(err, "backup") && p.has(backup.BackupPolicy != nil, "EFS", "DescribeBackupPolicy", "backup") {
			facts.Backup = backup.BackupPolicy.Status == types.StatusEnabled || backup.BackupPolicy.Status == types.StatusEnabling
		}
		policy, err := client.DescribeFileSystemPolicy(ctx, &efs.DescribeFileSystemPolicyInput{FileSystemId: fs.FileSystemId})
		if !absent(err) && p.ok(err, "policy") {
			if facts.Policy, err = kinds.ParseDocument(sdk.ToString(policy.Policy)); err != nil {
				p.ok(&smithy.OperationError{ServiceID: "EFS", OperationName: "DescribeFileSystemPolicy", Err: &answerError{err.Error()}}, "policy")
			}
		}
		id := sdk.ToString(fs.FileSystemId)
		head := collectors.Head{
			Kind: "aws.efs.file_system", ID: cmp.Or(sdk.ToString(fs.FileSystemArn), v.arn("elasticfilesystem", region, "file-system/"+id)),
			Name: cmp.Or(sdk.ToString(fs.Name), id), Region: region, Tags: map[string]string{},
		}
		for _, t := range fs.Tags {
			head.Tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
		}
		if err := v.emit(head, facts, p); err != nil {
			return err
		}
	}
	return nil
}
