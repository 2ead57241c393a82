package aws

import (
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func cloudtrailEntry() entry {
	return entry{
		service: "cloudtrail", scope: regional, kinds: []string{"aws.cloudtrail.trail"},
		actions: []string{"cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus"},
		collect: collectTrails,
	}
}

// collectTrails tells each trail once. The shadows that a trail has in other regions and accounts are listed too, because an
// organisation's trail is nothing else in its member accounts.
func collectTrails(ctx context.Context, v *visit, region string) error {
	client := cloudtrail.NewFromConfig(v.in(region))
	out, err := client.DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{IncludeShadowTrails: sdk.Bool(true)})
	if err != nil {
		v.kindGap(err, region, "aws.cloudtrail.trail")
		return nil
	}
	for _, t := range out.TrailList {
		if v.placeOf(t) != region {
			continue
		}
		if err := v.trail(ctx, client, t); err != nil {
			return err
		}
	}
	return nil
}

// placeOf is the region in which a trail is read: its own, or else the home region.
func (v *visit) placeOf(t types.Trail) string {
	own := strings.Contains(sdk.ToString(t.TrailARN), ":"+v.account+":")
	if home := sdk.ToString(t.HomeRegion); own && slices.Contains(v.visited, home) {
		return home
	}
	if slices.Contains(v.visited, v.home) {
		return v.home
	}
	return v.visited[0]
}

func (v *visit) trail(ctx context.Context, client *cloudtrail.Client, t types.Trail) error {
	facts := kinds.Trail{
		HomeRegion: sdk.ToString(t.HomeRegion), MultiRegion: sdk.ToBool(t.IsMultiRegionTrail), Organization: sdk.ToBool(t.IsOrganizationTrail),
		GlobalServices: sdk.ToBool(t.IncludeGlobalServiceEvents), Validation: sdk.ToBool(t.LogFileValidationEnabled),
		KMSKey: nonEmpty(t.KmsKeyId), Bucket: sdk.ToString(t.S3BucketName), LogGroup: nonEmpty(t.CloudWatchLogsLogGroupArn),
	}
	var p partial
	status, err := client.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: t.TrailARN})
	if p.ok(err, "logging", "delivery_error") && p.has(status.IsLogging != nil, "CloudTrail", "GetTrailStatus", "logging", "delivery_error") {
		facts.Logging, facts.DeliveryError = *status.IsLogging, nonEmpty(status.LatestDeliveryError)
	}
	selectors, err := client.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: t.TrailARN})
	if p.ok(err, "management", "data") {
		for _, s := range selectors.EventSelectors {
			classicSelector(&facts, s)
		}
		for _, s := range selectors.AdvancedEventSelectors {
			advancedSelector(&facts, s)
		}
	}
	return v.emit(collectors.Head{
		Kind: "aws.cloudtrail.trail", ID: sdk.ToString(t.TrailARN), Name: sdk.ToString(t.Name), Region: facts.HomeRegion,
	}, facts, p)
}

// classicSelector adds what an event selector of the first form records.
func classicSelector(facts *kinds.Trail, s types.EventSelector) {
	reads := s.ReadWriteType != types.ReadWriteTypeWriteOnly
	writes := s.ReadWriteType != types.ReadWriteTypeReadOnly
	if s.IncludeManagementEvents == nil || *s.IncludeManagementEvents {
		facts.Management.Reads = facts.Management.Reads || reads
		facts.Management.Writes = facts.Management.Writes || writes
	}
	for _, d := range s.DataResources {
		e := kinds.DataEvents{Type: sdk.ToString(d.Type), Reads: reads, Writes: writes}
		for _, value := range d.Values {
			if strings.Count(value, ":") == 2 { // "arn:aws:s3" is all of them
				value = "*"
			}
			e.Resources = append(e.Resources, value)
		}
		facts.Data = append(facts.Data, e)
	}
}

// advancedSelector adds what an advanced event selector records. A field that is not known narrows it.
// Source: CloudTrail API Reference, AdvancedFieldSelector.
func advancedSelector(facts *kinds.Trail, s types.AdvancedEventSelector) {
	category, reads, writes := "", true, true
	e := kinds.DataEvents{}
	for _, f := range s.FieldSelectors {
		plain := len(f.NotEquals)+len(f.NotStartsWith)+len(f.NotEndsWith)+len(f.EndsWith) == 0
		switch field := sdk.ToString(f.Field); {
		case field == "eventCategory" && plain && len(f.Equals) == 1:
			category = f.Equals[0]
		case field == "resources.type" && plain && len(f.Equals) == 1:
			e.Type = f.Equals[0]
		case field == "readOnly" && plain && len(f.Equals) == 1:
			reads, writes = f.Equals[0] == "true", f.Equals[0] == "false"
		case field == "resources.ARN" && plain:
			e.Resources = append(append(e.Resources, f.Equals...), f.StartsWith...)
		default:
			e.Narrowed = true
		}
	}
	if e.Resources == nil {
		e.Resources = []string{"*"}
	}
	e.Reads, e.Writes = reads, writes
	switch {
	case category == "Management" && !e.Narrowed:
		facts.Management.Reads = facts.Management.Reads || reads
		facts.Management.Writes = facts.Management.Writes || writes
	case category == "Data":
		facts.Data = append(facts.Data, e)
	}
}
