package opa

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/engine"
)

// RuleTest is what the examples show of one rule fail.
type RuleTest struct {
	Line int `json:"line"`
	// Fired and Silent count the examples to which the policy applies.
	Fired  int `json:"fired"`
	Silent int `json:"silent"`
}

// firing records which rules of a module an evaluation found to hold. It is a topdown.QueryTracer.
type firing struct {
	rules map[*ast.Rule]bool
}

// Enabled implements topdown.QueryTracer.
func (f *firing) Enabled() bool { return true }

// Config implements topdown.QueryTracer.
func (f *firing) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent implements topdown.QueryTracer.
func (f *firing) TraceEvent(e topdown.Event) {
	if rule, isRule := e.Node.(*ast.Rule); isRule && e.Op == topdown.ExitOp {
		f.rules[rule] = true
	}
}

// fires counts for each rule fail whether it fires on an example to which the policy applies.
func (t *promise) fires(ctx context.Context, s scene) error {
	watch := &firing{rules: map[*ast.Rule]bool{}}
	watched := *t
	watched.tracer = watch
	f, err := watched.judged(ctx, s, nil)
	if err != nil || f.Verdict != engine.Fail && f.Verdict != engine.Pass {
		return err
	}
	for i, rule := range t.policy.failRules(t.program) {
		if watch.rules[rule] {
			t.report.Rules[i].Fired++
		} else {
			t.report.Rules[i].Silent++
		}
	}
	return nil
}

// failRules are the rules fail as they were compiled, in the order of the file.
func (p *compiledPolicy) failRules(program *program) []*ast.Rule {
	var out []*ast.Rule
	for _, rule := range program.compiler.Modules[p.unit.file].Rules {
		if rule.Head.Ref()[0].String() == "fail" {
			out = append(out, rule)
		}
	}
	return out
}

// fired demands that each rule was seen to fire and to stay silent.
func (t *promise) fired() {
	u := t.policy.unit
	if t.report.Examples[engine.Fail] == 0 { // said of the policy as a whole
		return
	}
	for _, r := range t.report.Rules {
		switch {
		case r.Fired == 0:
			t.problems = append(t.problems, Problem{File: u.file, Line: r.Line, Message: "this rule fail never fires in the tests",
				Hint: "add a test with an input on which it fires, and let with name that input plainly; or remove the rule"})
		case r.Silent == 0:
			t.problems = append(t.problems, Problem{File: u.file, Line: r.Line, Message: fmt.Sprintf("this rule fail fires in every one of the %d examples", r.Fired),
				Hint: "add a test with an input on which it stays silent, and let with name that input plainly"})
		}
	}
}
