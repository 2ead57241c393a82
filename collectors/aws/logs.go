package aws

import (
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func logsEntry() entry {
	return entry{
		service: "logs", scope: regional, kinds: []string{"aws.logs.group", "aws.logs.metric_filter"},
		actions: []string{"logs:DescribeLogGroups", "logs:DescribeMetricFilters"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := cloudwatchlogs.NewFromConfig(v.in(region))
			if err := v.logGroups(ctx, client, region); err != nil {
				return err
			}
			return v.metricFilters(ctx, client, region)
		},
	}
}

func (v *visit) logGroups(ctx context.Context, client *cloudwatchlogs.Client, region string) error {
	var found []types.LogGroup
	list := cloudwatchlogs.NewDescribeLogGroupsPaginator(client, &cloudwatchlogs.DescribeLogGroupsInput{Limit: sdk.Int32(50)})
	err := v.pages("CloudWatch Logs", "DescribeLogGroups", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.LogGroups...)
		return page.NextToken, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.logs.group")
	}
	for _, g := range found {
		name := sdk.ToString(g.LogGroupName)
		facts := kinds.LogGroup{RetentionDays: whole(g.RetentionInDays), KMSKey: nonEmpty(g.KmsKeyId), Bytes: int(sdk.ToInt64(g.StoredBytes))}
		head := collectors.Head{Kind: "aws.logs.group", ID: v.arn("logs", region, "log-group:"+name), Name: name, Region: region}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) metricFilters(ctx context.Context, client *cloudwatchlogs.Client, region string) error {
	var found []types.MetricFilter
	list := cloudwatchlogs.NewDescribeMetricFiltersPaginator(client, &cloudwatchlogs.DescribeMetricFiltersInput{Limit: sdk.Int32(50)})
	err := v.pages("CloudWatch Logs", "DescribeMetricFilters", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.MetricFilters...)
		return page.NextToken, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.logs.metric_filter")
	}
	for _, f := range found {
		facts := kinds.MetricFilter{Group: sdk.ToString(f.LogGroupName), Pattern: sdk.ToString(f.FilterPattern)}
		if facts.Alternatives, err = kinds.ParsePattern(facts.Pattern); err != nil {
			facts.Alternatives = nil // a pattern of another form, which is a fact
		}
		for _, m := range f.MetricTransformations {
			facts.Metrics = append(facts.Metrics, kinds.Metric{Namespace: sdk.ToString(m.MetricNamespace), Name: sdk.ToString(m.MetricName)})
		}
		slices.SortFunc(facts.Metrics, func(a, b kinds.Metric) int { return strings.Compare(a.Namespace+" "+a.Name, b.Namespace+" "+b.Name) })
		name := sdk.ToString(f.FilterName)
		head := collectors.Head{
			Kind: "aws.logs.metric_filter", ID: v.arn("logs", region, "log-group:"+facts.Group+":metric-filter:"+name), Name: name, Region: region,
		}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}
