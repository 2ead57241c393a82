package opa

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// bench is what judging needs besides the policy, the resource and its world.
type bench struct {
	program *program
	timeout time.Duration
	now     time.Time
	stopper *stopper // of one goroutine; nil for a new one each time
	// direct asks the bodies of the rules fail. The harness asks for fail as a whole, so that tests compare both.
	direct bool
	tracer topdown.QueryTracer // of plain evaluations; may be nil
}

// unknowns are the facts that a policy reads and that were not read, as OPA's terms, and the gaps behind them.
type unknowns struct {
	terms []*ast.Term
	gaps  []collectors.Gap
}

// judge fills in the verdict of one policy on one resource, looking at the whole of it. The audit itself judges by
// docket, which comes to the same.
func (b bench) judge(ctx context.Context, p *compiledPolicy, s *subject, w *world, f *engine.Finding) {
	u := unknownsOf(p.reads, s.gaps, joinGaps(p.reads, w))
	input, err := s.whole()
	if err == nil {
		err = b.decide(ctx, p, s, w, input, u).fill(f, s, u, nil)
	}
	if err != nil {
		f.Outcome, f.Failures = broken(noteOf(p, err)).outcome, []engine.Failure{}
	}
}

// decide gives the verdict. The rule: nothing unread that the policy reads: plain evaluation, and no failure is a
// pass. Else see run.gapped.
func (b bench) decide(ctx context.Context, p *compiledPolicy, s *subject, w *world, input *ast.Term, u unknowns) *result {
	if err := w.params[p.unit.policy.ID]; err != nil {
		return broken(err.Error())
	}
	run := &run{bench: b, ctx: ctx, world: w, input: input}
	var d decision
	if len(u.gaps) == 0 {
		d.verdict, d.failures, d.err = run.plain(p)
	} else {
		d = run.gapped(p, s, u)
	}
	return d.result(p, s, u)
}

// result puts a decision into the form that is kept.
func (d decision) result(p *compiledPolicy, s *subject, u unknowns) *result {
	switch {
	case d.err != nil:
		return broken(noteOf(p, d.err))
	case d.verdict == engine.Pass:
		return passed
	case d.verdict == engine.NotApplicable:
		return skipped
	}
	r := &result{outcome: outcomes[d.verdict], failures: d.failures}
	if d.verdict == engine.Fail {
		if err := r.complete(p, s); err != nil {
			return broken(noteOf(p, err))
		}
		return r
	}
	if len(d.ifKnown) > 0 {
		r.outcome = outcomeOf(d.verdict, "")
		r.outcome.IfKnown = d.ifKnown
	}
	for i, g := range u.gaps {
		if slices.Contains(d.gaps, g) {
			r.gaps = append(r.gaps, i)
		}
	}
	return r
}

// noteOf names the policy's file and line in an error.
func noteOf(p *compiledPolicy, err error) string {
	var e *topdown.Error
	if errors.As(err, &e) {
		if e.Code == topdown.CancelErr {
			return fmt.Sprintf("%s:%d: took longer than allowed", p.unit.file, p.unit.policy.Line)
		}
		if e.Location != nil {
			return fmt.Sprintf("%s:%d: %s", e.Location.File, e.Location.Row, firstLine(e.Message))
		}
	}
	return fmt.Sprintf("%s:%d: %s", p.unit.file, p.unit.policy.Line, firstLine(err.Error()))
}

// unknownsOf holds what a policy reads against what was not read of a resource, and of joined kinds.
func unknownsOf(reads *readSet, gaps []collectors.Gap, joined []refGap) unknowns {
	var out unknowns
	seen, seenGaps := map[string]bool{}, map[collectors.Gap]bool{}
	unknown := func(g collectors.Gap, ref ast.Ref) {
		if !seenGaps[g] {
			seenGaps[g] = true
			out.gaps = append(out.gaps, g)
		}
		if key := ref.String(); !seen[key] {
			seen[key] = true
			out.terms = append(out.terms, ast.NewTerm(ref))
		}
	}
	paths := make([]collectors.Path, len(gaps))
	for i, g := range gaps {
		paths[i] = pathOf(g)
	}
	for _, r := range reads.list {
		if r.root.doc != docInput {
			continue
		}
		for i, g := range gaps {
			if path, met := r.meet(paths[i]); met {
				unknown(g, refOf(ast.InputRootRef, path))
			}
		}
	}
	for _, g := range joined {
		unknown(g.gap, g.ref)
	}
	slices.SortFunc(out.gaps, compareGaps)
	slices.SortFunc(out.terms, func(x, y *ast.Term) int { return x.Value.Compare(y.Value) })
	return out
}

type refGap struct {
	gap collectors.Gap
	ref ast.Ref
}

// joinGaps are the gaps in the joined kinds that a policy meets; the unknown is always the kind as a whole,
// since a policy iterates over it.
func joinGaps(reads *readSet, w *world) []refGap {
	joins := map[root]bool{}
	for _, r := range reads.list {
		if r.root.doc == docResources || r.root.doc == docRecords {
			joins[r.root] = true
		}
	}
	var out []refGap
	for join := range joins {
		list, name := w.resources, "resources"
		if join.doc == docRecords {
			list, name = w.records, "records"
		}
		ref := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(name), ast.StringTerm(join.kind)}
		for _, g := range list.gaps[join.kind] {
			if slices.ContainsFunc(reads.list, func(r read) bool { return r.root == join && r.meetsElement(g.path) }) {
				out = append(out, refGap{gap: g.gap, ref: ref})
			}
		}
	}
	return out
}

// meetsElement says whether a gap in some element of a joined list could change what r reads.
func (r read) meetsElement(gap collectors.Path) bool {
	if len(gap) == 0 {
		return true
	}
	if len(r.path) == 0 {
		return !r.typed
	}
	inner := read{place: place{root: r.root, path: r.path[1:]}, typed: r.typed}
	_, met := inner.meet(gap)
	return met
}

// gapKey is what a gap is told from others by.
func gapKey(g collectors.Gap) string {
	return strings.Join([]string{g.Target, g.Kind, g.Resource, g.Path, string(g.Cause), g.Call, g.Detail}, "\x00")
}

// compareGaps orders gaps as their keys are ordered, without making them.
func compareGaps(x, y collectors.Gap) int {
	return cmp.Or(compareText(x.Target, y.Target), compareText(x.Kind, y.Kind), compareText(x.Resource, y.Resource), compareText(x.Path, y.Path),
		compareText(string(x.Cause), string(y.Cause)), compareText(x.Call, y.Call), compareText(x.Detail, y.Detail))
}

func refOf(base ast.Ref, path collectors.Path) ast.Ref {
	out := slices.Clone(base)
	for _, element := range path {
		switch element := element.(type) {
		case int:
			out = append(out, ast.IntNumberTerm(element))
		case string:
			out = append(out, ast.StringTerm(element))
		}
	}
	return out
}
