package opa

import (
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

const (
	maxCompletions = 16 // plain evaluations that take the place of a partial one
	maxIfKnown     = 4  // values whose verdicts are told
)

// undeclared is the detail of a gap that the engine itself adds, see audit.missing.
const undeclared = "missing without reason, or of another type than the schema says"

// choice is a fact that was not read and that has few values.
type choice struct {
	path collectors.Path
	// values are what it may be; nil stands for none at all. The first so many are admitted by the schema, the
	// others are null and none where the schema does not admit them.
	values   []*ast.Term
	admitted int
}

// completion is one way in which all choices may be, and what plain evaluation says then.
type completed struct {
	picked   []int // the index of each choice's value
	verdict  engine.Verdict
	failures []*engine.Fault
}

// enumerate decides by trying every value of the facts that were not read, when each is a boolean or an enumeration
// of the schema and there are no more than maxCompletions combinations. What all of them say is certain; of the
// failures those that all have. False means that it says nothing, as when the policy breaks on one of the values: see broke.
//
// Why that is sound. A fact that a collector names in a gap is, once read, what the schema of its kind says:
// collectors build resources from the structs that the schemas are made of. Two things may differ. A resource that
// was made by hand may have a fact of another type, but then the gap is the engine's own, and such a gap is never
// tried out. And "not read" may turn out to be nothing at all, whatever the schema requires: so null and none are
// always among the values that must agree. In return less is decided than the schema alone would allow.
func (r *run) enumerate(p *compiledPolicy, u unknowns) (decision, bool) {
	choices := choicesOf(p, u)
	if choices == nil {
		return decision{}, false
	}
	all := combinations(choices)
	trial := *r
	trial.timeout = r.timeout / time.Duration(len(all))
	for i := range all {
		trial.input = r.input
		for k, c := range choices {
			trial.input = put(trial.input, c.path, c.values[all[i].picked[k]])
		}
		var err error
		if all[i].verdict, all[i].failures, err = trial.plain(p); err != nil || clashing(all[i].failures) {
			return decision{broke: !topdown.IsCancel(err)}, false
		}
	}
	if same(all) {
		d := decision{verdict: all[0].verdict, failures: common(all)}
		if d.verdict != engine.Fail || len(d.failures) > 0 {
			return d, true
		}
	}
	return undecided(choices, all, u), true
}

// choicesOf are the facts behind the unknowns, or nil when one of them is no choice or there are too many values.
func choicesOf(p *compiledPolicy, u unknowns) []choice {
	if slices.ContainsFunc(u.terms, func(t *ast.Term) bool { return !t.Value.(ast.Ref).HasPrefix(ast.InputRootRef) }) {
		return nil
	}
	var out []choice
	product := 1
	for _, g := range u.gaps {
		path := pathOf(g)
		if g.Detail == undeclared || len(path) == 0 {
			return nil
		}
		if slices.ContainsFunc(out, func(c choice) bool { return slices.Equal(c.path, path) }) {
			continue
		}
		values, optional := p.schema.finite(path)
		if len(values) == 0 {
			return nil
		}
		c := choice{path: path, values: values}
		if optional {
			c.values = append(c.values, nil)
		}
		c.admitted = len(c.values)
		if !slices.ContainsFunc(values, func(t *ast.Term) bool { return t.Equal(ast.NullTerm()) }) {
			c.values = append(c.values, ast.NullTerm())
		}
		if !optional {
			c.values = append(c.values, nil)
		}
		if product *= len(c.values); product > maxCompletions {
			return nil
		}
		out = append(out, c)
	}
	return out
}

// combinations are all ways to pick a value of each choice.
func combinations(choices []choice) []completed {
	out := []completed{{}}
	for _, c := range choices {
		var next []completed
		for _, have := range out {
			for i := range c.values {
				next = append(next, completed{picked: append(slices.Clone(have.picked), i)})
			}
		}
		out = next
	}
	return out
}

func same(all []completed) bool {
	return !slices.ContainsFunc(all, func(c completed) bool { return c.verdict != all[0].verdict })
}

// common are the failures that all completions have.
func common(all []completed) []*engine.Fault {
	return slices.DeleteFunc(slices.Clone(all[0].failures), func(f *engine.Fault) bool {
		return slices.ContainsFunc(all, func(c completed) bool {
			return !slices.ContainsFunc(c.failures, func(other *engine.Fault) bool { return equal(f, other) })
		})
	})
}

// equal compares failures as a policy gives them, before they are completed.
func equal(a, b *engine.Fault) bool {
	return a.Key == b.Key && a.Message == b.Message && a.Path == b.Path &&
		string(a.Actual) == string(b.Actual) && string(a.Expected) == string(b.Expected)
}

// clashing says whether two failures have one key, which is an error.
func clashing(failures []*engine.Fault) bool {
	seen := map[string]bool{}
	for _, f := range failures {
		if seen[f.Key] {
			return true
		}
		seen[f.Key] = true
	}
	return false
}

// undecided is an unknown that names the gaps on which it hangs: those on a fact that alone can change the verdict,
// or only the failures when the verdict is always fail.
func undecided(choices []choice, all []completed, u unknowns) decision {
	differ := func(a, b completed) bool { return a.verdict != b.verdict }
	if same(all) {
		differ = func(a, b completed) bool { return !slices.EqualFunc(a.failures, b.failures, equal) }
	}
	var matter []int
	for k := range choices {
		if slices.ContainsFunc(all, func(a completed) bool {
			return slices.ContainsFunc(all, func(b completed) bool { return besides(a, b, k) && differ(a, b) })
		}) {
			matter = append(matter, k)
		}
	}
	d := decision{verdict: engine.Unknown}
	for _, g := range u.gaps {
		if slices.ContainsFunc(matter, func(k int) bool { return slices.Equal(choices[k].path, pathOf(g)) }) {
			d.gaps = append(d.gaps, g)
		}
	}
	if len(matter) == 1 {
		d.ifKnown = toldApart(choices[matter[0]], matter[0], all)
	}
	return d
}

// toldApart is the verdict with each value of the one fact that matters, in the order of the schema; nothing when
// there are many values, or when they make no difference as long as the fact keeps to its schema.
func toldApart(c choice, k int, all []completed) []engine.IfKnown {
	if c.admitted > maxIfKnown {
		return nil
	}
	var out []engine.IfKnown
	for i, value := range c.values[:c.admitted] {
		at := slices.IndexFunc(all, func(x completed) bool { return x.picked[k] == i })
		told := engine.IfKnown{Path: c.path.String(), Verdict: all[at].verdict}
		if value != nil {
			text, err := canonicalOf(value.Value)
			if err != nil {
				return nil
			}
			told.Value = text
		}
		out = append(out, told)
	}
	if !slices.ContainsFunc(out, func(x engine.IfKnown) bool { return x.Verdict != out[0].Verdict }) {
		return nil
	}
	return out
}

// besides says whether two completions are alike in all choices but one.
func besides(a, b completed, but int) bool {
	for i := range a.picked {
		if i != but && a.picked[i] != b.picked[i] {
			return false
		}
	}
	return true
}

// finite are the values that the schema admits at a path, when these are few, and whether the fact may be left out;
// no values mean that they are many or not known.
func (s *schema) finite(path collectors.Path) (values []*ast.Term, optional bool) {
	for _, element := range path {
		if s = s.beside(); s == nil {
			return nil, false
		}
		key, isKey := element.(string)
		if !isKey { // a place in a list is no name
			return nil, false
		}
		optional = !slices.Contains(s.Required, key)
		s = s.child(key)
	}
	return s.constants(), optional
}

// beside is the one way in which a value can be no null, or nil when there are several.
func (s *schema) beside() *schema {
	if s == nil || len(s.AnyOf) == 0 {
		return s
	}
	var out *schema
	for _, either := range s.AnyOf {
		switch {
		case either.Type == "null":
		case out != nil:
			return nil
		default:
			out = either
		}
	}
	return out
}

// constants are all values that a schema admits, or nil when they are many.
func (s *schema) constants() []*ast.Term {
	switch {
	case s == nil:
		return nil
	case len(s.AnyOf) > 0:
		var out []*ast.Term
		for _, either := range s.AnyOf {
			values := either.constants()
			if values == nil {
				return nil
			}
			out = append(out, values...)
		}
		return out
	case len(s.Enum) > 0:
		out := make([]*ast.Term, 0, len(s.Enum))
		for _, v := range s.Enum {
			value, err := ast.InterfaceToValue(v)
			if err != nil {
				return nil
			}
			out = append(out, ast.NewTerm(value))
		}
		return out
	case s.Type == "boolean":
		return []*ast.Term{ast.BooleanTerm(true), ast.BooleanTerm(false)}
	case s.Type == "null":
		return []*ast.Term{ast.NullTerm()}
	}
	return nil
}

// put is a copy of a document that has value at a path of keys, or nothing there when value is nil. An object on the way
// that is not there is made, so that the result hangs on no fact but those that are read: whether such an object is
// there may be none of them.
func put(document *ast.Term, path collectors.Path, value *ast.Term) *ast.Term {
	if len(path) == 0 {
		return value
	}
	var container ast.Object
	if document != nil {
		container, _ = document.Value.(ast.Object)
	}
	if container == nil {
		if value == nil {
			return document
		}
		container = ast.NewObject()
	}
	name := ast.StringTerm(path[0].(string))
	next := put(container.Get(name), path[1:], value)
	out := ast.NewObject()
	container.Foreach(func(k, v *ast.Term) {
		if !k.Equal(name) {
			out.Insert(k, v)
		}
	})
	if next != nil {
		out.Insert(name, next)
	}
	return ast.NewTerm(out)
}
