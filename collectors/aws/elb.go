package aws

import (
	"cmp"
	"context"
	"slices"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// elbID is the SDK's id of the service.
const elbID = "Elastic Load Balancing v2"

func elbEntry() entry {
	return entry{
		service: "elb", scope: regional, kinds: []string{"aws.elb.load_balancer", "aws.elb.target_group"},
		actions: []string{
			"elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers",
			"elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "wafv2:ListResourcesForWebACL", "wafv2:ListWebACLs",
		},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := elb.NewFromConfig(v.in(region))
			if err := v.targetGroups(ctx, client, region); err != nil {
				return err
			}
			guards := sync.OnceValues(func() (map[string]string, error) { return v.guards(ctx, region) })
			list := elb.NewDescribeLoadBalancersPaginator(client, &elb.DescribeLoadBalancersInput{PageSize: sdk.Int32(400)})
			return each(ctx, v, listed{elbID, "DescribeLoadBalancers", region, "aws.elb.load_balancer"}, list.HasMorePages,
				func() ([]types.LoadBalancer, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.LoadBalancers, page.NextMarker, nil
				},
				func(ctx context.Context, b types.LoadBalancer) error {
					return v.loadBalancer(ctx, client, b, region, guards)
				})
		},
	}
}

func (v *visit) loadBalancer(ctx context.Context, client *elb.Client, b types.LoadBalancer, region string, guards guards) error {
	var p partial
	facts := kinds.LoadBalancer{Type: string(b.Type), Public: b.Scheme == types.LoadBalancerSchemeEnumInternetFacing}
	attributes, err := client.DescribeLoadBalancerAttributes(ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerArn: b.LoadBalancerArn})
	if p.ok(err, "access_logs", "deletion_protection", "drop_invalid_headers") {
		for _, a := range attributes.Attributes {
			on := sdk.ToString(a.Value) == "true"
			switch sdk.ToString(a.Key) {
			case "access_logs.s3.enabled":
				facts.AccessLogs = on
			case "deletion_protection.enabled":
				facts.DeletionProtection = on
			case "routing.http.drop_invalid_header_fields.enabled":
				facts.DropInvalidHeaders = on
			}
		}
	}
	list := elb.NewDescribeListenersPaginator(client, &elb.DescribeListenersInput{LoadBalancerArn: b.LoadBalancerArn})
	p.ok(v.pages(elbID, "DescribeListeners", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, l := range page.Listeners {
			facts.Listeners = append(facts.Listeners, kinds.Listener{
				Port: int(sdk.ToInt32(l.Port)), Protocol: string(l.Protocol), Redirects: redirects(l.DefaultActions), SSLPolicy: nonEmpty(l.SslPolicy),
			})
		}
		return page.NextMarker, nil
	}), "listeners")
	if b.Type == types.LoadBalancerTypeEnumApplication {
		guarded, err := guards()
		if acl := guarded[sdk.ToString(b.LoadBalancerArn)]; acl != "" {
			facts.WebACL = &acl
		} else {
			p.ok(err, "web_acl")
		}
	}
	slices.SortFunc(facts.Listeners, func(a, b kinds.Listener) int { return cmp.Compare(a.Port, b.Port) })
	return v.emit(collectors.Head{
		Kind: "aws.elb.load_balancer", ID: sdk.ToString(b.LoadBalancerArn), Name: sdk.ToString(b.LoadBalancerName), Region: region,
	}, facts, p)
}

// redirects says whether all that is done is to send callers to HTTPS.
func redirects(actions []types.Action) bool {
	for _, a := range actions {
		if a.RedirectConfig == nil || sdk.ToString(a.RedirectConfig.Protocol) != "HTTPS" {
			return false
		}
	}
	return len(actions) > 0
}

// targetGroups tells where the load balancers of a region send what they get.
func (v *visit) targetGroups(ctx context.Context, client *elb.Client, region string) error {
	list := elb.NewDescribeTargetGroupsPaginator(client, &elb.DescribeTargetGroupsInput{PageSize: sdk.Int32(400)})
	return each(ctx, v, listed{elbID, "DescribeTargetGroups", region, "aws.elb.target_group"}, list.HasMorePages,
		func() ([]types.TargetGroup, *string, error) {
			page, err := list.NextPage(ctx)
			if err != nil {
				return nil, nil, err
			}
			return page.TargetGroups, page.NextMarker, nil
		},
		func(ctx context.Context, g types.TargetGroup) error {
			var p partial
			facts := kinds.TargetGroup{Type: string(g.TargetType), LoadBalancers: sorted(g.LoadBalancerArns)}
			health, err := client.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: g.TargetGroupArn})
			if p.ok(err, "targets", "healthy") {
				facts.Targets = len(health.TargetHealthDescriptions)
				for _, t := range health.TargetHealthDescriptions {
					if t.TargetHealth != nil && t.TargetHealth.State == types.TargetHealthStateEnumHealthy {
						facts.Healthy++
					}
				}
			}
			return v.emit(collectors.Head{
				Kind: "aws.elb.target_group", ID: sdk.ToString(g.TargetGroupArn), Name: sdk.ToString(g.TargetGroupName), Region: region,
			}, facts, p)
		})
}
