package terraform

import (
	"slices"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// targetGroupTypes are the types of target groups.
var targetGroupTypes = []string{"aws_alb_target_group", "aws_lb_target_group"}

// targetGroup reads where a load balancer sends what it gets. Machines come and go by other hands too, so that there are some is
// a fact, and that there are none is not; neither is that nothing sends calls to it. Whether they answer, only the account shows.
func (v *visit) targetGroup(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.TargetGroup{Type: "instance"}
	if typ := p.textOrNull(i.at("target_type"), "type"); typ != nil {
		facts.Type = *typ
	}
	if was := i.at("load_balancer_arns"); was.count() > 0 && !was.open() {
		facts.LoadBalancers = p.list(was, "load_balancers")
	} else if facts.LoadBalancers = v.balancersOf()[i]; len(facts.LoadBalancers) == 0 {
		p.later(i, "which load balancer uses it", "load_balancers")
	}
	for _, typ := range []string{"aws_alb_target_group_attachment", "aws_lb_target_group_attachment"} {
		sure, _ := v.children(i, typ+".target_group_arn")
		facts.Targets += len(sure)
	}
	if facts.Targets == 0 {
		p.elsewhere(i, "what else registers targets", "targets")
	}
	p.later(i, "whether the targets answer", "healthy")
	name, _ := i.at("name").text()
	return v.emit("aws.elb.target_group", i, name, facts, p)
}

// balancersOf are the load balancers that send calls to each target group, by listeners and their rules whose every part is certain.
func (v *visit) balancersOf() map[*instance][]string {
	if v.balancers != nil {
		return v.balancers
	}
	v.balancers = map[*instance][]string{}
	for _, typ := range []string{"aws_alb_listener", "aws_alb_listener_rule", "aws_lb_listener", "aws_lb_listener_rule"} {
		for _, i := range v.byType[typ] {
			if i.data || i.deferred != "" {
				continue
			}
			listener, actions := i, i.at("default_action")
			if actions.null() {
				listener, actions = v.thing(i.at("listener_arn"), []string{"arn", "id"}, "aws_alb_listener", "aws_lb_listener"), i.at("action")
			}
			if listener == nil {
				continue
			}
			balancer := (&partial{estate: v.estate}).refer(listener.at("load_balancer_arn"), "", "aws_alb", "aws_lb")
			if balancer == nil {
				continue
			}
			for _, g := range v.forwarded(actions) {
				v.balancers[g] = append(v.balancers[g], *balancer)
			}
		}
	}
	for g, all := range v.balancers {
		slices.Sort(all)
		v.balancers[g] = slices.Compact(all)
	}
	return v.balancers
}

// forwarded are the target groups that actions send calls to.
func (v *visit) forwarded(actions value) []*instance {
	var out []*instance
	add := func(is value) {
		if g := v.thing(is, []string{"arn", "id"}, targetGroupTypes...); g != nil {
			out = append(out, g)
		}
	}
	for _, a := range actions.items() {
		add(a.at("target_group_arn"))
		for _, g := range a.at("forward", 0, "target_group").items() {
			add(g.at("arn"))
		}
	}
	return out
}

// addressUsers are the attributes that name an elastic address which their owner then has.
var addressUsers = []user{
	{"aws_eip_association", []any{"allocation_id"}},
	{"aws_nat_gateway", []any{"allocation_id"}},
}

// elasticAddress reads an elastic IP address. That nothing in the plan uses a new one says little: who will may be elsewhere.
func (v *visit) elasticAddress(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Address{PublicAddress: p.text(i.at("public_ip"), "public_address")}
	by := []string{"allocation_id", "id"}
	held := v.used("addresses", addressUsers, func(is value) *instance { return v.thing(is, by, "aws_eip") })
	for _, typ := range []string{"aws_alb", "aws_lb"} {
		for _, balancer := range v.byType[typ] {
			for _, place := range balancer.at("subnet_mapping").items() {
				facts.Used = facts.Used || v.thing(place.at("allocation_id"), by, "aws_eip") == i
			}
		}
	}
	facts.Used = facts.Used || held[i]
	empty := i.exists()
	for _, name := range []string{"instance", "network_interface", "association_id"} {
		is := i.at(name)
		text, known := is.text()
		taken := name == "association_id" && len(v.gone[[2]string{i.address, "aws_eip_association.allocation_id"}]) > 0
		switch {
		case known && text != "" && !taken, !i.exists() && is.config != nil && v.thing(is, []string{"id", "primary_network_interface_id"}, "aws_instance", "aws_network_interface") != nil:
			facts.Used = true
		case !is.null() && !(known && text == ""):
			empty = false
		}
	}
	if !facts.Used && !empty {
		p.elsewhere(i, "what else may use the address", "used")
	}
	name, _ := i.at("public_ip").text()
	return v.emit("aws.ec2.address", i, name, facts, p)
}
