package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// tellOutsiders tells of what the plan sets on things that it does not hold, a policy on a bucket of another configuration for
// example: the thing is known by its name alone, and each policy on it is unknown.
func (v *visit) tellOutsiders() {
	kindOf := map[string]string{}
	for _, e := range table() {
		for _, typ := range e.types {
			kindOf[typ] = e.kind
		}
	}
	told := map[[2]string]bool{}
	tell := func(kind, resource string, cause collectors.Cause, child *instance) {
		key := [2]string{kind, resource}
		if kind == "" || told[key] || v.options.onlyChanged && !child.changes() {
			return
		}
		told[key] = true
		v.sink.Gap(collectors.Gap{
			Kind: kind, Resource: printable(resource), Cause: cause, Detail: "the plan has " + printable(child.address) + " for it, and not the thing itself",
			Needs: "an audit of the account", Call: printable(child.address),
		})
	}
	for _, l := range v.links {
		kind := kindOf[l.parents[0]]
		names := v.outsidersOf(l)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if l.attribute == "resource_arn" && strings.Contains(name, ":apigateway:") {
				tell(kindOf["aws_api_gateway_stage"], name, collectors.OutsidePlan, names[name])
				continue
			}
			tell(kind, name, collectors.OutsidePlan, names[name])
		}
		for _, one := range v.loose[l.slot()] {
			if len(one.among) == 0 && !slices.ContainsFunc(l.parents, func(typ string) bool { return len(v.byType[typ]) > 0 }) {
				tell(kind, one.child.address, collectors.AfterApply, one.child)
			}
		}
	}
}

// outsidersOf are the names of parents that the plan does not hold, each with a child. A managed policy that an identity is given
// is not changed by that.
func (v *visit) outsidersOf(l link) map[string]*instance {
	out := map[string]*instance{}
	if l.attribute == "policy_arn" || l.attribute == "permissions_boundary" {
		return out
	}
	for name, children := range v.outsiders[l.slot()] {
		if l.attribute == "resource_arn" && !strings.Contains(name, ":apigateway:") && !strings.Contains(name, ":loadbalancer/") {
			continue // of another service
		}
		out[name] = children[0]
	}
	return out
}
