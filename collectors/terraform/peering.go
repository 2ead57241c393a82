package terraform

import (
	"cmp"
	"slices"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// vpcTypes are the types of networks, tableTypes those of route tables.
var (
	vpcTypes   = []string{"aws_default_vpc", "aws_vpc"}
	tableTypes = []string{"aws_default_route_table", "aws_route_table"}
)

// peering reads a connection of two networks with the routes of the plan that lead through it.
func (v *visit) peering(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Peering{Requester: v.peerSide(p, i, "requester", "vpc_id"), Accepter: v.peerSide(p, i, "accepter", "peer_vpc_id")}
	facts.Requester.Account = v.accountOf(i)
	if facts.Requester.Account == "" {
		p.elsewhere(i, "which account it is for", "requester.account")
	}
	switch owner := i.at("peer_owner_id"); {
	case owner.unset():
		if facts.Accepter.Account = facts.Requester.Account; facts.Accepter.Account == "" {
			p.elsewhere(i, "which account it is for", "accepter.account")
		}
	default:
		facts.Accepter.Account = p.text(owner, "accepter.account")
	}
	v.accepted(p, i, &facts)
	v.peeringRoutes(p, i, &facts)
	name, _ := i.at("id").text()
	return v.emit("aws.ec2.peering", i, name, facts, p)
}

// accepted says whether a peering is in force: as it was, or because the plan has it accepted, which the provider waits for.
func (v *visit) accepted(p *partial, i *instance, facts *kinds.Peering) {
	status, known := i.at("accept_status").text()
	agreed, _ := i.at("auto_accept").boolean()
	sure, _ := v.children(i, "aws_vpc_peering_connection_accepter.vpc_peering_connection_id")
	for _, c := range sure {
		is, _ := c.at("auto_accept").boolean()
		agreed = agreed || is && c.deferred == ""
	}
	switch {
	case known && status == "active" || agreed:
		facts.Status = "active"
	case known && len(sure) == 0:
		facts.Status = status
	default:
		p.later(i, "whether the other side accepts it", "status")
	}
}

// peerSide is one side: the network that an attribute names, and its addresses where the plan has it and all of them.
func (v *visit) peerSide(p *partial, i *instance, side, attribute string) kinds.Peer {
	var out kinds.Peer
	is, cidrs := i.at(attribute), side+".cidrs"
	if vpc := p.refer(is, side+".vpc", vpcTypes...); vpc != nil {
		out.VPC = *vpc
	}
	vpc := v.thing(is, []string{"id"}, vpcTypes...)
	if vpc == nil {
		p.elsewhere(i, "the addresses of the network", cidrs)
		return out
	}
	out.CIDRs = append(out.CIDRs, p.text(vpc.at("cidr_block"), cidrs))
	six := vpc.at("ipv6_cidr_block")
	if generated, known := vpc.at("assign_generated_ipv6_cidr_block").boolean(); known && generated && six.open() || six.open() && !six.unset() {
		p.unread(six, cidrs)
	} else if text, known := six.text(); known && text != "" {
		out.CIDRs = append(out.CIDRs, text)
	}
	for _, form := range [][2]string{{"aws_vpc_ipv4_cidr_block_association", "cidr_block"}, {"aws_vpc_ipv6_cidr_block_association", "ipv6_cidr_block"}} {
		sure, doubtful := v.children(vpc, form[0]+".vpc_id")
		if len(doubtful) > 0 {
			p.doubt(doubtful[0], cidrs)
		}
		for _, c := range sure {
			out.CIDRs = append(out.CIDRs, p.text(c.at(form[1]), cidrs))
		}
	}
	if vpc.exists() {
		p.elsewhere(vpc, "which other addresses the network has", cidrs)
	}
	slices.Sort(out.CIDRs)
	out.CIDRs = slices.Compact(out.CIDRs)
	return out
}

// peeringRoutes are the routes through a peering, in resources of their own and in tables. Nothing outside of the plan leads
// through one that is new.
func (v *visit) peeringRoutes(p *partial, i *instance, facts *kinds.Peering) {
	sure, doubtful := v.children(i, "aws_route.vpc_peering_connection_id")
	if len(doubtful) > 0 {
		p.doubt(doubtful[0], "routes")
	}
	if i.exists() {
		p.elsewhere(i, "which other routes lead through it", "routes")
	}
	for _, r := range sure {
		table := v.thing(r.at("route_table_id"), []string{"id"}, tableTypes...)
		v.addRoute(p, facts, table, r.at("route_table_id"), r.whole())
	}
	for _, typ := range tableTypes {
		for _, table := range v.byType[typ] {
			routes := table.at("route")
			if table.data || routes.unset() || routes.unmade() {
				continue
			}
			if routes.unknown == true || routes.secret() {
				p.undecided(routes, "routes")
				continue
			}
			for _, r := range routes.items() {
				through := r.at("vpc_peering_connection_id")
				if v.thing(through, []string{"id"}, i.typ) == i {
					v.addRoute(p, facts, table, table.at("id"), r)
				} else if through.open() && v.thing(through, []string{"id"}, i.typ) == nil {
					p.unread(through, "routes")
				}
			}
		}
	}
	slices.SortFunc(facts.Routes, func(a, b kinds.PeeringRoute) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Destination, b.Destination))
	})
	facts.Routes = slices.Compact(facts.Routes)
}

// addRoute adds a route of a table, which the plan may hold or name alone. Where a part of it is not known, none of them can be told.
func (v *visit) addRoute(p *partial, facts *kinds.Peering, table *instance, name, route value) {
	var out kinds.PeeringRoute
	if id, known := name.text(); known {
		out.Table = id
	} else if table != nil {
		out.Table = v.estate.identity(table)
	} else {
		p.unread(name, "routes")
	}
	if table == nil {
		p.elsewhere(route.of, "the network of the route table", "routes")
	} else if vpc := p.refer(table.at("vpc_id"), "routes", vpcTypes...); vpc != nil {
		out.VPC = *vpc
	} else if !p.gapped("routes") {
		p.later(table, "the network of the route table", "routes")
	}
	for _, attribute := range []string{"destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id", "cidr_block", "ipv6_cidr_block"} {
		to := route.at(attribute)
		text, known := to.text()
		switch {
		case known && text != "":
			out.Destination = text
		case !known && !to.null():
			p.unread(to, "routes")
		}
	}
	facts.Routes = append(facts.Routes, out)
}
