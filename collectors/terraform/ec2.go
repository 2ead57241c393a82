package terraform

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// groupTypes are the types of security groups.
var groupTypes = []string{"aws_default_security_group", "aws_security_group"}

func (v *visit) securityGroup(i *instance) error {
	p := &partial{estate: v.estate}
	name, _ := i.at("name").text()
	facts := kinds.SecurityGroup{
		VPC: p.refer(i.at("vpc_id"), "vpc", "aws_default_vpc", "aws_vpc"), Description: p.text(i.at("description"), "description"),
		Default: i.typ == "aws_default_security_group" || name == "default",
	}
	if facts.Default && i.at("description").open() {
		facts.Description = ""
		p.unread(i.at("description"), "description")
	}
	facts.GroupID = p.text(i.at("id"), "group_id")
	facts.Attached = v.usesGroup(i)
	if !facts.Attached {
		p.elsewhere(i, "what else may use the group", "attached")
	}
	facts.Ingress = v.networkRules(p, i, "ingress")
	facts.Egress = v.networkRules(p, i, "egress")
	return v.emit("aws.ec2.security_group", i, cmp.Or(name, i.address), facts, p)
}

// usesGroup says that the plan has a thing with a network interface that uses the group.
func (v *visit) usesGroup(group *instance) bool {
	id, known := group.at("id").text()
	for _, user := range interfaceOwners {
		for _, i := range v.byType[user.typ] {
			list := i.at(user.path...)
			for _, item := range list.items() {
				if is, ok := item.text(); ok && known && is == id {
					return true
				}
			}
			if !list.open() {
				continue
			}
			t := &tracker{estate: v.estate}
			for _, lead := range t.follow(i.scope, i, i.key, list.references(), 0) {
				if lead.instance == group {
					return true
				}
			}
		}
	}
	return false
}

// interfaceOwners are the types that come with a network interface, and where they name their groups.
var interfaceOwners = []struct {
	typ  string
	path []any
}{
	{"aws_db_instance", []any{"vpc_security_group_ids"}},
	{"aws_efs_mount_target", []any{"security_groups"}},
	{"aws_instance", []any{"vpc_security_group_ids"}},
	{"aws_lb", []any{"security_groups"}},
	{"aws_network_interface", []any{"security_groups"}},
	{"aws_rds_cluster_instance", []any{"vpc_security_group_ids"}},
	{"aws_vpc_endpoint", []any{"security_group_ids"}},
}

// A draft is a rule with what is not known of it.
type draft struct {
	rule kinds.NetworkRule
	open map[string]value // by fact
}

// networkRules are the rules of one direction: those of the group itself, and those in resources of their own.
func (v *visit) networkRules(p *partial, group *instance, direction string) []kinds.NetworkRule {
	slot := "aws_vpc_security_group_" + direction + "_rule.security_group_id"
	either := "aws_security_group_rule.security_group_id"
	var drafts []draft
	own := group.at(direction)
	if !own.unset() && !own.unmade() {
		if own.unknown == true || own.secret() {
			p.unread(own, direction)
			return nil
		}
		for _, item := range own.items() {
			if item.block == nil && item.at("protocol").open() { // it may stand for a dynamic block, and so for any number of rules
				p.unread(item, direction)
			}
			drafts = append(drafts, p.drafts(group, item, direction)...)
		}
		if own.config == nil { // it is what was read before the plan
			drafts = without(drafts, v.goneRules(p, group, direction, slot, either))
		}
	}
	for _, s := range []string{slot, either} {
		sure, doubtful := v.children(group, s)
		for _, child := range slices.Concat(sure, doubtful) {
			if kind, known := child.at("type").text(); s == either && known && kind != direction {
				continue
			}
			if !slices.Contains(sure, child) {
				p.doubt(child, direction)
				continue
			}
			drafts = append(drafts, p.drafts(group, child.whole(), direction)...)
		}
	}
	return settle(p, drafts, direction)
}

// goneRules are the rules that the plan takes from a group.
func (v *visit) goneRules(p *partial, group *instance, direction string, slots ...string) []draft {
	var out []draft
	for _, slot := range slots {
		for _, child := range v.gone[[2]string{group.address, slot}] {
			if kind, known := child.at("type").text(); !known || kind == direction {
				out = append(out, p.drafts(group, child.whole(), direction)...)
			}
		}
	}
	return out
}

// without leaves out those that are gone. A group has no rule twice.
func without(drafts, gone []draft) []draft {
	return slices.DeleteFunc(drafts, func(d draft) bool {
		return slices.ContainsFunc(gone, func(g draft) bool { return ruleKey(g.rule) == ruleKey(d.rule) })
	})
}

