package opa

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/engine"
)

// run is the evaluation of one policy on one resource.
type run struct {
	bench
	ctx   context.Context
	world *world
	input *ast.Term
	left  leftover // of a partial evaluation
	watch *putOff  // what looks at one; may be nil
}

// query makes a topdown query that ends with the context and the time limit. Stop must be called.
func (r *run) query(q query) (*topdown.Query, func()) {
	stopper := r.stopper
	if stopper == nil {
		stopper = newStopper(r.ctx)
	}
	stopper.start(r.timeout)
	query := topdown.NewQuery(q.body).WithCompiler(r.program.compiler).
		WithStore(r.world.store).WithTransaction(r.world.txn).WithInput(r.input).WithCancel(stopper.cancel).
		WithStrictBuiltinErrors(true).WithTime(r.now).WithIndexing(true).WithMetrics(metrics.NoOp())
	if r.bench.direct && r.world.kept != nil {
		query = query.WithVirtualCache(r.keeper())
	}
	if q.compiler != nil {
		query = query.WithQueryCompiler(q.compiler)
	}
	if r.tracer != nil {
		query = query.WithQueryTracer(r.tracer).WithIndexing(false).WithEarlyExit(false) // it sees every rule
	}
	return query, func() { stopper.stop(r.stopper == nil) }
}

// stopper ends queries, one after the other, with a context and after their time. One goroutine uses it.
type stopper struct {
	ctx    context.Context
	cancel topdown.Cancel
	timer  *time.Timer
	detach func() bool
}

func newStopper(ctx context.Context) *stopper { return &stopper{ctx: ctx} }

// start gives the next query its time.
func (s *stopper) start(timeout time.Duration) {
	if s.timer != nil {
		s.timer.Reset(timeout)
		return
	}
	s.cancel = topdown.NewCancel()
	s.timer = time.AfterFunc(timeout, s.cancel.Cancel)
	s.detach = context.AfterFunc(s.ctx, s.cancel.Cancel)
}

// stop ends the time of a query. After the last one, and when the time was up, the stopper begins anew.
func (s *stopper) stop(last bool) {
	if s.timer.Stop() && !last && !s.cancel.Cancelled() {
		return
	}
	s.close()
}

// close lets go of the context.
func (s *stopper) close() {
	if s.timer != nil {
		s.timer.Stop()
		s.detach()
		s.timer = nil
	}
}

// plain evaluates a policy whose facts are all known.
func (r *run) plain(p *compiledPolicy) (engine.Verdict, []*engine.Fault, error) {
	r.program.using.RLock()
	defer r.program.using.RUnlock()
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
	if r.bench.direct && p.direct.bodies != nil {
		members, err := r.members(p.direct.bodies)
		switch {
		case err == nil:
			return failing(members)
		case topdown.IsCancel(err) || r.ctx.Err() != nil:
			return "", nil, err
		}
		// OPA's index leaves out rules that cannot hold, which here may have broken before that was seen. So what it says of
		// fail as a whole counts.
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
func failing(members []*ast.Term) (engine.Verdict, []*engine.Fault, error) {
	var failures []*engine.Fault
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
func (r *run) partial(p *compiledPolicy, terms []*ast.Term) (engine.Verdict, []*engine.Fault, error) {
	r.program.using.Lock()
	defer r.program.using.Unlock()
	applies := certain
	if p.conditional {
		bodies, support, err := r.residue(p.applicable, terms)
		if err != nil {
			return "", nil, err
		}
		applies = outcome(bodies, support)
		switch applies {
		case never:
			return engine.NotApplicable, nil, nil
		case certain:
			r.left = leftover{}
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
	return failing(inOrder(members))
}

func (r *run) residue(q query, terms []*ast.Term) ([]ast.Body, []*ast.Module, error) {
	query, stop := r.query(q)
	defer stop()
	if r.watch != nil {
		query = query.WithQueryTracer(r.watch)
	}
	query = query.WithVirtualCache(topdown.NewVirtualCache()) // what is unknown here may be what a steady rule is made of
	bodies, support, err := query.WithUnknowns(terms).PartialRun(r.ctx)
	r.left.bodies, r.left.support = append(r.left.bodies, bodies...), append(r.left.support, support...)
	return bodies, support, err
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
