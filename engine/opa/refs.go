package opa

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// walker finds every place that a compiled policy reads. Verdicts rest on it: a read that it missed would let a
// gap go unnoticed. So whatever it does not know counts as a read of the whole value.
//
// It follows rules, functions, comprehensions, every, else, default, not and with. A variable that is no more
// than another name for a place (x := input.o, some x in input.list) is an alias: its definition reads the
// type of the place only, x.on reads input.o.on, and x in any other position reads the place whole.
type walker struct {
	compiler *ast.Compiler
	reads    *readSet
	seen     map[string]bool // rules that were walked, with how they were called
	joins    []root          // what the policy looks up besides its input
}

// newWalker makes a walker for what is asked of the policy u.
func newWalker(compiler *ast.Compiler, u *unit) *walker {
	w := &walker{compiler: compiler, reads: newReadSet(), seen: map[string]bool{}}
	for _, kind := range u.policy.Joins {
		w.joins = append(w.joins, root{docResources, kind})
	}
	for _, kind := range u.policy.Records {
		w.joins = append(w.joins, root{docRecords, kind})
	}
	return w
}

// scope is what is known of the variables at one point.
type scope struct {
	aliases map[ast.Var]place
	// outer are the variables of the surrounding bodies: binding one of them again is a comparison.
	outer ast.VarSet
	// strict means that with is in force somewhere above: nothing is an alias then, since what a name leads to
	// may have been replaced.
	strict bool
}

func newScope(strict bool) *scope {
	return &scope{aliases: map[ast.Var]place{}, outer: ast.NewVarSet(), strict: strict}
}

func (s *scope) inner() *scope {
	out := newScope(s.strict)
	for v, p := range s.aliases {
		out.aliases[v] = p
	}
	out.outer.Update(s.outer)
	return out
}

// virtual walks all rules that a reference could lead to, and reports whether there is any.
func (w *walker) virtual(ref ast.Ref, strict bool) bool {
	rules := w.rules(ref)
	for _, rule := range rules {
		w.rule(rule, nil, strict)
	}
	return len(rules) > 0
}

// rules are all that a reference could lead to, in the order of their places, so that the places of reads are
// the same every time.
func (w *walker) rules(ref ast.Ref) []*ast.Rule {
	rules := w.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})
	slices.SortFunc(rules, func(a, b *ast.Rule) int { return a.Location.Compare(b.Location) })
	return rules
}

// rule walks one rule. Args are the places of a function's arguments; a nil element is one without a place.
func (w *walker) rule(rule *ast.Rule, args []*place, strict bool) {
	key := fmt.Sprintf("%p %v", rule, strict) // two rules may stand on one line, and those of a residue stand nowhere
	for _, a := range args {
		if a != nil {
			key += " | " + a.String()
		} else {
			key += " | ?"
		}
	}
	if w.seen[key] {
		return
	}
	w.seen[key] = true
	for r := rule; r != nil; r = r.Else {
		s := newScope(strict)
		w.bind(r.Head.Args, args, s)
		w.body(r.Body, s)
		for _, term := range r.Head.Reference {
			w.whole(term, s)
		}
		w.whole(r.Head.Key, s)
		w.whole(r.Head.Value, s)
	}
}

// bind gives a function's parameters the places of the arguments. One that is no plain variable, or stands
// for two arguments, takes its argument apart: that is a read of the whole.
func (w *walker) bind(params ast.Args, args []*place, s *scope) {
	count := map[ast.Var]int{}
	for _, p := range params {
		ast.WalkVars(p, func(v ast.Var) bool {
			s.outer.Add(v)
			count[v]++
			return false
		})
	}
	for i, p := range params {
		if i >= len(args) || args[i] == nil {
			continue
		}
		if v, plain := p.Value.(ast.Var); plain && count[v] == 1 {
			s.aliases[v] = *args[i]
		} else {
			w.reads.add(*args[i], false, p.Location)
		}
	}
}

// body walks the expressions of one body; s becomes its scope.
func (w *walker) body(body ast.Body, s *scope) {
	definitions := map[*ast.Expr]bool{}
	if !s.strict {
		w.define(body, s, definitions)
	}
	for _, expr := range body {
		s.outer.Update(expr.Vars(ast.VarVisitorParams{SkipClosures: true}))
	}
	for _, expr := range body {
		if !definitions[expr] {
			w.expr(expr, s)
		}
	}
}

// define finds the aliases of a body, until no more are found: one may build on another.
func (w *walker) define(body ast.Body, s *scope, definitions map[*ast.Expr]bool) {
	for found := true; found; {
		found = false
		for _, expr := range body {
			if definitions[expr] || expr.Negated || len(expr.With) > 0 || !expr.IsEquality() {
				continue
			}
			a, b := expr.Operand(0), expr.Operand(1)
			for _, pair := range [][2]*ast.Term{{a, b}, {b, a}} {
				v, isVar := pair[0].Value.(ast.Var)
				ref, isRef := pair[1].Value.(ast.Ref)
				if !isVar || !isRef || s.outer.Contains(v) {
					continue
				}
				if _, taken := s.aliases[v]; taken {
					continue
				}
				p, ok := w.place(ref, s)
				if !ok {
					continue
				}
				s.aliases[v] = p
				definitions[expr], found = true, true
				w.reads.add(p, true, pair[1].Location)
				w.brackets(ref, s)
				break
			}
		}
	}
}

