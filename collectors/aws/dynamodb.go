package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func dynamodbEntry() entry {
	return entry{
		service: "dynamodb", scope: regional, kinds: []string{"aws.dynamodb.table"},
		actions: []string{"dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:ListTables"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := dynamodb.NewFromConfig(v.in(region))
			list := dynamodb.NewListTablesPaginator(client, &dynamodb.ListTablesInput{Limit: sdk.Int32(100)})
			return each(ctx, v, listed{"DynamoDB", "ListTables", region, "aws.dynamodb.table"}, list.HasMorePages,
				func() ([]string, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.TableNames, page.LastEvaluatedTableName, nil
				},
				func(ctx context.Context, name string) error { return v.dynamoTable(ctx, client, name, region) })
		},
	}
}

func (v *visit) dynamoTable(ctx context.Context, client *dynamodb.Client, name, region string) error {
	var facts kinds.Table
	var p partial
	paths := []string{"status", "kms_key", "deletion_protection", "on_demand"}
	out, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if p.ok(err, paths...) && p.has(out.Table != nil, "DynamoDB", "DescribeTable", paths...) {
		t := out.Table
		facts.Status, facts.DeletionProtection = string(t.TableStatus), sdk.ToBool(t.DeletionProtectionEnabled)
		facts.OnDemand = t.BillingModeSummary != nil && t.BillingModeSummary.BillingMode == types.BillingModePayPerRequest
		if t.SSEDescription != nil {
			facts.KMSKey = nonEmpty(t.SSEDescription.KMSMasterKeyArn)
		}
	}
	backups, err := client.DescribeContinuousBackups(ctx, &dynamodb.DescribeContinuousBackupsInput{TableName: &name})
	if p.ok(err, "point_in_time") && p.has(backups.ContinuousBackupsDescription != nil, "DynamoDB", "DescribeContinuousBackups", "point_in_time") {
		is := backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription
		facts.PointInTime = is != nil && is.PointInTimeRecoveryStatus == types.PointInTimeRecoveryStatusEnabled
	}
	return v.emit(collectors.Head{Kind: "aws.dynamodb.table", ID: v.arn("dynamodb", region, "table/"+name), Name: name, Region: region}, facts, p)
}
