package aws

import (
	"cmp"
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// peerings tells the peerings of a region with the routes that lead through them.
func (v *visit) peerings(ctx context.Context, client *ec2.Client, region string) error {
	routes, routesErr := v.peeringRoutes(ctx, client)
	list := ec2.NewDescribeVpcPeeringConnectionsPaginator(client, &ec2.DescribeVpcPeeringConnectionsInput{MaxResults: sdk.Int32(1000)})
	found, err := gather(ctx, v, "DescribeVpcPeeringConnections", list, func(page *ec2.DescribeVpcPeeringConnectionsOutput) ([]types.VpcPeeringConnection, *string) {
		return page.VpcPeeringConnections, page.NextToken
	})
	if err != nil {
		v.kindGap(err, region, "aws.ec2.peering")
	}
	for _, c := range found {
		id := sdk.ToString(c.VpcPeeringConnectionId)
		var p partial
		facts := kinds.Peering{Requester: peer(c.RequesterVpcInfo), Accepter: peer(c.AccepterVpcInfo), Routes: routes[id]}
		p.ok(routesErr, "routes")
		if c.Status != nil {
			facts.Status = string(c.Status.Code)
		}
		head := collectors.Head{Kind: "aws.ec2.peering", ID: v.arn("ec2", region, "vpc-peering-connection/"+id), Name: id, Region: region, Tags: ec2Tags(c.Tags)}
		if err := v.emit(head, facts, p); err != nil {
			return err
		}
	}
	return nil
}

func peer(side *types.VpcPeeringConnectionVpcInfo) kinds.Peer {
	if side == nil {
		return kinds.Peer{}
	}
	out := kinds.Peer{Account: sdk.ToString(side.OwnerId), VPC: sdk.ToString(side.VpcId)}
	for _, c := range side.CidrBlockSet {
		out.CIDRs = append(out.CIDRs, sdk.ToString(c.CidrBlock))
	}
	for _, c := range side.Ipv6CidrBlockSet {
		out.CIDRs = append(out.CIDRs, sdk.ToString(c.Ipv6CidrBlock))
	}
	if one := sdk.ToString(side.CidrBlock); one != "" && !slices.Contains(out.CIDRs, one) {
		out.CIDRs = append(out.CIDRs, one)
	}
	slices.Sort(out.CIDRs)
	return out
}

// peeringRoutes are the routes through peerings, by the peering's id, sorted.
func (v *visit) peeringRoutes(ctx context.Context, client *ec2.Client) (map[string][]kinds.PeeringRoute, error) {
	out := map[string][]kinds.PeeringRoute{}
	list := ec2.NewDescribeRouteTablesPaginator(client, &ec2.DescribeRouteTablesInput{MaxResults: sdk.Int32(100)})
	found, err := gather(ctx, v, "DescribeRouteTables", list, func(page *ec2.DescribeRouteTablesOutput) ([]types.RouteTable, *string) {
		return page.RouteTables, page.NextToken
	})
	for _, t := range found {
		for _, r := range t.Routes {
			if id := sdk.ToString(r.VpcPeeringConnectionId); id != "" {
				to := cmp.Or(sdk.ToString(r.DestinationCidrBlock), sdk.ToString(r.DestinationIpv6CidrBlock), sdk.ToString(r.DestinationPrefixListId))
				out[id] = append(out[id], kinds.PeeringRoute{Table: sdk.ToString(t.RouteTableId), VPC: sdk.ToString(t.VpcId), Destination: to})
			}
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b kinds.PeeringRoute) int {
			return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Destination, b.Destination))
		})
	}
	return out, err
}

// endpoints tells the endpoints of a region's networks.
func (v *visit) endpoints(ctx context.Context, client *ec2.Client, region string) error {
	list := ec2.NewDescribeVpcEndpointsPaginator(client, &ec2.DescribeVpcEndpointsInput{MaxResults: sdk.Int32(1000)})
	return each(ctx, v, listed{"EC2", "DescribeVpcEndpoints", region, "aws.ec2.endpoint"}, list.HasMorePages,
		func() ([]types.VpcEndpoint, *string, error) {
			page, err := list.NextPage(ctx)
			if err != nil {
				return nil, nil, err
			}
			return page.VpcEndpoints, page.NextToken, nil
		},
		func(_ context.Context, e types.VpcEndpoint) error {
			var p partial
			id := sdk.ToString(e.VpcEndpointId)
			facts := kinds.Endpoint{VPC: sdk.ToString(e.VpcId), Service: sdk.ToString(e.ServiceName), Type: string(e.VpcEndpointType), State: string(e.State)}
			if document := sdk.ToString(e.PolicyDocument); document != "" {
				facts.Policy = p.statements(document, "EC2", "DescribeVpcEndpoints")
			}
			return v.emit(collectors.Head{
				Kind: "aws.ec2.endpoint", ID: v.arn("ec2", region, "vpc-endpoint/"+id), Name: id, Region: region, Tags: ec2Tags(e.Tags),
			}, facts, p)
		})
}