// expr walks one expression that defines no alias.
func (w *walker) expr(expr *ast.Expr, s *scope) {
	if len(expr.With) > 0 {
		s = s.inner()
		s.strict = true
		for _, with := range expr.With {
			w.whole(with.Value, s)
			w.replaced(with.Target, s)
			w.replaced(with.Value, s)
		}
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		w.whole(terms, s)
	case []*ast.Term:
		w.call(terms, s)
	case *ast.Every:
		w.every(terms, s)
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			w.whole(symbol, s)
		}
	case *ast.Not:
		w.body(terms.Body, s.inner())
	case *ast.LogicalAnd:
		w.logical(s, terms.Lhs, terms.Rhs)
	case *ast.LogicalOr:
		w.logical(s, terms.Lhs, terms.Rhs)
	default:
		w.everything(expr.Location)
	}
}

// logical walks the sides of and and or, whose variables may be seen outside: so nothing is an alias in them.
func (w *walker) logical(s *scope, sides ...ast.Body) {
	for _, side := range sides {
		inner := s.inner()
		inner.strict = true
		w.body(side, inner)
	}
}

// replaced walks the rules or functions that a with takes away or puts in.
func (w *walker) replaced(term *ast.Term, s *scope) {
	if ref, ok := term.Value.(ast.Ref); ok && ref.HasPrefix(ast.DefaultRootRef) {
		w.virtual(ref, true)
	}
}

// call walks an operator or function with its operands.
func (w *walker) call(terms []*ast.Term, s *scope) {
	if len(terms) == 0 {
		return
	}
	operator, isRef := terms[0].Value.(ast.Ref)
	operands := terms[1:]
	switch {
	case !isRef:
		w.everything(terms[0].Location)
	case operator.HasPrefix(ast.DefaultRootRef):
		w.function(operator, operands, s)
	case operator.Equal(ast.ObjectGet.Ref()) && len(operands) >= 3 && !s.strict:
		w.objectGet(operands, s)
	default:
		for _, operand := range operands {
			w.whole(operand, s)
		}
	}
}

// function walks the rules of a function with the places that it is called with.
func (w *walker) function(operator ast.Ref, operands []*ast.Term, s *scope) {
	args := make([]*place, len(operands))
	for i, operand := range operands {
		p, ok := w.placeOf(operand, s)
		if !ok || s.strict {
			w.whole(operand, s)
			continue
		}
		args[i] = &p
		w.reads.add(p, true, operand.Location)
		if ref, isRef := operand.Value.(ast.Ref); isRef {
			w.brackets(ref, s)
		}
	}
	for _, rule := range w.rules(operator) {
		arity := len(rule.Head.Args)
		for i := arity; i < len(args); i++ { // the output
			if args[i] != nil {
				w.reads.add(*args[i], false, operands[i].Location)
			}
		}
		w.rule(rule, args[:min(arity, len(args))], s.strict)
	}
}

// objectGet reads the type of its first operand, since another than an object is an error, and the value at
// the key or path below it.
func (w *walker) objectGet(operands []*ast.Term, s *scope) {
	for _, operand := range operands[1:] {
		w.whole(operand, s)
	}
	base, ok := w.placeOf(operands[0], s)
	if !ok {
		w.whole(operands[0], s)
		return
	}
	if ref, isRef := operands[0].Value.(ast.Ref); isRef {
		w.brackets(ref, s)
	}
	w.reads.add(base, true, operands[0].Location)
	path := []any{}
	switch key := operands[1].Value.(type) {
	case *ast.Array:
		key.Foreach(func(t *ast.Term) { path = append(path, step(t)) })
		if key.Len() == 0 {
			w.reads.add(base, false, operands[0].Location)
		}
	case ast.String, ast.Number:
		path = append(path, step(operands[1]))
	case ast.Var: // may be a key or a path
		w.reads.add(base, false, operands[0].Location)
		return
	default:
		w.reads.add(base, false, operands[0].Location)
		return
	}
	w.reads.add(base.extend(path...), false, operands[0].Location)
}

func (w *walker) every(e *ast.Every, s *scope) {
	inner := s.inner()
	for _, term := range []*ast.Term{e.Key, e.Value} {
		if term != nil {
			ast.WalkVars(term, func(v ast.Var) bool { inner.outer.Add(v); return false })
		}
	}
	domain, ok := w.placeOf(e.Domain, s)
	value, plain := e.Value.Value.(ast.Var)
	if ok && plain && !s.strict {
		if ref, isRef := e.Domain.Value.(ast.Ref); isRef {
			w.brackets(ref, s)
		}
		element := domain.extend(anyKey{})
		w.reads.add(domain, true, e.Domain.Location)
		w.reads.add(element, true, e.Domain.Location)
		inner.aliases[value] = element
	} else {
		w.whole(e.Domain, s)
	}
	w.body(e.Body, inner)
}
