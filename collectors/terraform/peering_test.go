package terraform

import (
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
)

// TestNetworkLists puts access lists together: entries by their numbers, and nothing where the place of one is not known.
func TestNetworkLists(t *testing.T) {
	const plan = `
aws_network_acl.a | {} | {"id": true, "ingress": true, "egress": true, "subnet_ids": true, "vpc_id": true} | {"subnet_ids": {"references": ["aws_subnet.x.id", "aws_subnet.x", "aws_subnet.y.id", "aws_subnet.y"]}}
aws_subnet.x | {} | {"id": true} | {}
aws_subnet.y | {} | {"id": true} | {}
aws_network_acl_rule.late | {"rule_number": 300, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"} | {"network_acl_id": true} | {"network_acl_id": {"references": ["aws_network_acl.a.id", "aws_network_acl.a"]}}
aws_network_acl_rule.early | {"rule_number": 20, "rule_action": "deny", "protocol": "6", "from_port": 22, "to_port": 22, "ipv6_cidr_block": "::/0", "cidr_block": ""} | {"network_acl_id": true} | {"network_acl_id": {"references": ["aws_network_acl.a.id", "aws_network_acl.a"]}}
aws_network_acl_rule.out | {"rule_number": 10, "egress": true, "rule_action": "allow", "protocol": "-1"} | {"network_acl_id": true, "cidr_block": true} | {"network_acl_id": {"references": ["aws_network_acl.a.id", "aws_network_acl.a"]}, "cidr_block": {"references": ["local.x"]}}
aws_network_acl.b | {} | {"id": true, "ingress": true, "egress": true} | {}
aws_network_acl_rule.placeless | {"rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"} | {"network_acl_id": true, "rule_number": true} | {"network_acl_id": {"references": ["aws_network_acl.b.id", "aws_network_acl.b"]}, "rule_number": {"references": ["local.x"]}}
aws_network_acl_rule.outside | {"network_acl_id": "acl-1", "rule_number": 1, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"} | {} | {"network_acl_id": {}}
aws_default_network_acl.d | {"ingress": [], "egress": []} | {"id": true, "subnet_ids": true} | {"default_network_acl_id": {}}
`
	s := written(t, made(plan))
	facts(t, s, `
aws_network_acl.a subnets ["aws_subnet.x","aws_subnet.y"]
aws_network_acl.a ingress[0].number 20
aws_network_acl.a ingress[0].cidr "::/0"
aws_network_acl.a ingress[0].allow false
aws_network_acl.a ingress[1].number 300
aws_network_acl.a ingress[2].number 32767
aws_network_acl.a egress[0].number 10
aws_network_acl.a egress[0].cidr gap after_apply
aws_network_acl.b ingress gap after_apply
aws_network_acl.b egress[0].number 32767
aws_network_acl.b subnets []
aws_default_network_acl.d default true
aws_default_network_acl.d subnets gap after_apply
aws_default_network_acl.d ingress[0].number 32767
`)
	if !hasGap(s.Gaps, "aws.ec2.network_acl", "acl-1", collectors.OutsidePlan) {
		t.Error("an entry of a list that the plan does not hold is not told")
	}
	loose := written(t, made(strings.TrimSpace(plan)+"\n"+`aws_network_acl_rule.any | {"rule_number": 1, "rule_action": "deny", "protocol": "-1", "cidr_block": "0.0.0.0/0"} | {"network_acl_id": true} | {"network_acl_id": {"references": ["local.which"]}}`))
	facts(t, loose, `
aws_network_acl.a ingress gap after_apply
aws_network_acl.a egress[0].number 10
aws_default_network_acl.d ingress gap after_apply
`)
}

