package terraform

import (
	"slices"
	"strings"
)

// A lead is where a reference ends: an instance, and the attribute of it that is meant; empty is all of it.
type lead struct {
	instance  *instance
	attribute string
}

// maxDepth bounds how many variables and outputs are followed.
const maxDepth = 32

// A tracker follows references through variables, outputs and for_each.
type tracker struct {
	estate *estate
	// lost is true when something could not be followed, a local for example.
	lost bool
}

// follow returns what references mean in a scope; from is the instance that has them, or nil in an output or a call. Key is
// that of the instance or the module whose each.key and count.index are meant.
func (t *tracker) follow(in *scope, from *instance, key string, references []string, depth int) []lead {
	if depth > maxDepth {
		t.lost = true
		return nil
	}
	byKey := slices.ContainsFunc(references, func(r string) bool { return r == "each.key" || r == "count.index" })
	var out []lead
	for _, r := range longest(references) {
		steps, ok := split(r)
		if !ok {
			t.lost = true
			continue
		}
		filter := ""
		if byKey {
			filter = key
		}
		out = append(out, t.one(place{in, from, key, filter}, steps, depth)...)
	}
	return unique(out)
}

// A place is where a reference stands. Filter chooses among the instances that a reference without a key means.
type place struct {
	in     *scope
	from   *instance
	key    string
	filter string
}

func (t *tracker) one(at place, steps []step, depth int) []lead {
	switch steps[0].name {
	case "each":
		if len(steps) > 1 && steps[1].name == "value" {
			return t.each(at, steps, depth)
		}
		return nil
	case "count", "path", "terraform", "self":
		return nil
	case "var":
		return t.variable(at, steps, depth)
	case "module":
		return t.output(at, steps, depth)
	case "data":
		if len(steps) < 3 {
			return nil
		}
		return t.resource(at, "data."+steps[1].name+"."+steps[2].name, steps[2].key, rest(steps, 3))
	case "local":
		t.lost = true
		return nil
	}
	if len(steps) < 2 {
		t.lost = true
		return nil
	}
	return t.resource(at, steps[0].name+"."+steps[1].name, steps[1].key, rest(steps, 2))
}

// each follows each.value: what the for_each of the instance, or of the module, goes over.
func (t *tracker) each(at place, steps []step, depth int) []lead {
	var over []string
	scope := at.in
	switch {
	case at.from != nil && at.from.config != nil && at.from.config.ForEachExpression != nil:
		over = at.from.config.ForEachExpression.References
	case at.from == nil && at.in != nil:
		t.lost = true // the for_each of a call: who asks knows it, see variable
		return nil
	}
	leads := t.follow(scope, at.from, at.key, over, depth+1)
	return appended(chosen(leads, at.key), rest(steps, 2))
}

// variable follows what a module was called with.
func (t *tracker) variable(at place, steps []step, depth int) []lead {
	if at.in == nil || at.in.call == nil || len(steps) < 2 {
		return nil // a variable of the root is known
	}
	expression := at.in.call.Expressions[steps[1].name]
	if expression == nil || expression.ExpressionData == nil {
		return nil
	}
	references := expression.References
	if i := slices.IndexFunc(references, func(r string) bool { return r == "each.value" || strings.HasPrefix(r, "each.value.") }); i >= 0 && at.in.call.ForEachExpression != nil {
		leads := t.follow(at.in.parent, nil, at.in.key, at.in.call.ForEachExpression.References, depth+1)
		return appended(chosen(leads, at.in.key), strings.TrimPrefix(strings.TrimPrefix(references[i], "each.value"), "."))
	}
	return appended(t.follow(at.in.parent, nil, at.in.key, references, depth+1), rest(steps, 2))
}

// output follows an output of a module that is called in the scope.
func (t *tracker) output(at place, steps []step, depth int) []lead {
	if len(steps) < 3 {
		t.lost = true // all outputs at once
		return nil
	}
	calls := t.estate.modules[joinAddress(at.in.address, "module."+steps[1].name)]
	var out []lead
	for _, m := range calls {
		if steps[1].key != "" && m.key != steps[1].key || steps[1].key == "" && at.filter != "" && m.key != at.filter {
			continue
		}
		if m.config == nil || m.config.Outputs[steps[2].name] == nil || m.config.Outputs[steps[2].name].Expression == nil {
			t.lost = true
			continue
		}
		expression := m.config.Outputs[steps[2].name].Expression
		if expression.ExpressionData != nil {
			out = append(out, appended(t.follow(m, nil, "", expression.References, depth+1), rest(steps, 3))...)
		}
	}
	return out
}

func (t *tracker) resource(at place, name, key, attribute string) []lead {
	var out []lead
	for _, i := range t.estate.byName[joinAddress(at.in.address, name)] {
		if key != "" && i.key != key || key == "" && at.filter != "" && i.key != "" && i.key != at.filter {
			continue
		}
		out = append(out, lead{i, attribute})
	}
	return out
}

// longest leaves out references that another one only goes on from: Terraform lists a.b.c as "a.b.c" and "a.b".
func longest(references []string) []string {
	var out []string
	for _, r := range references {
		if !slices.ContainsFunc(references, func(other string) bool {
			return len(other) > len(r) && strings.HasPrefix(other, r) && (other[len(r)] == '.' || other[len(r)] == '[')
		}) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func rest(steps []step, from int) string {
	var out []string
	for _, s := range steps[min(from, len(steps)):] {
		out = append(out, s.name)
	}
	return strings.Join(out, ".")
}

// chosen are the leads to instances with the key, if there are any.
func chosen(leads []lead, key string) []lead {
	var out []lead
	for _, l := range leads {
		if l.instance.key == key {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return leads
	}
	return out
}

func appended(leads []lead, attribute string) []lead {
	out := slices.Clone(leads)
	for i := range out {
		if out[i].attribute == "" {
			out[i].attribute = attribute
		}
	}
	return out
}

func unique(leads []lead) []lead {
	var out []lead
	for _, l := range leads {
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}
