package opa

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// naming lists the failures of a policy whose message carries the resource's own name or id, however it gets there:
// through a variable, a helper, a function, sprintf or a template. Every report writes the name beside the message,
// and a message that differs per resource cannot be summed up.
func naming(u *unit, program *program) Problems {
	var out Problems
	compiled := program.compiler.Modules[u.file]
	for _, rule := range compiled.Rules {
		if rule.Head.Ref()[0].String() != "fail" || rule.Head.Key == nil {
			continue
		}
		n := &namer{compiler: program.compiler, seen: map[*ast.Rule]bool{}}
		message := n.field(rule.Head.Key, rule.Body, "message")
		if message == nil {
			continue
		}
		if fact := n.carries(message, rule.Body, nil); fact != "" {
			out = append(out, Problem{File: u.file, Line: lineOf(rule, message), Message: "the message holds the resource's own name (" + fact + ")",
				Hint: "say what is wrong, without the name: reports write the name beside every message"})
		}
	}
	return out
}

// lineOf is where the message of a rule stands, as well as the compiler remembers.
func lineOf(rule *ast.Rule, message *ast.Term) int {
	if v, isVar := message.Value.(ast.Var); isVar {
		for _, expr := range rule.Body {
			if terms, isCall := expr.Terms.([]*ast.Term); isCall && expr.Location != nil && slices.ContainsFunc(terms[1:], func(t *ast.Term) bool { return t.Equal(ast.NewTerm(v)) }) {
				return expr.Location.Row
			}
		}
	}
	if message.Location != nil {
		return message.Location.Row
	}
	return rule.Location.Row
}

// namer follows a text to what it is made of.
type namer struct {
	compiler *ast.Compiler
	seen     map[*ast.Rule]bool // rules that are being followed
}

// carriers are the builtins that hand on the text of their operands.
func carriers() []string {
	return []string{"sprintf", "concat", "internal.template_string", "lower", "upper", "trim", "trim_left", "trim_right", "trim_prefix",
		"trim_suffix", "trim_space", "replace", "strings.replace_n", "substring", "array.concat", "split"}
}

// field is a field of an object that a term is or is a name for.
func (n *namer) field(term *ast.Term, body ast.Body, name string) *ast.Term {
	switch value := term.Value.(type) {
	case ast.Object:
		return value.Get(ast.StringTerm(name))
	case ast.Var:
		for _, expr := range body {
			if !expr.IsEquality() || expr.Negated {
				continue
			}
			for i := range 2 {
				if object, isObject := expr.Operand(1 - i).Value.(ast.Object); isObject && expr.Operand(i).Equal(term) {
					return object.Get(ast.StringTerm(name))
				}
			}
		}
	}
	return nil
}

// carries says which fact with the resource's name or id is part of a term, or "". Args are those facts among the
// arguments of the function that the body belongs to.
func (n *namer) carries(term *ast.Term, body ast.Body, args map[ast.Var]string) string {
	switch value := term.Value.(type) {
	case ast.Var:
		return n.variable(value, body, args)
	case ast.Ref:
		return n.reference(value)
	case *ast.Array:
		return n.any(value.Len(), value.Elem, body, args)
	case ast.Set:
		list := value.Slice()
		return n.any(len(list), func(i int) *ast.Term { return list[i] }, body, args)
	case *ast.ArrayComprehension:
		return n.carries(value.Term, slices.Concat(body, value.Body), args)
	case *ast.SetComprehension:
		return n.carries(value.Term, slices.Concat(body, value.Body), args)
	}
	return ""
}

func (n *namer) any(count int, term func(int) *ast.Term, body ast.Body, args map[ast.Var]string) string {
	for i := range count {
		if fact := n.carries(term(i), body, args); fact != "" {
			return fact
		}
	}
	return ""
}

// variable follows a variable to the expressions that give it its value.
func (n *namer) variable(v ast.Var, body ast.Body, args map[ast.Var]string) string {
	if fact := args[v]; fact != "" {
		return fact
	}
	for i, expr := range body {
		terms, isCall := expr.Terms.([]*ast.Term)
		if !isCall || expr.Negated || len(terms) < 2 {
			continue
		}
		rest := slices.Delete(slices.Clone(body), i, i+1) // an expression is followed once
		switch {
		case expr.IsEquality():
			for side := range 2 {
				if w, isVar := expr.Operand(side).Value.(ast.Var); isVar && w == v {
					if fact := n.carries(expr.Operand(1-side), rest, args); fact != "" {
						return fact
					}
				}
			}
		case terms[len(terms)-1].Value.Compare(v) == 0:
			if fact := n.call(terms, rest, args); fact != "" {
				return fact
			}
		}
	}
	return ""
}

// call follows what a builtin or function gives.
func (n *namer) call(terms []*ast.Term, body ast.Body, args map[ast.Var]string) string {
	operator, isRef := terms[0].Value.(ast.Ref)
	if !isRef {
		return ""
	}
	operands := terms[1 : len(terms)-1]
	if !operator.HasPrefix(ast.DefaultRootRef) {
		if !slices.Contains(carriers(), operator.String()) {
			return ""
		}
		return n.any(len(operands), func(i int) *ast.Term { return operands[i] }, body, args)
	}
	return n.rules(operator, func(rule *ast.Rule) map[ast.Var]string {
		given := map[ast.Var]string{}
		for i, param := range rule.Head.Args {
			if v, isVar := param.Value.(ast.Var); isVar && i < len(operands) {
				given[v] = n.carries(operands[i], body, args)
			}
		}
		return given
	})
}

// reference is the fact itself, or what a helper holds.
func (n *namer) reference(ref ast.Ref) string {
	if ref.HasPrefix(ast.InputRootRef) {
		if len(ref) == 2 && (ref[1].Equal(ast.StringTerm("name")) || ref[1].Equal(ast.StringTerm("id"))) {
			return ref.String()
		}
		return ""
	}
	if !ref.HasPrefix(ast.DefaultRootRef) {
		return ""
	}
	return n.rules(ref, func(*ast.Rule) map[ast.Var]string { return nil })
}

// rules follows the values of all rules that a reference names.
func (n *namer) rules(ref ast.Ref, given func(*ast.Rule) map[ast.Var]string) string {
	for _, rule := range n.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true}) {
		for r := rule; r != nil; r = r.Else {
			if n.seen[r] {
				continue
			}
			n.seen[r] = true
			fact := ""
			for _, head := range []*ast.Term{r.Head.Value, r.Head.Key} {
				if head != nil && fact == "" {
					fact = n.carries(head, r.Body, given(r))
				}
			}
			delete(n.seen, r)
			if fact != "" {
				return fact
			}
		}
	}
	return ""
}
