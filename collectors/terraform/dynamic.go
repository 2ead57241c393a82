package terraform

import (
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// What a plan shows of a dynamic block, looked at with Terraform 1.11 and the provider hashicorp/aws 5.100, and read in Terraform's
// source (internal/command/jsonconfig, internal/lang/blocktoattr):
//
// The configuration in the plan leaves dynamic blocks out, with all that stands in them. What they make is in the values: where
// the number of blocks is known, as blocks like others, only without expressions; where it is not, the whole attribute is unknown.
// Rules of a security group, which are attributes that may be written as blocks, then have one element of which at least the
// peer is unknown. So below a block that the configuration does not show, an unknown value may have been set by a hidden
// expression: it has no default (value.hidden).
//
// One case the values do not show. An attribute that is written as blocks, and that the provider fills where there is none, is
// unknown as a whole on a new resource in any case: the grants and the versioning of a bucket, the inline policies of a role,
// point-in-time recovery. There the blocks count as absent only where that is certain: nothing unknown can decide how many a
// dynamic block makes, or the resource's file has no dynamic block of the name. What exists already is not in doubt: Terraform
// breaks off where a value that the plan shows as known turns out otherwise.

// A dependence says which resources nothing that is new may come from.
type dependence struct {
	// none is true where no unknown value can reach a dynamic block at all.
	none bool
	// below are the resources, by their place in the configuration, on which all depend that have unknown values. What depends on a
	// resource cannot decide its blocks.
	below map[string]bool
}

// blockless says that an attribute that is written as blocks, unknown as a whole, has none that its configuration makes.
func (i *instance) blockless(name string) bool {
	if i.estate == nil {
		return false
	}
	if s, known := i.estate.places.find(i); known && !s.dynamic[name] && !s.dynamic[""] && i.config != nil {
		return true
	}
	d := i.estate.depends()
	return d.none || d.below[i.origin()]
}

// origin is the place of an instance in the configuration: its address without keys.
func (i *instance) origin() string {
	steps, _ := parseAddress(i.address)
	return originOf(steps, i.typ, i.name, i.data)
}

func originOf(steps []step, typ, name string, data bool) string {
	var b strings.Builder
	for _, s := range steps[:max(0, len(steps)-1)] {
		b.WriteString("module." + s.name + ".")
	}
	if data {
		b.WriteString("data.")
	}
	b.WriteString(typ + "." + name)
	return b.String()
}

// depends works the dependence out, once.
func (e *estate) depends() *dependence {
	if e.dependence != nil {
		return e.dependence
	}
	byOrigin := map[string][]*instance{}
	for _, i := range e.instances {
		byOrigin[i.origin()] = append(byOrigin[i.origin()], i)
	}
	d := &dependence{none: true}
	for _, source := range e.sources(byOrigin) {
		above := map[string]bool{}
		e.climb(byOrigin, source, above)
		if d.none {
			d.none, d.below = false, above
			continue
		}
		maps.DeleteFunc(d.below, func(origin string, _ bool) bool { return !above[origin] })
		if len(d.below) == 0 {
			break
		}
	}
	e.dependence = d
	return d
}

// sources are the places of all from which an unknown value may come. Where the plan says which attributes have a part in its
// changes, dynamic blocks among them, the others do not count. It leaves out what reaches a module through the for_each of its
// call, so with one of those all count.
func (e *estate) sources(byOrigin map[string][]*instance) []string {
	out := map[string]bool{}
	if e.relevant == nil || repeats(e.root) {
		for origin, all := range byOrigin {
			out[origin] = slices.ContainsFunc(all, func(i *instance) bool { return marked(i.unknown) })
		}
	}
	for _, r := range e.relevant {
		steps, ok := parseAddress(r.Resource)
		parts, fine := split(r.Resource)
		if !ok || !fine || len(parts) < 2 {
			continue
		}
		data := len(parts) > 2 && parts[len(parts)-3].name == "data"
		origin := originOf(steps, parts[len(parts)-2].name, parts[len(parts)-1].name, data)
		for _, i := range byOrigin[origin] {
			at := i.whole()
			if len(r.Attribute) > 0 {
				if name, isText := r.Attribute[0].(string); isText {
					at = i.at(name)
				}
			}
			out[origin] = out[origin] || at.open()
		}
	}
	maps.DeleteFunc(out, func(_ string, open bool) bool { return !open })
	return slices.Sorted(maps.Keys(out))
}

// A relevant attribute has a part in what a plan changes. Source: JSON Output Format, relevant_attributes.
type relevant struct {
	Resource  string `json:"resource"`
	Attribute []any  `json:"attribute"`
}

// repeats says that a module calls another with a count or for_each that is no constant.
func repeats(m *tfjson.ConfigModule) bool {
	if m == nil {
		return false
	}
	for _, call := range m.ModuleCalls {
		if call == nil {
			continue
		}
		for _, x := range []*tfjson.Expression{call.CountExpression, call.ForEachExpression} {
			if x != nil && x.ExpressionData != nil && len(x.References) > 0 {
				return true
			}
		}
		if repeats(call.Module) {
			return true
		}
	}
	return false
}

// climb notes a place and all that it visibly depends on.
func (e *estate) climb(byOrigin map[string][]*instance, origin string, above map[string]bool) {
	if above[origin] {
		return
	}
	above[origin] = true
	for _, i := range byOrigin[origin] {
		if i.config == nil {
			continue
		}
		t := &tracker{estate: e}
		for _, lead := range t.follow(i.scope, i, i.key, named(i.config), 0) {
			e.climb(byOrigin, lead.instance.origin(), above)
		}
	}
}

// named are all references of a resource's configuration.
func named(c *tfjson.ConfigResource) []string {
	out := slices.Clone(c.DependsOn)
	for _, x := range []*tfjson.Expression{c.CountExpression, c.ForEachExpression} {
		out = append(out, referencesBelow(x)...)
	}
	for _, x := range c.Expressions {
		out = append(out, referencesBelow(x)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func referencesBelow(x *tfjson.Expression) []string {
	if x == nil || x.ExpressionData == nil {
		return nil
	}
	out := slices.Clone(x.References)
	for _, block := range x.NestedBlocks {
		for _, inner := range block {
			out = append(out, referencesBelow(inner)...)
		}
	}
	return out
}
