package aws

import (
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	guarddutytypes "github.com/aws/aws-sdk-go-v2/service/guardduty/types"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// settings tells what a region has of a service.
func (v *visit) settings(kind, service, region string, facts any, p partial) error {
	return v.emit(collectors.Head{Kind: kind, ID: region, Name: service + " in " + region, Region: region}, facts, p)
}

func accessanalyzerEntry() entry {
	return entry{
		service: "accessanalyzer", scope: regional, kinds: []string{"aws.accessanalyzer.settings"},
		actions: []string{"access-analyzer:ListAnalyzers"},
		collect: func(ctx context.Context, v *visit, region string) error {
			var facts kinds.AnalyzerSettings
			var p partial
			list := accessanalyzer.NewListAnalyzersPaginator(accessanalyzer.NewFromConfig(v.in(region)), &accessanalyzer.ListAnalyzersInput{})
			err := v.pages("AccessAnalyzer", "ListAnalyzers", list.HasMorePages, func() (*string, error) {
				page, err := list.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, a := range page.Analyzers {
					facts.Analyzers = append(facts.Analyzers, kinds.Analyzer{Name: sdk.ToString(a.Name), Type: string(a.Type), Status: string(a.Status)})
				}
				return page.NextToken, nil
			})
			p.ok(err, "analyzers")
			return v.settings("aws.accessanalyzer.settings", "Access Analyzer", region, facts, p)
		},
	}
}

func configEntry() entry {
	return entry{
		service: "config", scope: regional, kinds: []string{"aws.config.settings"},
		actions: []string{"config:DescribeConfigurationRecorderStatus", "config:DescribeConfigurationRecorders", "config:DescribeDeliveryChannels"},
		collect: collectConfig,
	}
}

func collectConfig(ctx context.Context, v *visit, region string) error {
	client := configservice.NewFromConfig(v.in(region))
	var facts kinds.ConfigSettings
	var p partial
	recorders, err := client.DescribeConfigurationRecorders(ctx, nil)
	if p.ok(err, "recorder") && len(recorders.ConfigurationRecorders) > 0 {
		is := recorders.ConfigurationRecorders[0]
		facts.Recorder = &kinds.ConfigRecorder{Name: sdk.ToString(is.Name)}
		if is.RecordingGroup != nil {
			facts.Recorder.AllSupported, facts.Recorder.GlobalTypes = is.RecordingGroup.AllSupported, is.RecordingGroup.IncludeGlobalResourceTypes
		}
	}
	status, err := client.DescribeConfigurationRecorderStatus(ctx, nil)
	if facts.Recorder != nil && p.ok(err, "recorder.recording", "recorder.last_status") {
		for _, s := range status.ConfigurationRecordersStatus {
			if sdk.ToString(s.Name) == facts.Recorder.Name {
				facts.Recorder.Recording, facts.Recorder.LastStatus = s.Recording, nonEmpty(sdk.String(string(s.LastStatus)))
			}
		}
	}
	channels, err := client.DescribeDeliveryChannels(ctx, nil)
	if p.ok(err, "delivery_bucket") && len(channels.DeliveryChannels) > 0 {
		facts.DeliveryBucket = nonEmpty(channels.DeliveryChannels[0].S3BucketName)
	}
	return v.settings("aws.config.settings", "AWS Config", region, facts, p)
}

func securityhubEntry() entry {
	return entry{
		service: "securityhub", scope: regional, kinds: []string{"aws.securityhub.settings"}, actions: []string{"securityhub:DescribeHub"},
		collect: func(ctx context.Context, v *visit, region string) error {
			var facts kinds.SecurityHubSettings
			var p partial
			hub, err := securityhub.NewFromConfig(v.in(region)).DescribeHub(ctx, &securityhub.DescribeHubInput{})
			all := factNames(facts)
			if !absent(err) && p.ok(err, all...) && p.has(hub.HubArn != nil, "SecurityHub", "DescribeHub", all...) {
				facts.Enabled, facts.AutoEnableControls = true, sdk.ToBool(hub.AutoEnableControls)
			}
			return v.settings("aws.securityhub.settings", "Security Hub", region, facts, p)
		},
	}
}

func guarddutyEntry() entry {
	return entry{
		service: "guardduty", scope: regional, kinds: []string{"aws.guardduty.settings"},
		actions: []string{"guardduty:GetDetector", "guardduty:ListDetectors"},
		collect: collectGuardDuty,
	}
}

func collectGuardDuty(ctx context.Context, v *visit, region string) error {
	client := guardduty.NewFromConfig(v.in(region))
	var facts kinds.GuardDutySettings
	var p partial
	var ids []string
	list := guardduty.NewListDetectorsPaginator(client, &guardduty.ListDetectorsInput{})
	err := v.pages("GuardDuty", "ListDetectors", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		ids = append(ids, page.DetectorIds...)
		return page.NextToken, nil
	})
	if p.ok(err, "enabled", "features") {
		for _, id := range ids { // a region has one at most
			detector, err := client.GetDetector(ctx, &guardduty.GetDetectorInput{DetectorId: &id})
			if !p.ok(err, "enabled", "features") {
				break
			}
			facts.Enabled = facts.Enabled || detector.Status == guarddutytypes.DetectorStatusEnabled
			for _, f := range detector.Features {
				if f.Status == guarddutytypes.FeatureStatusEnabled {
					facts.Features = append(facts.Features, string(f.Name))
				}
			}
		}
		slices.Sort(facts.Features)
	}
	return v.settings("aws.guardduty.settings", "GuardDuty", region, facts, p)
}
