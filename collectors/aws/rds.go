package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func rdsEntry() entry {
	return entry{
		service: "rds", scope: regional, kinds: []string{"aws.rds.cluster", "aws.rds.instance"},
		actions: []string{"rds:DescribeDBClusters", "rds:DescribeDBInstances"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := rds.NewFromConfig(v.in(region))
			if err := v.databases(ctx, client, region); err != nil {
				return err
			}
			return v.clusters(ctx, client, region)
		},
	}
}

func (v *visit) databases(ctx context.Context, client *rds.Client, region string) error {
	list := rds.NewDescribeDBInstancesPaginator(client, &rds.DescribeDBInstancesInput{MaxRecords: sdk.Int32(100)})
	var found []types.DBInstance
	err := v.pages("RDS", "DescribeDBInstances", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.DBInstances...)
		return page.Marker, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.rds.instance")
	}
	for _, d := range found {
		facts := kinds.Database{
			Engine: sdk.ToString(d.Engine), Version: sdk.ToString(d.EngineVersion), Status: sdk.ToString(d.DBInstanceStatus),
			Cluster: nonEmpty(d.DBClusterIdentifier), Encrypted: sdk.ToBool(d.StorageEncrypted), KMSKey: nonEmpty(d.KmsKeyId),
			Public: sdk.ToBool(d.PubliclyAccessible), MultiAZ: sdk.ToBool(d.MultiAZ), MinorUpgrades: sdk.ToBool(d.AutoMinorVersionUpgrade),
			BackupDays: int(sdk.ToInt32(d.BackupRetentionPeriod)), DeletionProtection: sdk.ToBool(d.DeletionProtection),
			LogExports: sorted(d.EnabledCloudwatchLogsExports), IAMLogin: sdk.ToBool(d.IAMDatabaseAuthenticationEnabled), CopyTags: sdk.ToBool(d.CopyTagsToSnapshot),
		}
		if d.DBSubnetGroup != nil {
			facts.VPC = nonEmpty(d.DBSubnetGroup.VpcId)
		}
		head := collectors.Head{Kind: "aws.rds.instance", ID: sdk.ToString(d.DBInstanceArn), Name: sdk.ToString(d.DBInstanceIdentifier), Region: region, Tags: rdsTags(d.TagList)}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) clusters(ctx context.Context, client *rds.Client, region string) error {
	list := rds.NewDescribeDBClustersPaginator(client, &rds.DescribeDBClustersInput{MaxRecords: sdk.Int32(100)})
	var found []types.DBCluster
	err := v.pages("RDS", "DescribeDBClusters", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.DBClusters...)
		return page.Marker, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.rds.cluster")
	}
	for _, d := range found {
		facts := kinds.Database{
			Engine: sdk.ToString(d.Engine), Version: sdk.ToString(d.EngineVersion), Status: sdk.ToString(d.Status),
			Encrypted: sdk.ToBool(d.StorageEncrypted), KMSKey: nonEmpty(d.KmsKeyId), Public: sdk.ToBool(d.PubliclyAccessible),
			MultiAZ: sdk.ToBool(d.MultiAZ), MinorUpgrades: sdk.ToBool(d.AutoMinorVersionUpgrade),
			BackupDays: int(sdk.ToInt32(d.BackupRetentionPeriod)), DeletionProtection: sdk.ToBool(d.DeletionProtection),
			LogExports: sorted(d.EnabledCloudwatchLogsExports), IAMLogin: sdk.ToBool(d.IAMDatabaseAuthenticationEnabled), CopyTags: sdk.ToBool(d.CopyTagsToSnapshot),
		}
		head := collectors.Head{Kind: "aws.rds.cluster", ID: sdk.ToString(d.DBClusterArn), Name: sdk.ToString(d.DBClusterIdentifier), Region: region, Tags: rdsTags(d.TagList)}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}

func rdsTags(list []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range list {
		out[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	return out
}
