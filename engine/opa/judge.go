package opa

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// subject is a resource in the forms that judging needs.
type subject struct {
	resource collectors.Resource
	value    any
	input    *ast.Term
	gaps     []collectors.Gap // on the resource or its facts
}

// unknowns are the facts that a policy reads and that were not read, as OPA's terms, and the gaps behind them.
type unknowns struct {
	terms []*ast.Term
	gaps  []collectors.Gap
}

// bench is what judging needs besides the policy, the resource and its world.
type bench struct {
	program *program
	timeout time.Duration
	now     time.Time
}

// judgeAll judges one resource with all policies of its kind. The error is a broken snapshot or an ended context.
func (a *audit) judgeAll(ctx context.Context, j job) ([]engine.Finding, error) {
	s, err := a.subjectOf(j)
	if err != nil {
		return nil, err
	}
	out := make([]engine.Finding, 0, len(j.policies))
	for _, p := range j.policies {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := newFinding(p.unit.policy)
		f.Resource, f.Name, f.Target, f.Origin = s.resource.ID, s.resource.Name, s.resource.Origin.Target, s.resource.Origin
		f.Evidence = evidenceOf(p, s, j.world)
		a.judge(ctx, p, s, j.world, &f)
		out = append(out, f)
	}
	return out, ctx.Err()
}

func (a *audit) subjectOf(j job) (*subject, error) {
	r := j.resource
	value, err := decodeJSON(r.JSON)
	if err != nil {
		return nil, fmt.Errorf("read %s %q: %w", r.Kind, r.ID, err)
	}
	input, err := ast.InterfaceToValue(value)
	if err != nil {
		return nil, fmt.Errorf("read %s %q: %w", r.Kind, r.ID, err)
	}
	s := &subject{resource: r, value: value, input: ast.NewTerm(input), gaps: a.resourceGaps(r.Origin.Target, r.Kind, r.ID)}
	missing, err := a.missing(r, value, s.gaps)
	s.gaps = append(s.gaps, missing...)
	return s, err
}

// judge fills in the verdict. The rule: nothing unread that the policy reads: plain evaluation, and no failure
// is a pass. Else partial evaluation with those facts as unknowns: a failure without conditions is certain,
// no failure even with conditions is a certain pass, anything else is unknown.
func (b bench) judge(ctx context.Context, p *compiledPolicy, s *subject, w *world, f *engine.Finding) {
	if err := w.params[p.unit.policy.ID]; err != nil {
		f.Verdict, f.Note = engine.Error, err.Error()
		return
	}
	u := unknownsOf(p.reads, s.gaps, w)
	run := &run{bench: b, ctx: ctx, world: w, input: s.input}
	var d decision
	if len(u.gaps) == 0 {
		d.verdict, d.failures, d.err = run.plain(p)
	} else {
		d = run.decide(p, s, u)
	}
	verdict, failures, err := d.verdict, d.failures, d.err
	if err == nil && verdict == engine.Fail {
		err = complete(failures, f, s)
	}
	switch {
	case err != nil && ctx.Err() == nil:
		f.Verdict, f.Note = engine.Error, noteOf(p, err)
	case verdict == engine.Fail:
		f.Verdict, f.Failures = verdict, failures
	case verdict == engine.Unknown:
		f.Verdict, f.Gaps, f.IfKnown = verdict, d.gaps, d.ifKnown
	case verdict == engine.NotApplicable:
		f.Verdict, f.Note = verdict, "does not apply to this resource"
	default:
		f.Verdict = verdict
	}
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

// unknownsOf holds what a policy reads against what was not read.
func unknownsOf(reads *readSet, gaps []collectors.Gap, w *world) unknowns {
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
	joins := map[root]bool{}
	for _, r := range reads.list {
		if r.root.doc == docResources || r.root.doc == docRecords {
			joins[r.root] = true
			continue
		}
		if r.root.doc != docInput {
			continue
		}
		for _, g := range gaps {
			if path, met := r.meet(pathOf(g)); met {
				unknown(g, refOf(ast.InputRootRef, path))
			}
		}
	}
	for _, g := range joinGaps(reads, joins, w) {
		unknown(g.gap, g.ref)
	}
	slices.SortFunc(out.gaps, func(x, y collectors.Gap) int { return compareText(gapKey(x), gapKey(y)) })
	slices.SortFunc(out.terms, func(x, y *ast.Term) int { return x.Value.Compare(y.Value) })
	return out
}

type refGap struct {
	gap collectors.Gap
	ref ast.Ref
}

// joinGaps are the gaps in the joined kinds that a policy meets; the unknown is always the kind as a whole,
// since a policy iterates over it.
func joinGaps(reads *readSet, joins map[root]bool, w *world) []refGap {
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

func gapKey(g collectors.Gap) string {
	return fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s", g.Target, g.Kind, g.Resource, g.Path, g.Cause, g.Call, g.Detail)
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
