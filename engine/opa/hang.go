package opa

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// decision is what can be said of a policy of whose facts some were not read.
type decision struct {
	verdict  engine.Verdict
	failures []*engine.Fault  // the certain ones
	gaps     []collectors.Gap // what an unknown hangs on, never empty then
	ifKnown  []engine.IfKnown // what it would be, see toldApart
	err      error
	broke    bool // one of the values that were tried breaks the policy
}

// gapped judges a policy of whose facts some are unknown. Where each of them has only a few values, all are tried;
// else partial evaluation says what is certain, and what it leaves over says which gaps an unknown hangs on. When
// these have few values, that may decide it after all: the other gaps have no part in it.
//
// Where some value could break the policy, no pass is certain, and no "does not apply": what holds for all other values is
// not what an audit would say that had read this one. A failure stands. It is there for every value on which the policy
// does not break, a break would clear nobody, and an unknown in its place would hide what is known to be wrong.
func (r *run) gapped(p *compiledPolicy, s *subject, u unknowns) decision {
	tried, done := r.enumerate(p, u)
	if done {
		return tried
	}
	verdict, failures, err := r.partial(p, u.terms)
	if err != nil && !topdown.IsCancel(err) {
		// What comes before the error in the policy may hang on the unknowns: nothing is certain.
		return decision{verdict: engine.Unknown, gaps: u.gaps}
	}
	if err == nil && reassuring(verdict) && (tried.broke || r.mayBreak(p, u.terms)) {
		return decision{verdict: engine.Unknown, gaps: u.gaps}
	}
	if err != nil || verdict != engine.Unknown {
		return decision{verdict: verdict, failures: failures, err: err}
	}
	narrow := r.hanging(p, s, u)
	if len(narrow.gaps) < len(u.gaps) {
		d, done := r.enumerate(p, narrow)
		if done && reassuring(d.verdict) && r.mayBreak(p, u.terms) {
			return decision{verdict: engine.Unknown, gaps: u.gaps}
		}
		if done {
			return d
		}
	}
	return decision{verdict: engine.Unknown, gaps: narrow.gaps}
}

// leftover is what partial evaluation left over: the conditions under which the queries are true.
type leftover struct {
	bodies  []ast.Body
	support []*ast.Module
}

// hanging are those of the unknowns that an unknown verdict hangs on. What partial evaluation left over is equal to
// the policy whatever the unknowns are, so a gap that it does not read cannot change the verdict. It is walked as
// if with were in force everywhere: rules, functions and support modules in it count with all that they read. When
// nothing is found, which should not be, all gaps are kept.
func (r *run) hanging(p *compiledPolicy, s *subject, u unknowns) unknowns {
	if len(u.gaps) < 2 {
		return u
	}
	r.program.using.RLock()
	defer r.program.using.RUnlock()
	w := newWalker(r.program.compiler, p.unit)
	for _, body := range r.left.bodies {
		w.body(body, newScope(true))
	}
	for _, module := range r.left.support {
		for _, rule := range module.Rules {
			w.rule(rule, nil, true)
		}
	}
	out := unknownsOf(w.reads, s.gaps, joinGaps(w.reads, r.world))
	out.gaps = slices.DeleteFunc(out.gaps, func(g collectors.Gap) bool { return !slices.Contains(u.gaps, g) })
	if len(out.gaps) == 0 {
		return u
	}
	return out
}
