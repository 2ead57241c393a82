package opa

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/assize/assize/collectors"
)

// example is one input that a policy's tests try, with the data beside it.
type example struct {
	policy string
	test   string
	file   string
	line   int
	// world holds input and data, as the with modifiers of the test set them.
	world map[string]any
}

// key is equal for equal examples.
func (e example) key() string {
	text, err := collectors.Canonical(e.world)
	if err != nil { // decoded from JSON, so it encodes
		return ""
	}
	return e.policy + " " + string(text)
}

// extractor reads examples out of compiled tests.
type extractor struct {
	compiler *ast.Compiler
	seen     map[string]bool
	found    []example
	err      error
}

// examplesOf reads the with modifiers of all tests of a compiled set. A variable in them takes the values that
// the plain expressions before it give; what these do not tell is left out.
func examplesOf(ctx context.Context, compiler *ast.Compiler, tests map[string]*ast.Module) ([]example, error) {
	x := &extractor{compiler: compiler, seen: map[string]bool{}}
	for _, file := range sortedKeys(tests) {
		module := compiler.Modules[file]
		path := names(module.Package.Path)
		if len(path) < 3 || path[0] != "policies" {
			continue
		}
		id := strings.TrimSuffix(strings.Join(path[1:], "/"), "_test")
		for _, rule := range module.Rules {
			if strings.HasPrefix(rule.Head.Ref()[0].String(), "test_") {
				x.body(ctx, id, rule, rule.Body, nil)
			}
		}
	}
	return x.found, x.err
}

// body looks at each expression; before are those of the bodies around it.
func (x *extractor) body(ctx context.Context, id string, rule *ast.Rule, body ast.Body, before []*ast.Expr) {
	known := append(slices.Clone(before), body...)
	for _, expr := range body {
		if len(expr.With) > 0 {
			x.with(ctx, id, rule, expr, known)
		}
		inner := func(b ast.Body) bool {
			x.body(ctx, id, rule, b, known)
			return true
		}
		ast.NewGenericVisitor(func(node any) bool {
			switch node := node.(type) {
			case *ast.ArrayComprehension:
				return inner(node.Body)
			case *ast.SetComprehension:
				return inner(node.Body)
			case *ast.ObjectComprehension:
				return inner(node.Body)
			case *ast.Every:
				return inner(node.Body)
			case *ast.Not:
				return inner(node.Body)
			}
			return false
		}).Walk(expr)
	}
}

// with evaluates what one expression's modifiers set.
func (x *extractor) with(ctx context.Context, id string, rule *ast.Rule, expr *ast.Expr, known []*ast.Expr) {
	values := make([]*ast.Term, len(expr.With))
	needed := ast.NewVarSet()
	for i, w := range expr.With {
		values[i] = w.Value
		ast.WalkVars(w.Value, func(v ast.Var) bool { needed.Add(v); return false })
	}
	body := ast.Body{}
	for _, e := range definitions(known, needed) {
		plain := e.Copy()
		plain.With = nil
		body.Append(plain)
	}
	body.Append(ast.Equality.Expr(ast.NewTerm(resultVar), ast.ArrayTerm(values...)))
	results, err := topdown.NewQuery(body).WithCompiler(x.compiler).WithQueryCompiler(x.compiler.QueryCompiler()).
		WithStore(inmem.New()).WithIndexing(true).Run(ctx)
	if err != nil {
		return // not to be told apart from the test
	}
	for _, result := range results {
		term := result[resultVar]
		if term == nil || !term.IsGround() {
			continue
		}
		list, ok := term.Value.(*ast.Array)
		if !ok {
			continue
		}
		e := example{policy: id, test: rule.Head.Ref()[0].String(), file: rule.Location.File, line: rule.Location.Row, world: map[string]any{}}
		for i, w := range expr.With {
			x.set(e.world, w.Target, list.Elem(i))
		}
		if key := e.key(); e.world["input"] != nil && !x.seen[key] {
			x.seen[key] = true
			x.found = append(x.found, e)
		}
	}
}

// definitions are the expressions that give the needed variables their values, in their order.
func definitions(known []*ast.Expr, needed ast.VarSet) []*ast.Expr {
	used := map[*ast.Expr]bool{}
	for more := true; more; {
		more = false
		for _, e := range known {
			terms, isCall := e.Terms.([]*ast.Term)
			if used[e] || e.Negated || len(e.With) > 0 || !isCall || len(terms) < 2 {
				continue
			}
			outputs := terms[len(terms)-1:]
			if e.IsEquality() {
				outputs = terms[1:]
			}
			if !slices.ContainsFunc(outputs, func(t *ast.Term) bool {
				v, isVar := t.Value.(ast.Var)
				return isVar && needed.Contains(v)
			}) {
				continue
			}
			used[e], more = true, true
			ast.WalkVars(e, func(v ast.Var) bool { needed.Add(v); return false })
		}
	}
	return slices.DeleteFunc(slices.Clone(known), func(e *ast.Expr) bool { return !used[e] })
}

// set puts a value into the example's world at the place that a with names.
func (x *extractor) set(tree map[string]any, target, value *ast.Term) {
	ref, ok := target.Value.(ast.Ref)
	if !ok {
		return
	}
	text, err := canonicalOf(value.Value)
	if err != nil {
		return
	}
	plain, err := decodeJSON(text)
	if err != nil {
		x.err = fmt.Errorf("read the example at %s: %w", target.Location, err)
		return
	}
	path := append([]string{strings.Trim(ref[0].String(), `"`)}, names(ref[1:])...)
	for _, key := range path[:len(path)-1] {
		next, isObject := tree[key].(map[string]any)
		if !isObject {
			next = map[string]any{}
			tree[key] = next
		}
		tree = next
	}
	tree[path[len(path)-1]] = plain
}
