package opa

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// contradictions lists the bodies of a compiled module that no resource can fulfil: a comparison of constants that
// does not hold, or conditions on one value that exclude each other, as far as the kind's schema tells what the value
// may be. A value is tried with everything that the conditions tell apart, so what is listed is never a false alarm.
func (s *Set) contradictions(u *unit, module *ast.Module) Problems {
	var out Problems
	for _, rule := range module.Rules {
		for r := rule; r != nil; r = r.Else {
			what := "the condition can never hold"
			if name := r.Head.Ref()[0].String(); name == "fail" || name == "applicable" {
				what = map[string]string{"fail": "this rule can never fire", "applicable": "applicable can never hold"}[name]
			}
			out = append(out, s.contradiction(u, r.Body, what)...)
			for _, expr := range r.Body {
				ast.WalkBodies(expr, func(inner ast.Body) bool {
					out = append(out, s.contradiction(u, inner, "the condition can never hold")...)
					return false
				})
			}
		}
	}
	return out
}

// contradiction is what is impossible in one body: a condition, or a few on one value that exclude each other.
func (s *Set) contradiction(u *unit, body ast.Body, what string) Problems {
	const hint = "no resource can be like this: correct the comparison, or remove the rule"
	for _, expr := range body {
		if neverTrue(expr) {
			return Problems{{File: u.file, Line: expr.Location.Row, Message: fmt.Sprintf("%s: %s is always false", what, sourceOf(expr)), Hint: hint}}
		}
	}
	byValue := map[string][]condition{}
	var order []string
	for _, c := range conditionsOf(body) {
		key := c.key()
		if byValue[key] == nil {
			order = append(order, key)
		}
		byValue[key] = append(byValue[key], c)
	}
	for _, key := range order {
		culprits, ok := s.culprits(u, byValue[key])
		if ok {
			continue
		}
		last := culprits[len(culprits)-1]
		texts := make([]string, len(culprits))
		for i, c := range culprits {
			texts[i] = sourceOf(c.expr)
		}
		message := fmt.Sprintf("%s: %s excludes %s", what, strings.Join(texts[:len(texts)-1], " with "), texts[len(texts)-1])
		if len(culprits) == 1 {
			message = fmt.Sprintf("%s: %s is never true of %s", what, texts[0], s.rangeOf(u, last.on))
		}
		return Problems{{File: u.file, Line: last.expr.Location.Row, Message: message, Hint: hint}}
	}
	return nil
}

// culprits are the conditions that cannot be fulfilled together; ok when all can.
func (s *Set) culprits(u *unit, all []condition) (culprits []condition, ok bool) {
	candidates := s.candidates(u, all)
	if candidates == nil || fulfilled(candidates, all) {
		return nil, true
	}
	for i := 0; i < len(all); { // what is not needed for it is left out
		if rest := slices.Delete(slices.Clone(all), i, i+1); len(rest) > 0 && !fulfilled(candidates, rest) {
			all = rest
		} else {
			i++
		}
	}
	return all, false
}

func fulfilled(candidates []ast.Value, all []condition) bool {
	return slices.ContainsFunc(candidates, func(v ast.Value) bool {
		return !slices.ContainsFunc(all, func(c condition) bool { return !c.holds(v) })
	})
}

// neverTrue says whether an expression compares constants, or is one, and does not hold.
func neverTrue(expr *ast.Expr) bool {
	if len(expr.With) > 0 {
		return false
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		return ast.IsConstant(terms.Value) && terms.Equal(ast.BooleanTerm(false)) != expr.Negated
	case []*ast.Term:
		compare := comparison(expr)
		if compare == nil || !ast.IsConstant(terms[1].Value) || !ast.IsConstant(terms[2].Value) {
			return false
		}
		return compare(terms[1].Value, terms[2].Value) == expr.Negated
	}
	return false
}

// comparison is what the operator of an expression with two operands asks of them, or nil.
func comparison(expr *ast.Expr) func(a, b ast.Value) bool {
	terms, isCall := expr.Terms.([]*ast.Term)
	if !isCall || len(terms) != 3 {
		return nil
	}
	switch terms[0].String() {
	case ast.Equality.Name, ast.Equal.Name:
		return func(a, b ast.Value) bool { return ast.Compare(a, b) == 0 }
	case ast.NotEqual.Name:
		return func(a, b ast.Value) bool { return ast.Compare(a, b) != 0 }
	case ast.LessThan.Name:
		return func(a, b ast.Value) bool { return ast.Compare(a, b) < 0 }
	case ast.LessThanEq.Name:
		return func(a, b ast.Value) bool { return ast.Compare(a, b) <= 0 }
	case ast.GreaterThan.Name:
		return func(a, b ast.Value) bool { return ast.Compare(a, b) > 0 }
	case ast.GreaterThanEq.Name:
		return func(a, b ast.Value) bool { return ast.Compare(a, b) >= 0 }
	case ast.Member.Name:
		return isMember
	}
	return nil
}

func isMember(element, of ast.Value) bool {
	return slices.ContainsFunc(membersOf(of), func(v ast.Value) bool { return ast.Compare(v, element) == 0 })
}

// sourceOf is an expression as its author wrote it, on one line.
func sourceOf(expr *ast.Expr) string {
	const most = 80
	text := strings.Join(strings.Fields(string(expr.Location.Text)), " ")
	if text == "" {
		text = expr.String()
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// rangeOf says in words what a value may be.
func (s *Set) rangeOf(u *unit, on ast.Ref) string {
	at := s.schemaAt(u, on)
	if at == nil {
		return "any value"
	}
	words := at.typeNames()
	for _, value := range at.enum() {
		if text, err := json.Marshal(value); err == nil {
			words = append(words, string(text))
		}
	}
	if len(at.enum()) > 0 {
		words = words[len(at.typeNames()):]
	}
	return "a fact that is " + strings.Join(words, " or ")
}

// schemaAt is the schema of what a reference to input leads to, or nil.
func (s *Set) schemaAt(u *unit, ref ast.Ref) *schema {
	if len(ref) < 2 || !ref[0].Equal(ast.InputRootDocument) || u.policy.Kind == "" {
		return nil
	}
	at, err := s.schemas.of(u.policy.Kind)
	if err != nil {
		return nil
	}
	for _, term := range ref[1:] {
		key, isKey := term.Value.(ast.String)
		for _, either := range at.AnyOf {
			if either.Type != "null" {
				at = either
			}
		}
		switch {
		case at.Type == "array":
			at = at.Items
		case isKey && at.Properties[string(key)] != nil:
			at = at.Properties[string(key)]
		default:
			at = at.Additional.values
		}
		if at == nil {
			return nil
		}
	}
	return at
}

// enum are the only values that a schema admits, or none when it says nothing of them.
func (s *schema) enum() []any {
	if len(s.AnyOf) == 0 {
		return s.Enum
	}
	var out []any
	for _, either := range s.AnyOf {
		switch {
		case either.Type == "null":
			out = append(out, nil)
		case len(either.enum()) == 0:
			return nil
		default:
			out = append(out, either.enum()...)
		}
	}
	return out
}
