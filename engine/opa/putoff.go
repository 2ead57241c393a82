package opa

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/engine"
)

// unbreakable are the builtins that have a result for operands of any type, or none, but never an error.
var unbreakable = []string{ast.Equality.Name, ast.Equal.Name, ast.NotEqual.Name, ast.LessThan.Name, ast.LessThanEq.Name, ast.GreaterThan.Name,
	ast.GreaterThanEq.Name, ast.Member.Name, ast.MemberWithKey.Name, ast.IsString.Name, ast.IsNumber.Name, ast.IsBoolean.Name, ast.IsNull.Name,
	ast.IsArray.Name, ast.IsObject.Name, ast.IsSet.Name, ast.TypeNameBuiltin.Name}

// mayBreak says whether some value of the unknowns could break a policy of which partial evaluation leaves nothing over.
// A condition that is false ends a rule in whatever order, so partial evaluation drops what it had put off before; but
// plain evaluation asks for that first, and where it is a call that has an error the verdict is error. Whatever was put
// off is looked at, also in what is dropped then.
func (r *run) mayBreak(p *compiledPolicy, terms []*ast.Term) bool {
	watch := &putOff{}
	again := *r
	again.tracer, again.left = nil, leftover{}
	again.watch = watch
	_, _, err := again.partial(p, terms)
	return err != nil || watch.breakable
}

// reassuring says whether a verdict says that all is well.
func reassuring(v engine.Verdict) bool { return v == engine.Pass || v == engine.NotApplicable }

// putOff looks at what a partial evaluation puts off. It is a topdown.QueryTracer.
type putOff struct{ breakable bool }

// Enabled implements topdown.QueryTracer.
func (w *putOff) Enabled() bool { return !w.breakable }

// Config implements topdown.QueryTracer.
func (w *putOff) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent implements topdown.QueryTracer.
func (w *putOff) TraceEvent(e topdown.Event) {
	if expr, isExpr := e.Node.(*ast.Expr); isExpr && e.Op == topdown.SaveOp && breakable(expr) {
		w.breakable = true
	}
}

// breakable says whether an expression, or one in a comprehension in it, calls what may break. Rules that stand in it were
// not looked into: they may. Not seen is that two definitions of one rule or function give two values.
func breakable(expr *ast.Expr) bool {
	found := false
	operator := func(name string) { found = found || !slices.Contains(unbreakable, name) }
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			if x.IsCall() {
				operator(x.Operator().String())
			}
		case ast.Call:
			operator(x[0].String())
		case *ast.ObjectComprehension: // two values for one key
			found = true
		case ast.Ref:
			path := names(x)
			found = found || x.HasPrefix(ast.DefaultRootRef) && len(path) > 0 && slices.Contains([]string{"policies", "lib"}, path[0])
		}
		return found
	}).Walk(expr)
	return found
}
