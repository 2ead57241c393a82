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
	var failures []engine.Failure
	var verdict engine.Verdict
	var err error
	if len(u.gaps) == 0 {
		verdict, failures, err = run.plain(p)
	} else {
		verdict, failures, err = run.partial(p, u.terms)
		if err != nil && !topdown.IsCancel(err) {
			// What comes before the error in the policy may hang on the unknowns: nothing is certain.
			verdict, err = engine.Unknown, nil
		}
	}
	if err == nil && verdict == engine.Fail {
		err = complete(failures, f, s)
	}
	switch {
	case err != nil && ctx.Err() == nil:
		f.Verdict, f.Note = engine.Error, noteOf(p, err)
	case verdict == engine.Fail:
		f.Verdict, f.Failures = verdict, failures
	case verdict == engine.Unknown:
		f.Verdict, f.Gaps = verdict, u.gaps
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
	seen := map[string]bool{}
	unknown := func(g collectors.Gap, ref ast.Ref) {
		if !slices.Contains(out.gaps, g) {
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

// run is the evaluation of one policy on one resource.
type run struct {
	bench
	ctx   context.Context
	world *world
	input *ast.Term
}

// query makes a topdown query that ends with the context and the time limit. Stop must be called.
func (r *run) query(q query) (*topdown.Query, func()) {
	cancel := topdown.NewCancel()
	timer := time.AfterFunc(r.timeout, cancel.Cancel)
	detach := context.AfterFunc(r.ctx, cancel.Cancel)
	stop := func() {
		timer.Stop()
		detach()
	}
	return topdown.NewQuery(q.body).WithQueryCompiler(q.compiler).WithCompiler(r.program.compiler).
		WithStore(r.world.store).WithTransaction(r.world.txn).WithInput(r.input).WithCancel(cancel).
		WithStrictBuiltinErrors(true).WithTime(r.now).WithIndexing(true), stop
}

// plain evaluates a policy whose facts are all known.
func (r *run) plain(p *compiledPolicy) (engine.Verdict, []engine.Failure, error) {
	if p.conditional {
		q, stop := r.query(p.applicable)
		results, err := q.Run(r.ctx)
		stop()
		if err != nil {
			return "", nil, err
		}
		if len(results) == 0 {
			return engine.NotApplicable, nil, nil
		}
	}
	q, stop := r.query(p.fail)
	defer stop()
	results, err := q.Run(r.ctx)
	if err != nil {
		return "", nil, err
	}
	if len(results) != 1 || results[0][resultVar] == nil {
		return "", nil, errors.New("fail is not defined")
	}
	set, ok := results[0][resultVar].Value.(ast.Set)
	if !ok {
		return "", nil, errors.New("fail is no set")
	}
	return failing(set.Slice())
}

// failing makes the verdict of the members of fail.
func failing(members []*ast.Term) (engine.Verdict, []engine.Failure, error) {
	var failures []engine.Failure
	for _, m := range members {
		f, err := failureOf(m)
		if err != nil {
			return "", nil, err
		}
		failures = append(failures, f)
	}
	if len(failures) > 0 {
		return engine.Fail, failures, nil
	}
	return engine.Pass, nil, nil
}

// partial evaluates a policy of whose facts some are unknown.
func (r *run) partial(p *compiledPolicy, terms []*ast.Term) (engine.Verdict, []engine.Failure, error) {
	applies := certain
	if p.conditional {
		bodies, support, err := r.residue(p.applicable, terms)
		if err != nil {
			return "", nil, err
		}
		applies = outcome(bodies, support)
		if applies == never {
			return engine.NotApplicable, nil, nil
		}
	}
	bodies, support, err := r.residue(p.failEach, terms)
	if err != nil {
		return "", nil, err
	}
	if applies == open {
		return engine.Unknown, nil, nil
	}
	switch outcome(bodies, support) {
	case never:
		return engine.Pass, nil, nil
	case open:
		return engine.Unknown, nil, nil
	}
	var members []*ast.Term
	for _, body := range bodies {
		if member := found(body); member != nil && unconditional(body) {
			members = append(members, member)
		}
	}
	if len(members) == 0 {
		return engine.Unknown, nil, nil
	}
	slices.SortFunc(members, func(a, b *ast.Term) int { return a.Value.Compare(b.Value) })
	return failing(slices.CompactFunc(members, func(a, b *ast.Term) bool { return a.Equal(b) }))
}

func (r *run) residue(q query, terms []*ast.Term) ([]ast.Body, []*ast.Module, error) {
	query, stop := r.query(q)
	defer stop()
	return query.WithUnknowns(terms).PartialRun(r.ctx)
}

// certainty is what a residue says of a query.
type certainty int

const (
	never   certainty = iota // no value of the unknowns makes it true
	open                     // it depends on the unknowns
	certain                  // it is true whatever they are
)

// outcome reads a residue. What is left over without being a condition that is always true decides nothing.
func outcome(bodies []ast.Body, support []*ast.Module) certainty {
	if slices.ContainsFunc(bodies, unconditional) {
		return certain
	}
	if len(bodies) > 0 || len(support) > 0 {
		return open
	}
	return never
}

// unconditional says whether a body is true whatever the unknowns are: each expression binds a variable to a
// constant or is true, none is negated and none stands under with.
func unconditional(body ast.Body) bool {
	for _, expr := range body {
		if expr.Negated || len(expr.With) > 0 {
			return false
		}
		if t, ok := expr.Terms.(*ast.Term); ok {
			if !t.Equal(ast.BooleanTerm(true)) {
				return false
			}
			continue
		}
		if v, constant := binding(expr); v == "" || constant == nil {
			return false
		}
	}
	return true
}

// binding returns the variable and the constant of an expression var = constant.
func binding(expr *ast.Expr) (ast.Var, *ast.Term) {
	if !expr.IsEquality() {
		return "", nil
	}
	a, b := expr.Operand(0), expr.Operand(1)
	if v, ok := a.Value.(ast.Var); ok && ast.IsConstant(b.Value) {
		return v, b
	}
	if v, ok := b.Value.(ast.Var); ok && ast.IsConstant(a.Value) {
		return v, a
	}
	return "", nil
}

// found is the constant that a body binds the result to.
func found(body ast.Body) *ast.Term {
	for _, expr := range body {
		if v, constant := binding(expr); v == resultVar {
			return constant
		}
	}
	return nil
}