// settle sorts the rules, takes those away that come twice, and places the gaps.
func settle(p *partial, drafts []draft, direction string) []kinds.NetworkRule {
	slices.SortStableFunc(drafts, func(a, b draft) int { return strings.Compare(ruleKey(a.rule), ruleKey(b.rule)) })
	var out []kinds.NetworkRule
	for _, d := range drafts {
		if n := len(out); n > 0 && len(d.open) == 0 && ruleKey(out[n-1]) == ruleKey(d.rule) {
			continue
		}
		for fact, value := range d.open {
			p.unread(value, element(direction, len(out), fact))
		}
		out = append(out, d.rule)
	}
	return out
}

func ruleKey(r kinds.NetworkRule) string {
	number := func(n *int) int {
		if n == nil {
			return 0
		}
		return *n
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	return fmt.Sprintf("%s %06d %06d %s %s%s", r.Protocol, number(r.FromPort), number(r.ToPort), text(r.CIDR), text(r.Group), text(r.PrefixList))
}

// protocols are the names of protocols that are written as numbers. Source: IANA, Protocol Numbers.
var protocols = map[string]string{"-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}

// drafts makes one rule of each peer of a block or a resource, however it is written.
func (p *partial) drafts(group *instance, v value, direction string) []draft {
	base := draft{open: map[string]value{}}
	either := func(names ...string) value {
		for _, name := range names {
			if is := v.at(name); !is.null() {
				return is
			}
		}
		return v.at(names[0])
	}
	if protocol := either("protocol", "ip_protocol"); protocol.open() || protocol.secret() {
		base.open["protocol"] = protocol
	} else {
		name, _ := protocol.text()
		base.rule.Protocol = cmp.Or(protocols[name], strings.ToLower(name))
	}
	if description := v.at("description"); description.open() || description.secret() {
		base.open["description"] = description
	} else {
		base.rule.Description, _ = description.text()
	}
	if base.rule.Protocol == "tcp" || base.rule.Protocol == "udp" || base.open["protocol"].of != nil {
		for name, to := range map[string]**int{"from_port": &base.rule.FromPort, "to_port": &base.rule.ToPort} {
			port := v.at(name)
			if n, ok := port.number(); ok && n >= 0 {
				*to = &n
			} else if port.open() || port.secret() {
				base.open[name] = port
			}
		}
	}
	return p.peers(group, v, base, direction)
}

// A peerForm is one sort of peer: the attributes that may name it, the fact that it fills, and the types of resources that it
// may be.
type peerForm struct {
	names []string
	fact  string
	set   func(*kinds.NetworkRule, *string)
	types []string
}

func peerForms() []peerForm {
	return []peerForm{
		{[]string{"cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"}, "cidr", func(r *kinds.NetworkRule, s *string) { r.CIDR = s }, nil},
		{[]string{"prefix_list_ids", "prefix_list_id"}, "prefix_list", func(r *kinds.NetworkRule, s *string) { r.PrefixList = s }, []string{"aws_ec2_managed_prefix_list"}},
		{[]string{"security_groups", "source_security_group_id", "referenced_security_group_id"}, "group", func(r *kinds.NetworkRule, s *string) { r.Group = s }, groupTypes},
	}
}

// peers are the copies of a rule, one for each peer.
func (p *partial) peers(group *instance, v value, base draft, direction string) []draft {
	var out []draft
	for _, form := range peerForms() {
		for _, name := range form.names {
			is := v.at(name)
			switch {
			case is.unset():
			case is.unknown == true && strings.HasSuffix(name, "s") && p.estate.meant(is, form.types...) == nil: // how many there are is not known either
				p.unread(is, direction)
			case isList(is):
				for _, item := range is.items() {
					item.config = is.config
					out = append(out, p.peer(form, item, base))
				}
			default:
				out = append(out, p.peer(form, is, base))
			}
		}
	}
	self := v.at("self")
	if self.open() {
		p.unread(self, direction)
	}
	if is, _ := self.boolean(); is {
		own := p.estate.identity(group)
		if id, ok := group.at("id").text(); ok {
			own = id
		}
		d := draft{rule: base.rule, open: base.open}
		d.rule.Group = &own
		out = append(out, d)
	}
	return out
}

// peer is the copy of a rule for one peer.
func (p *partial) peer(form peerForm, is value, base draft) draft {
	d := draft{rule: base.rule, open: maps.Clone(base.open)}
	s, known := is.text()
	if i := p.estate.meant(is, form.types...); !known && i != nil && is.open() && !is.secret() {
		s, known = i.address, true
	}
	if known {
		form.set(&d.rule, &s)
	} else {
		d.open[form.fact] = is
	}
	return d
}

func isList(v value) bool {
	_, ok := v.is.([]any)
	return ok
}
