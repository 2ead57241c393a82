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

// vpcs tells the networks of a region with their flow logs.
func (v *visit) vpcs(ctx context.Context, client *ec2.Client, region string) error {
	logs, logsErr := v.flowLogs(ctx, client)
	list := ec2.NewDescribeVpcsPaginator(client, &ec2.DescribeVpcsInput{MaxResults: sdk.Int32(1000)})
	found, err := gather(ctx, v, "DescribeVpcs", list, func(page *ec2.DescribeVpcsOutput) ([]types.Vpc, *string) {
		return page.Vpcs, page.NextToken
	})
	if err != nil {
		v.kindGap(err, region, "aws.ec2.vpc")
	}
	for _, vpc := range found {
		id := sdk.ToString(vpc.VpcId)
		var p partial
		p.ok(logsErr, "flow_logs")
		facts := kinds.VPC{CIDR: sdk.ToString(vpc.CidrBlock), Default: sdk.ToBool(vpc.IsDefault), FlowLogs: logs[id]}
		head := collectors.Head{Kind: "aws.ec2.vpc", ID: v.arn("ec2", region, "vpc/"+id), Name: id, Region: region, Tags: ec2Tags(vpc.Tags)}
		if err := v.emit(head, facts, p); err != nil {
			return err
		}
	}
	return nil
}

// flowLogs are the flow logs by the id of what they record, sorted.
func (v *visit) flowLogs(ctx context.Context, client *ec2.Client) (map[string][]kinds.FlowLog, error) {
	out := map[string][]kinds.FlowLog{}
	list := ec2.NewDescribeFlowLogsPaginator(client, &ec2.DescribeFlowLogsInput{MaxResults: sdk.Int32(1000)})
	found, err := gather(ctx, v, "DescribeFlowLogs", list, func(page *ec2.DescribeFlowLogsOutput) ([]types.FlowLog, *string) {
		return page.FlowLogs, page.NextToken
	})
	for _, l := range found {
		id := sdk.ToString(l.ResourceId)
		out[id] = append(out[id], kinds.FlowLog{
			ID: sdk.ToString(l.FlowLogId), Status: sdk.ToString(l.FlowLogStatus), Traffic: string(l.TrafficType),
			Destination: cmp.Or(sdk.ToString(l.LogDestination), sdk.ToString(l.LogGroupName)),
		})
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b kinds.FlowLog) int { return cmp.Compare(a.ID, b.ID) })
	}
	return out, err
}

// networkACLs tells the access lists of subnets in a region.
func (v *visit) networkACLs(ctx context.Context, client *ec2.Client, region string) error {
	list := ec2.NewDescribeNetworkAclsPaginator(client, &ec2.DescribeNetworkAclsInput{MaxResults: sdk.Int32(1000)})
	found, err := gather(ctx, v, "DescribeNetworkAcls", list, func(page *ec2.DescribeNetworkAclsOutput) ([]types.NetworkAcl, *string) {
		return page.NetworkAcls, page.NextToken
	})
	if err != nil {
		v.kindGap(err, region, "aws.ec2.network_acl")
	}
	for _, acl := range found {
		id := sdk.ToString(acl.NetworkAclId)
		facts := kinds.NetworkACL{VPC: sdk.ToString(acl.VpcId), Default: sdk.ToBool(acl.IsDefault)}
		for _, a := range acl.Associations {
			facts.Subnets = append(facts.Subnets, sdk.ToString(a.SubnetId))
		}
		slices.Sort(facts.Subnets)
		for _, e := range acl.Entries {
			if sdk.ToBool(e.Egress) {
				facts.Egress = append(facts.Egress, aclEntry(e))
			} else {
				facts.Ingress = append(facts.Ingress, aclEntry(e))
			}
		}
		for _, entries := range [][]kinds.ACLEntry{facts.Ingress, facts.Egress} {
			slices.SortFunc(entries, func(a, b kinds.ACLEntry) int {
				return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.CIDR, b.CIDR))
			})
		}
		head := collectors.Head{Kind: "aws.ec2.network_acl", ID: v.arn("ec2", region, "network-acl/"+id), Name: id, Region: region, Tags: ec2Tags(acl.Tags)}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}

func aclEntry(e types.NetworkAclEntry) kinds.ACLEntry {
	protocol := sdk.ToString(e.Protocol)
	out := kinds.ACLEntry{
		Number: int(sdk.ToInt32(e.RuleNumber)), Allow: e.RuleAction == types.RuleActionAllow, Protocol: cmp.Or(protocols[protocol], protocol),
		CIDR: cmp.Or(sdk.ToString(e.CidrBlock), sdk.ToString(e.Ipv6CidrBlock)),
	}
	if e.PortRange != nil && (out.Protocol == "tcp" || out.Protocol == "udp") {
		out.FromPort, out.ToPort = whole(e.PortRange.From), whole(e.PortRange.To)
	}
	return out
}
