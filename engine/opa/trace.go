package opa

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/collectors"
)

// RuleTrace says how one rule of a policy came out on a resource.
type RuleTrace struct {
	Name string `json:"name"`
	Line int    `json:"line"`
	// Tried is how often it was asked, Held how often it held.
	Tried int `json:"tried"`
	Held  int `json:"held"`
	// Open means that something in it, or in a helper that it uses, was not read: then Held says nothing.
	Open  bool        `json:"open"`
	Steps []StepTrace `json:"steps"`
}

// StepTrace says how one expression of a rule came out.
type StepTrace struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	// Result is "true", "false", "undefined" (something in it is not there), "not read" (something in it was not
	// read) or "not reached"; when it was asked several times, "true 2 of 3".
	Result string `json:"result"`
	// Values are what the references and variables in it were.
	Values []ValueTrace `json:"values"`
}

// ValueTrace is what a reference or variable was: its value, or several of them, as JSON; or in words that there is none.
type ValueTrace struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// trace evaluates a policy plainly on what is there, and watches it.
func (s *Set) trace(ctx context.Context, u *unit, st *stage) ([]RuleTrace, error) {
	program, err := s.programFor(s.units)
	if err != nil {
		return nil, err
	}
	p := program.policies[u.policy.ID]
	scene := sceneOf(p, example{world: map[string]any{"input": st.input, "data": st.data}})
	scene.now = st.now
	if err := scene.open(); err != nil {
		return nil, err
	}
	input, err := ast.InterfaceToValue(scene.input)
	if err != nil {
		return nil, fmt.Errorf("read the resource: %w", err)
	}
	data, err := ast.InterfaceToValue(scene.document())
	if err != nil {
		return nil, fmt.Errorf("read the data: %w", err)
	}
	w := newWatcher(u, program.compiler.Modules[u.file], input, data, st.missing)
	r := &run{bench: bench{program: program, timeout: patience, now: scene.now, tracer: w}, ctx: ctx, world: scene.world, input: ast.NewTerm(input)}
	ask := func(q query) bool {
		query, stop := r.query(q)
		defer stop()
		found, err := query.Run(ctx)
		return err == nil && len(found) > 0 // what breaks a policy stands in the finding
	}
	program.using.RLock()
	defer program.using.RUnlock()
	if !p.conditional || ask(p.applicable) || len(w.open()) > 0 {
		ask(p.fail)
	}
	return w.traces(), ctx.Err()
}

// watcher gathers what becomes of each expression of a module. It is a topdown.QueryTracer.
type watcher struct {
	input   ast.Value
	data    ast.Value
	missing []collectors.Path
	rules   []*watched
	byRule  map[*ast.Rule]*watched
	byQuery map[uint64]*watched
	last    map[uint64]*watchedStep // the expression that was begun last in a query, to count it once
	bound   map[uint64]*watchedStep // the expression that may bind variables next
}

// watched is one rule.
type watched struct {
	rule        *ast.Rule
	steps       []*watchedStep // one per expression that the author wrote, and the last for the head
	tried, held int
}

// watchedStep is one expression as its author wrote it; the compiler may have made several of it.
type watchedStep struct {
	line, from, to int // offsets in the file
	text           string
	refs           []ast.Ref
	vars           []ast.Var
	locals         []local
	asked, failed  int
	head           bool
}

// local is a variable of a rule, or a place in its value, with the values that it had.
type local struct {
	name   string
	v      ast.Var
	rest   ast.Ref
	values []string
}

func newWatcher(u *unit, compiled *ast.Module, input, data ast.Value, missing []collectors.Path) *watcher {
	w := &watcher{input: input, data: data, missing: missing, byRule: map[*ast.Rule]*watched{}, byQuery: map[uint64]*watched{}, last: map[uint64]*watchedStep{}, bound: map[uint64]*watchedStep{}}
	compiledBy := map[string][]*ast.Rule{}
	for _, rule := range compiled.Rules {
		for r := rule; r != nil; r = r.Else {
			at := r.Location.String()
			compiledBy[at] = append(compiledBy[at], r)
		}
	}
	for _, rule := range u.module.Rules {
		for r := rule; r != nil; r = r.Else {
			one := &watched{rule: r}
			for _, expr := range r.Body {
				if expr.Location != nil && len(expr.Location.Text) > 0 && !(len(r.Body) == 1 && expr.Location.Offset == r.Location.Offset) {
					one.steps = append(one.steps, newStep(expr.Location, expr))
				}
			}
			head := newStep(r.Head.Location, r.Head)
			head.head = true
			one.steps = append(one.steps, head)
			w.rules = append(w.rules, one)
			for _, c := range compiledBy[r.Location.String()] {
				w.byRule[c] = one
			}
		}
	}
	return w
}