// TestPeeringsAndAddresses reads what connects networks and what the world finds them by.
func TestPeeringsAndAddresses(t *testing.T) {
	const plan = `
aws_vpc.near | {"cidr_block": "10.1.0.0/16"} | {"id": true, "ipv6_cidr_block": true} | {"cidr_block": {}}
aws_vpc.far | {"cidr_block": "10.2.0.0/16", "assign_generated_ipv6_cidr_block": true} | {"id": true, "ipv6_cidr_block": true} | {"cidr_block": {}, "assign_generated_ipv6_cidr_block": {}}
aws_vpc_ipv4_cidr_block_association.near | {"cidr_block": "10.9.0.0/16"} | {"vpc_id": true} | {"vpc_id": {"references": ["aws_vpc.near.id", "aws_vpc.near"]}}
aws_vpc_peering_connection.p | {} | {"id": true, "vpc_id": true, "peer_vpc_id": true, "accept_status": true, "peer_owner_id": true} | {"vpc_id": {"references": ["aws_vpc.near.id", "aws_vpc.near"]}, "peer_vpc_id": {"references": ["aws_vpc.far.id", "aws_vpc.far"]}}
aws_vpc_peering_connection_accepter.p | {"auto_accept": true} | {"vpc_peering_connection_id": true} | {"vpc_peering_connection_id": {"references": ["aws_vpc_peering_connection.p.id", "aws_vpc_peering_connection.p"]}}
aws_route_table.near | {"route": [{"cidr_block": "10.2.0.0/16"}]} | {"id": true, "vpc_id": true, "route": [{"vpc_peering_connection_id": true}]} | {"vpc_id": {"references": ["aws_vpc.near.id", "aws_vpc.near"]}, "route": {"references": ["aws_vpc_peering_connection.p.id", "aws_vpc_peering_connection.p"]}}
aws_route.far | {"destination_cidr_block": "10.1.3.0/24", "route_table_id": "rtb-1"} | {"vpc_peering_connection_id": true} | {"route_table_id": {}, "vpc_peering_connection_id": {"references": ["aws_vpc_peering_connection.q.id", "aws_vpc_peering_connection.q"]}}
aws_vpc_peering_connection.q | {"peer_vpc_id": "vpc-9", "peer_owner_id": "999999999999"} | {"id": true, "vpc_id": true, "accept_status": true} | {"peer_vpc_id": {}, "vpc_id": {"references": ["aws_vpc.near.id", "aws_vpc.near"]}}
aws_eip.gate | {} | {"id": true, "allocation_id": true, "public_ip": true} | {}
aws_nat_gateway.gate | {} | {"allocation_id": true} | {"allocation_id": {"references": ["aws_eip.gate.id", "aws_eip.gate"]}}
aws_eip.front | {} | {"id": true, "allocation_id": true, "public_ip": true} | {}
aws_lb.front | {"name": "front", "subnet_mapping": [{}]} | {"subnet_mapping": [{"allocation_id": true}]} | {"subnet_mapping": [{"allocation_id": {"references": ["aws_eip.front.id", "aws_eip.front"]}}]}
aws_lb_target_group.g | {"name": "g", "target_type": "ip"} | {"arn": true, "load_balancer_arns": true} | {}
aws_lb_listener.front | {"default_action": [{"type": "fixed-response"}]} | {"arn": true, "load_balancer_arn": true} | {"load_balancer_arn": {"references": ["aws_lb.front.arn", "aws_lb.front"]}}
aws_lb_listener_rule.front | {"action": [{"type": "forward", "forward": [{"target_group": [{}]}]}]} | {"listener_arn": true, "action": [{"forward": [{"target_group": [{"arn": true}]}]}]} | {"listener_arn": {"references": ["aws_lb_listener.front.arn", "aws_lb_listener.front"]}, "action": [{"forward": [{"target_group": [{"arn": {"references": ["aws_lb_target_group.g.arn", "aws_lb_target_group.g"]}}]}]}]}
`
	s := written(t, made(plan), "account", "123456789012")
	facts(t, s, `
aws_vpc_peering_connection.p status "active"
aws_vpc_peering_connection.p requester.account "123456789012"
aws_vpc_peering_connection.p accepter.account "123456789012"
aws_vpc_peering_connection.p requester.cidrs ["10.1.0.0/16","10.9.0.0/16"]
aws_vpc_peering_connection.p accepter.cidrs gap after_apply
aws_vpc_peering_connection.p routes gap after_apply
aws_vpc_peering_connection.q status gap after_apply
aws_vpc_peering_connection.q accepter.account "999999999999"
aws_vpc_peering_connection.q accepter.cidrs gap outside_plan
aws_eip.gate used true
aws_eip.front used true
aws_lb_target_group.g type "ip"
aws_lb_target_group.g load_balancers ["aws_lb.front"]
`)
	there := written(t, strings.ReplaceAll(made(`
aws_vpc.v | {"id": "vpc-1", "cidr_block": "10.1.0.0/16"} | {} | {}
aws_vpc_peering_connection.p | {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2", "peer_owner_id": "123456789012", "accept_status": "pending-acceptance"} | {} | {}
aws_eip.idle | {"id": "eipalloc-1", "public_ip": "192.0.2.1", "association_id": "", "instance": "", "network_interface": ""} | {} | {}
aws_eip.held | {"id": "eipalloc-2", "public_ip": "192.0.2.2", "association_id": "eipassoc-1", "instance": "", "network_interface": "eni-1"} | {} | {}
aws_lb_target_group.g | {"name": "g", "load_balancer_arns": ["arn:aws:elasticloadbalancing:x"]} | {} | {}
`), `"create"`, `"no-op"`))
	facts(t, there, `
aws_vpc_peering_connection.p status "pending-acceptance"
aws_vpc_peering_connection.p requester.cidrs gap outside_plan
aws_vpc_peering_connection.p routes gap outside_plan
aws_eip.idle used false
aws_eip.held used true
aws_lb_target_group.g load_balancers ["arn:aws:elasticloadbalancing:x"]
aws_lb_target_group.g targets gap outside_plan
`)
}
