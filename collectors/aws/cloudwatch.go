package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func cloudwatchEntry() entry {
	return entry{
		service: "cloudwatch", scope: regional, kinds: []string{"aws.cloudwatch.alarm"}, actions: []string{"cloudwatch:DescribeAlarms"},
		collect: collectAlarms,
	}
}

func collectAlarms(ctx context.Context, v *visit, region string) error {
	client := cloudwatch.NewFromConfig(v.in(region))
	var found []types.MetricAlarm
	list := cloudwatch.NewDescribeAlarmsPaginator(client, &cloudwatch.DescribeAlarmsInput{
		AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm}, MaxRecords: sdk.Int32(100),
	})
	err := v.pages("CloudWatch", "DescribeAlarms", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.MetricAlarms...)
		return page.NextToken, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.cloudwatch.alarm")
	}
	for _, a := range found {
		facts := kinds.Alarm{ActionsEnabled: sdk.ToBool(a.ActionsEnabled), Actions: sorted(a.AlarmActions)}
		if name := sdk.ToString(a.MetricName); name != "" {
			facts.Metric = &kinds.Metric{Namespace: sdk.ToString(a.Namespace), Name: name}
		}
		head := collectors.Head{Kind: "aws.cloudwatch.alarm", ID: sdk.ToString(a.AlarmArn), Name: sdk.ToString(a.AlarmName), Region: region}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}