// newStep takes apart what the author wrote.
func newStep(at *ast.Location, node any) *watchedStep {
	s := &watchedStep{line: at.Row, from: at.Offset, to: at.Offset + len(at.Text), text: strings.Join(strings.Fields(string(at.Text)), " ")}
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Ref:
			if x.HasPrefix(ast.InputRootRef) || x.HasPrefix(ast.DefaultRootRef) {
				ground := x.ConstantPrefix()
				if len(ground) > 1 && !slices.ContainsFunc(s.refs, func(r ast.Ref) bool { return r.Equal(ground) }) {
					s.refs = append(s.refs, ground)
				}
				return false
			}
			if v, isVar := x[0].Value.(ast.Var); isVar && len(x.ConstantPrefix()) > 1 {
				s.local(x.ConstantPrefix().String(), v, x.ConstantPrefix()[1:])
				return len(x.ConstantPrefix()) == len(x)
			}
		case ast.Var:
			s.local(string(x), x, nil)
		}
		return false
	}).Walk(node)
	return s
}

func (s *watchedStep) local(name string, v ast.Var, rest ast.Ref) {
	if v.IsWildcard() || v.IsGenerated() || v == "input" || v == "data" {
		return
	}
	s.vars = append(s.vars, v)
	if !slices.ContainsFunc(s.locals, func(l local) bool { return l.name == name }) {
		s.locals = append(s.locals, local{name: name, v: v, rest: rest})
	}
}

// Enabled implements topdown.QueryTracer.
func (w *watcher) Enabled() bool { return true }

// Config implements topdown.QueryTracer.
func (w *watcher) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent implements topdown.QueryTracer.
func (w *watcher) TraceEvent(e topdown.Event) {
	if rule, isRule := e.Node.(*ast.Rule); isRule {
		one := w.byRule[rule]
		if one == nil {
			return
		}
		switch e.Op {
		case topdown.EnterOp:
			one.tried++
			w.byQuery[e.QueryID] = one
		case topdown.ExitOp:
			one.held++
			w.bindings(e, w.bound[e.QueryID])
		}
		return
	}
	one, expr := w.byQuery[e.QueryID], (*ast.Expr)(nil)
	if expr, _ = e.Node.(*ast.Expr); one == nil || expr == nil || expr.Location == nil {
		return
	}
	s := one.stepAt(expr.Location.Offset)
	switch e.Op {
	case topdown.EvalOp:
		if w.last[e.QueryID] != s { // the first of the parts that the compiler made of it
			s.asked++
		}
		w.bindings(e, w.bound[e.QueryID])
		w.bindings(e, s)
		w.last[e.QueryID], w.bound[e.QueryID] = s, s
	case topdown.FailOp:
		s.failed++
	case topdown.RedoOp:
		w.last[e.QueryID], w.bound[e.QueryID] = nil, s
	}
}

// stepAt is the expression that lies at an offset of the file, or the head.
func (one *watched) stepAt(offset int) *watchedStep {
	for _, s := range one.steps {
		if !s.head && s.from <= offset && offset < s.to {
			return s
		}
	}
	return one.steps[len(one.steps)-1]
}

// bindings keeps the values of an expression's variables as they stand.
func (w *watcher) bindings(e topdown.Event, s *watchedStep) {
	if e.Locals == nil || s == nil {
		return
	}
	e.Locals.Iter(func(k, v ast.Value) bool {
		name, isVar := k.(ast.Var)
		if meta, renamed := e.LocalMetadata[name]; isVar && renamed {
			name = meta.Name
		}
		if !ast.IsConstant(v) || !slices.Contains(s.vars, name) {
			return false
		}
		for i := range s.locals {
			l := &s.locals[i]
			if l.v != name {
				continue
			}
			text := notThere
			if value, err := v.Find(l.rest); err == nil {
				text = shown(value)
			} else if slices.ContainsFunc(w.missing, func(m collectors.Path) bool { return endsWith(m, steps(l.rest)) }) {
				text = notRead
			}
			if !slices.Contains(l.values, text) {
				l.values = append(l.values, text)
			}
		}
		return false
	})
}

