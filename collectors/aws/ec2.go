package aws

import (
	"cmp"
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func ec2Entry() entry {
	return entry{
		service: "ec2", scope: regional,
		kinds: []string{
			"aws.ec2.address", "aws.ec2.endpoint", "aws.ec2.instance", "aws.ec2.network_acl", "aws.ec2.peering", "aws.ec2.security_group", "aws.ec2.settings", "aws.ec2.volume", "aws.ec2.vpc",
		},
		actions: []string{
			"ec2:DescribeAddresses", "ec2:DescribeFlowLogs", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeNetworkAcls",
			"ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSnapshots", "ec2:DescribeVolumes",
			"ec2:DescribeVpcEndpoints", "ec2:DescribeVpcPeeringConnections", "ec2:DescribeVpcs",
			"ec2:GetEbsEncryptionByDefault", "ec2:GetImageBlockPublicAccessState", "ec2:GetInstanceMetadataDefaults",
			"ec2:GetSnapshotBlockPublicAccessState",
		},
		collect: collectEC2,
	}
}

func collectEC2(ctx context.Context, v *visit, region string) error {
	client := ec2.NewFromConfig(v.in(region))
	group, groupCtx := errgroup.WithContext(ctx)
	for _, read := range []func(context.Context, *ec2.Client, string) error{
		v.securityGroups, v.vpcs, v.networkACLs, v.instances, v.volumes, v.addresses, v.defaults, v.peerings, v.endpoints,
	} {
		group.Go(func() error { return read(groupCtx, client, region) })
	}
	return group.Wait()
}

// securityGroups tells the security groups of a region.
func (v *visit) securityGroups(ctx context.Context, client *ec2.Client, region string) error {
	attached, attachedErr := v.attachedGroups(ctx, client)
	list := ec2.NewDescribeSecurityGroupsPaginator(client, &ec2.DescribeSecurityGroupsInput{MaxResults: sdk.Int32(1000)})
	groups, err := gather(ctx, v, "DescribeSecurityGroups", list, func(page *ec2.DescribeSecurityGroupsOutput) ([]types.SecurityGroup, *string) {
		return page.SecurityGroups, page.NextToken
	})
	if err != nil {
		v.kindGap(err, region, "aws.ec2.security_group")
	}
	for _, g := range groups {
		facts := kinds.SecurityGroup{
			GroupID: sdk.ToString(g.GroupId), VPC: nonEmpty(g.VpcId), Description: sdk.ToString(g.Description),
			Default: sdk.ToString(g.GroupName) == "default", Attached: attached[sdk.ToString(g.GroupId)],
			Ingress: networkRules(g.IpPermissions), Egress: networkRules(g.IpPermissionsEgress),
		}
		var p partial
		if !facts.Attached { // one interface that uses it is enough to know
			p.ok(attachedErr, "attached")
		}
		head := collectors.Head{
			Kind: "aws.ec2.security_group", ID: v.arn("ec2", region, "security-group/"+facts.GroupID),
			Name: sdk.ToString(g.GroupName) + " (" + facts.GroupID + ")", Region: region, Tags: ec2Tags(g.Tags),
		}
		if err := v.emit(head, facts, p); err != nil {
			return err
		}
	}
	return nil
}

// attachedGroups are the ids of the security groups that network interfaces use.
func (v *visit) attachedGroups(ctx context.Context, client *ec2.Client) (map[string]bool, error) {
	list := ec2.NewDescribeNetworkInterfacesPaginator(client, &ec2.DescribeNetworkInterfacesInput{MaxResults: sdk.Int32(1000)})
	found, err := gather(ctx, v, "DescribeNetworkInterfaces", list, func(page *ec2.DescribeNetworkInterfacesOutput) ([]types.NetworkInterface, *string) {
		return page.NetworkInterfaces, page.NextToken
	})
	out := map[string]bool{}
	for _, n := range found {
		for _, g := range n.Groups {
			out[sdk.ToString(g.GroupId)] = true
		}
	}
	return out, err
}

// protocols are the names of protocols that AWS gives as numbers. Source: IANA, Protocol Numbers.
var protocols = map[string]string{"-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}

// networkRules makes one rule of each peer, sorted.
func networkRules(permissions []types.IpPermission) []kinds.NetworkRule {
	var out []kinds.NetworkRule
	for _, p := range permissions {
		protocol := sdk.ToString(p.IpProtocol)
		base := kinds.NetworkRule{Protocol: cmp.Or(protocols[protocol], protocol)}
		if (base.Protocol == "tcp" || base.Protocol == "udp") && sdk.ToInt32(p.FromPort) >= 0 {
			base.FromPort, base.ToPort = whole(p.FromPort), whole(p.ToPort)
		}
		add := func(description *string, set func(*kinds.NetworkRule)) {
			rule := base
			rule.Description = sdk.ToString(description)
			set(&rule)
			out = append(out, rule)
		}
		for _, r := range p.IpRanges {
			add(r.Description, func(n *kinds.NetworkRule) { n.CIDR = r.CidrIp })
		}
		for _, r := range p.Ipv6Ranges {
			add(r.Description, func(n *kinds.NetworkRule) { n.CIDR = r.CidrIpv6 })
		}
		for _, r := range p.PrefixListIds {
			add(r.Description, func(n *kinds.NetworkRule) { n.PrefixList = r.PrefixListId })
		}
		for _, r := range p.UserIdGroupPairs {
			add(r.Description, func(n *kinds.NetworkRule) { n.Group = r.GroupId })
		}
	}
	slices.SortFunc(out, func(a, b kinds.NetworkRule) int {
		return cmp.Or(
			cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(sdk.ToInt(a.FromPort), sdk.ToInt(b.FromPort)),
			cmp.Compare(sdk.ToInt(a.ToPort), sdk.ToInt(b.ToPort)), cmp.Compare(sdk.ToString(a.CIDR), sdk.ToString(b.CIDR)),
			cmp.Compare(sdk.ToString(a.Group)+sdk.ToString(a.PrefixList), sdk.ToString(b.Group)+sdk.ToString(b.PrefixList)),
		)
	})
	return out
}

func ec2Tags(list []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range list {
		out[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	return out
}
