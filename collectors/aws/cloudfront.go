package aws

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	logs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// cloudfront is spoken to as the Amazon CloudFront API Reference says, in the version of the API that its paths name.
var cloudfront = service{id: "CloudFront", signing: "cloudfront", host: "cloudfront", global: true}

const cloudfrontPath = "/2020-05-31/distribution"

type (
	cloudfrontPage struct {
		NextMarker  string
		IsTruncated bool
		Items       []distribution `xml:"Items>DistributionSummary"`
	}
	distribution struct {
		ID              string `xml:"Id"`
		ARN, DomainName string
	}
	distributionConfig struct {
		Enabled           bool
		DefaultRootObject string
		WebACLID          string       `xml:"WebACLId"`
		Aliases           []string     `xml:"Aliases>Items>CNAME"`
		Origins           []origin     `xml:"Origins>Items>Origin"`
		Default           behaviour    `xml:"DefaultCacheBehavior"`
		Behaviours        []behaviour  `xml:"CacheBehaviors>Items>CacheBehavior"`
		Certificate       *certificate `xml:"ViewerCertificate"` // always there, as is Logging
		Logging           *struct{ Enabled bool }
	}
	certificate struct {
		CloudFrontDefaultCertificate bool
		MinimumProtocolVersion       string
	}
	behaviour struct {
		PathPattern, ViewerProtocolPolicy string
		TargetOriginID                    string `xml:"TargetOriginId"`
	}
	origin struct {
		ID                    string `xml:"Id"`
		DomainName            string
		OriginAccessControlID string `xml:"OriginAccessControlId"`
		Bucket                *struct {
			Identity string `xml:"OriginAccessIdentity"`
		} `xml:"S3OriginConfig"`
		Custom *struct{ OriginProtocolPolicy string } `xml:"CustomOriginConfig"`
		VPC    *struct{}                              `xml:"VpcOriginConfig"`
	}
)

func cloudfrontEntry() entry {
	return entry{
		service: "cloudfront", scope: global, kinds: []string{"aws.cloudfront.distribution"},
		actions: []string{"cloudfront:GetDistributionConfig", "cloudfront:ListDistributions", "logs:DescribeDeliveries", "logs:DescribeDeliverySources"},
		collect: func(ctx context.Context, v *visit, region string) error {
			list := paged[cloudfrontPage, distribution]{
				client: v.client(ctx, cloudfront, region), operation: "ListDistributions",
				ask: func(token string) question {
					return question{path: cloudfrontPath, query: query("MaxItems", "100", "Marker", token)}
				},
				take: func(page *cloudfrontPage) ([]distribution, string) {
					if !page.IsTruncated {
						page.NextMarker = ""
					}
					return page.Items, page.NextMarker
				},
			}
			delivered := sync.OnceValues(func() (map[string]bool, error) { return v.deliveries(ctx, list.client.config) })
			return list.each(ctx, v, "aws.cloudfront.distribution", func(ctx context.Context, d distribution) error {
				return v.distribution(ctx, list.client, d, delivered)
			})
		},
	}
}

func (v *visit) distribution(ctx context.Context, c *client, d distribution, delivered func() (map[string]bool, error)) error {
	facts := kinds.Distribution{Domain: d.DomainName}
	var p partial
	var config distributionConfig
	err := c.ask(ctx, "GetDistributionConfig", question{path: cloudfrontPath + "/" + url.PathEscape(d.ID) + "/config"}, &config)
	all := slices.DeleteFunc(factNames(facts), func(name string) bool { return name == "domain" })
	if p.ok(err, all...) && p.has(config.Logging != nil && config.Certificate != nil, c.id, "GetDistributionConfig", all...) {
		facts = config.facts(d.DomainName)
		if config.Logging.Enabled {
			facts.Logging = sdk.String("standard")
		} else if resources, err := delivered(); p.ok(err, "logging") && resources[d.ARN] {
			facts.Logging = sdk.String("delivery")
		}
	}
	return v.emit(collectors.Head{Kind: "aws.cloudfront.distribution", ID: d.ARN, Name: d.ID}, facts, p)
}

// facts are what a configuration says by itself.
func (c distributionConfig) facts(domain string) kinds.Distribution {
	facts := kinds.Distribution{
		Enabled: c.Enabled, Domain: domain, Aliases: sorted(c.Aliases), WebACL: nonEmpty(&c.WebACLID), DefaultRoot: nonEmpty(&c.DefaultRootObject),
		MinimumTLS: nonEmpty(&c.Certificate.MinimumProtocolVersion), OwnCertificate: !c.Certificate.CloudFrontDefaultCertificate,
		Behaviours: []kinds.Behaviour{{Path: "*", Origin: c.Default.TargetOriginID, Callers: c.Default.ViewerProtocolPolicy}},
	}
	for _, b := range c.Behaviours {
		facts.Behaviours = append(facts.Behaviours, kinds.Behaviour{Path: b.PathPattern, Origin: b.TargetOriginID, Callers: b.ViewerProtocolPolicy})
	}
	for _, o := range c.Origins {
		from := kinds.Source{
			ID: o.ID, Domain: o.DomainName, Bucket: o.Custom == nil && o.VPC == nil,
			Signed: o.OriginAccessControlID != "" || o.Bucket != nil && o.Bucket.Identity != "",
		}
		if o.Custom != nil {
			from.Protocol = nonEmpty(&o.Custom.OriginProtocolPolicy)
		}
		facts.Origins = append(facts.Origins, from)
	}
	slices.SortFunc(facts.Origins, func(a, b kinds.Source) int { return cmp.Compare(a.ID, b.ID) })
	return facts
}

// deliveries are the resources whose access logs CloudWatch Logs delivers somewhere.
func (v *visit) deliveries(ctx context.Context, config sdk.Config) (map[string]bool, error) {
	client := logs.NewFromConfig(config)
	out, delivered := map[string]bool{}, map[string]bool{}
	list := logs.NewDescribeDeliveriesPaginator(client, &logs.DescribeDeliveriesInput{})
	err := v.pages("CloudWatch Logs", "DescribeDeliveries", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, d := range page.Deliveries {
			delivered[sdk.ToString(d.DeliverySourceName)] = true
		}
		return page.NextToken, nil
	})
	if err != nil {
		return nil, err
	}
	sources := logs.NewDescribeDeliverySourcesPaginator(client, &logs.DescribeDeliverySourcesInput{})
	err = v.pages("CloudWatch Logs", "DescribeDeliverySources", sources.HasMorePages, func() (*string, error) {
		page, err := sources.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range page.DeliverySources {
			for _, arn := range s.ResourceArns {
				out[arn] = out[arn] || delivered[sdk.ToString(s.Name)] && sdk.ToString(s.LogType) == "ACCESS_LOGS"
			}
		}
		return page.NextToken, nil
	})
	return out, err
}
