package terraform

import (
	"cmp"
	"slices"
	"strings"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// lastEntry is the one that each list ends with and nobody can take away. Source: Amazon VPC User Guide, Network ACLs.
var lastEntry = kinds.ACLEntry{Number: 32767, Protocol: "all", CIDR: "0.0.0.0/0"}

// networkACL reads an access list of subnets with its entries, its own and those in resources of their own.
func (v *visit) networkACL(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.NetworkACL{Default: i.typ == "aws_default_network_acl"}
	if vpc := p.refer(i.at("vpc_id"), "vpc", "aws_default_vpc", "aws_vpc"); vpc != nil {
		facts.VPC = *vpc
	} else if !p.gapped("vpc") {
		p.later(i, "the network", "vpc")
	}
	v.guarded(p, i, &facts)
	facts.Ingress = v.aclEntries(p, i, "ingress")
	facts.Egress = v.aclEntries(p, i, "egress")
	return v.emit("aws.ec2.network_acl", i, p.tags(i)["Name"], facts, p)
}

// guarded are the subnets of an access list. A network's default list has those that no other has.
func (v *visit) guarded(p *partial, i *instance, facts *kinds.NetworkACL) {
	own := i.at("subnet_ids")
	switch {
	case own.unset() && facts.Default:
		p.later(i, "which subnets no other list guards", "subnets")
	case !own.unset():
		facts.Subnets = p.several(own, "subnets", "aws_subnet")
	}
	sure, doubtful := v.children(i, "aws_network_acl_association.network_acl_id")
	for _, c := range sure {
		if subnet := p.refer(c.at("subnet_id"), "subnets", "aws_subnet"); subnet != nil {
			facts.Subnets = append(facts.Subnets, *subnet)
		}
	}
	if len(doubtful) > 0 && len(facts.Subnets) == 0 {
		p.doubt(doubtful[0], "subnets")
	}
	slices.Sort(facts.Subnets)
	facts.Subnets = slices.Compact(facts.Subnets)
}

// several are the texts of a list, or, where they are not known yet, the ids of the planned resources of one type that it refers
// to and nothing else.
func (p *partial) several(v value, place, typ string) []string {
	if !v.open() || v.secret() {
		return p.list(v, place)
	}
	t := &tracker{estate: p.estate}
	leads := t.follow(v.of.scope, v.of, v.of.key, v.references(), 0)
	var out []string
	for _, l := range leads {
		if l.instance.data || l.instance.typ != typ || l.attribute != "" && l.attribute != "id" {
			t.lost = true
		}
		out = append(out, p.estate.identity(l.instance))
	}
	if t.lost || len(out) == 0 {
		p.unread(v, place)
		return nil
	}
	slices.Sort(out)
	return out
}

// An aclDraft is an entry with what is not known of it.
type aclDraft struct {
	entry kinds.ACLEntry
	open  map[string]value // by fact
}

// aclEntries are the entries of one direction in the order in which they count. Where the place of one is not known, none has its own.
func (v *visit) aclEntries(p *partial, i *instance, direction string) []kinds.ACLEntry {
	const slot = "aws_network_acl_rule.network_acl_id"
	var drafts []aclDraft
	own := i.at(direction)
	if !own.unset() && !own.unmade() {
		if own.unknown == true || own.secret() {
			p.undecided(own, direction)
			return nil
		}
		for _, item := range own.items() {
			if item.block == nil && item.at("protocol").open() { // it may stand for a dynamic block, and so for any number of entries
				p.unread(item, direction)
			}
			drafts = append(drafts, p.aclDraft(item, direction))
		}
	}
	if own.config == nil { // it is what was read before the plan
		drafts = withoutEntries(drafts, v.gone[[2]string{i.address, slot}], direction)
	}
	sure, doubtful := v.children(i, slot)
	for _, child := range slices.Concat(sure, doubtful) {
		out, known := child.at("egress").boolean()
		switch {
		case known && out != (direction == "egress"), child.at("egress").unset() && direction == "egress":
			continue
		case !known && !child.at("egress").unset():
			p.unread(child.at("egress"), direction)
		case !slices.Contains(sure, child):
			p.doubt(child, direction)
		}
		d := p.aclDraft(child.whole(), direction)
		drafts = append(slices.DeleteFunc(drafts, func(was aclDraft) bool { return was.entry.Number == d.entry.Number }), d)
	}
	slices.SortStableFunc(drafts, func(a, b aclDraft) int {
		return cmp.Or(cmp.Compare(a.entry.Number, b.entry.Number), strings.Compare(a.entry.CIDR, b.entry.CIDR))
	})
	var out []kinds.ACLEntry
	for n, d := range drafts {
		for fact, value := range d.open {
			p.unread(value, element(direction, n, fact))
		}
		out = append(out, d.entry)
	}
	return append(out, lastEntry)
}

// withoutEntries leaves out the entries of rules that are gone.
func withoutEntries(drafts []aclDraft, gone []*instance, direction string) []aclDraft {
	for _, child := range gone {
		number, known := child.at("rule_number").number()
		if out, _ := child.at("egress").boolean(); known && out == (direction == "egress") {
			drafts = slices.DeleteFunc(drafts, func(d aclDraft) bool { return d.entry.Number == number })
		}
	}
	return drafts
}

// aclDraft reads an entry, in a block or in a resource of its own. Without a number it has no place, and its direction a gap.
func (p *partial) aclDraft(v value, direction string) aclDraft {
	d := aclDraft{open: map[string]value{}}
	either := func(names ...string) value {
		for _, name := range names {
			if is := v.at(name); !is.null() && is.is != "" {
				return is
			}
		}
		return v.at(names[0])
	}
	known := func(is value, fact string) bool {
		if is.open() || is.secret() {
			d.open[fact] = is
			return false
		}
		return true
	}
	number, ok := either("rule_no", "rule_number").number()
	if d.entry.Number = number; !ok {
		p.unread(either("rule_no", "rule_number"), direction)
	}
	if action := either("action", "rule_action"); known(action, "allow") {
		text, _ := action.text()
		d.entry.Allow = strings.EqualFold(text, "allow")
	}
	if protocol := v.at("protocol"); known(protocol, "protocol") {
		name, _ := protocol.text()
		d.entry.Protocol = cmp.Or(protocols[name], strings.ToLower(name))
	}
	if cidr := either("cidr_block", "ipv6_cidr_block"); known(cidr, "cidr") {
		d.entry.CIDR, _ = cidr.text()
	}
	if d.entry.Protocol == "tcp" || d.entry.Protocol == "udp" || d.open["protocol"].of != nil {
		for name, to := range map[string]**int{"from_port": &d.entry.FromPort, "to_port": &d.entry.ToPort} {
			if n, ok := v.at(name).number(); ok && known(v.at(name), name) {
				*to = &n
			} else {
				known(v.at(name), name)
			}
		}
	}
	return d
}