// shown is a value as JSON, cut where it is long.
func shown(v ast.Value) string {
	const most = 50
	text := v.String()
	if plain, err := canonicalOf(v); err == nil {
		text = string(plain)
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// traces are the rules that were tried, in the order of the file.
func (w *watcher) traces() []RuleTrace {
	out := []RuleTrace{}
	open := w.open()
	for _, one := range w.rules {
		t := RuleTrace{Name: one.name(), Line: one.rule.Location.Row, Open: open[one], Tried: one.tried, Held: one.held, Steps: []StepTrace{}}
		for _, s := range one.steps {
			if s.head && (s.failed == 0 || slices.ContainsFunc(one.steps, func(s *watchedStep) bool { return !s.head && w.result(s) != "true" })) {
				continue // it says what the rule gives, and is of interest where that alone failed
			}
			t.Steps = append(t.Steps, StepTrace{Line: s.line, Text: s.text, Result: w.result(s), Values: w.valuesOf(s)})
		}
		slices.SortStableFunc(t.Steps, func(a, b StepTrace) int { return cmp.Compare(a.Line, b.Line) })
		out = append(out, t)
	}
	return out
}

func (one *watched) name() string { return one.rule.Head.Ref().String() }

// open are the rules that hang on what was not read, themselves or by the helpers that they use.
func (w *watcher) open() map[*watched]bool {
	out, named := map[*watched]bool{}, map[ast.Var]bool{}
	for more := true; more; {
		more = false
		for _, one := range w.rules {
			if out[one] || one.tried == 0 || !slices.ContainsFunc(one.steps, func(s *watchedStep) bool {
				return w.unread(s) || slices.ContainsFunc(s.vars, func(v ast.Var) bool { return named[v] })
			}) {
				continue
			}
			out[one], named[ast.Var(one.name())], more = true, true, true
		}
	}
	return out
}

// unread says whether something in an expression was not read.
func (w *watcher) unread(s *watchedStep) bool {
	return slices.ContainsFunc(s.refs, func(ref ast.Ref) bool { return w.lookUp(ref) == notRead }) ||
		slices.ContainsFunc(s.locals, func(l local) bool { return slices.Contains(l.values, notRead) })
}

// endsWith says whether a path ends in others' last steps.
func endsWith(path collectors.Path, tail []any) bool {
	return len(tail) > 0 && len(path) >= len(tail) && slices.Equal([]any(path[len(path)-len(tail):]), tail)
}

// result says how an expression came out.
func (w *watcher) result(s *watchedStep) string {
	held := s.asked - s.failed
	switch {
	case s.asked == 0:
		return "not reached"
	case w.unread(s):
		return notRead
	case s.failed == 0 && s.asked == 1:
		return "true"
	case held > 0:
		return fmt.Sprintf("true %d of %d", held, s.asked)
	}
	if slices.ContainsFunc(s.refs, func(ref ast.Ref) bool { return w.lookUp(ref) == notThere }) {
		return "undefined"
	}
	return "false"
}

const (
	notRead  = "not read"
	notThere = "not there"
)

// valuesOf are what the references and variables of an expression were.
func (w *watcher) valuesOf(s *watchedStep) []ValueTrace {
	out := []ValueTrace{}
	if s.asked == 0 {
		return out
	}
	for _, ref := range s.refs {
		if text := w.lookUp(ref); text != "" {
			out = append(out, ValueTrace{Name: strings.TrimPrefix(ref.String(), "input."), Value: text})
		}
	}
	for _, l := range s.locals {
		const most = 3
		values := l.values
		if len(values) > most {
			values = append(slices.Clone(values[:most]), fmt.Sprintf("and %d more", len(values)-most))
		}
		if len(values) > 0 {
			out = append(out, ValueTrace{Name: l.name, Value: strings.Join(values, " | ")})
		}
	}
	return out
}

// lookUp is the value of a reference to the resource or to data, or that there is none; "" for one to a rule.
func (w *watcher) lookUp(ref ast.Ref) string {
	from := w.input
	if ref.HasPrefix(ast.DefaultRootRef) {
		if name := names(ref); len(name) == 0 || name[0] == "lib" || name[0] == "policies" {
			return ""
		}
		from = w.data
	}
	if value, err := from.Find(ref[1:]); err == nil {
		return shown(value)
	}
	path := collectors.Path(steps(ref[1:]))
	if ref.HasPrefix(ast.InputRootRef) && slices.ContainsFunc(w.missing, func(m collectors.Path) bool { return path.HasPrefix(m) || m.HasPrefix(path) }) {
		return notRead
	}
	if ref.HasPrefix(ast.DefaultRootRef) && (path[0] == "resources" || path[0] == "records") {
		return notRead
	}
	return notThere
}
