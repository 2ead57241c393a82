package opa

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// negations refuses "not f(input.m.x)" and "not input.m.x in list" where the fact may be absent by nature (an
// entry of a map, or what lies below a value that may be null) and nothing beside it in the rule asks whether it is
// there. OPA lifts the reference out of the negation: without the fact the whole rule is silent, and silence is a
// pass. What is asked for through another name is not looked at.
func (s *Set) negations(u *unit) Problems {
	schema, err := s.schemas.of(u.policy.Kind)
	if err != nil {
		return nil // an unknown kind has been reported
	}
	var out Problems
	ast.WalkBodies(u.module, func(body ast.Body) bool {
		for i, expr := range body {
			if !expr.Negated || !expr.IsCall() {
				continue
			}
			for _, operand := range expr.Operands() {
				ast.WalkRefs(operand, func(ref ast.Ref) bool {
					if absent := schema.absentee(ref); absent != nil && !asked(body, i, absent) {
						out = append(out, Problem{File: u.file, Line: expr.Location.Row,
							Message: fmt.Sprintf("the rule is silent where there is no %s", absent),
							Hint:    "give the condition a name, _ok if { … }, and write: not _ok"})
					}
					return false
				})
			}
		}
		return false
	})
	return out
}

// absentee is the shortest part of a reference to input that may be absent, or nil.
func (s *schema) absentee(ref ast.Ref) ast.Ref {
	if len(ref) < 2 || !ref[0].Equal(ast.InputRootDocument) {
		return nil
	}
	at := s
	for i, term := range ref[1:] {
		nullable := false
		for _, either := range at.AnyOf {
			if either.Type == "null" {
				nullable = true
			} else {
				at = either
			}
		}
		switch {
		case nullable:
			return ref[:i+1]
		case at.Type != "object": // an element of a list is there, or nothing is gone through
			return nil
		}
		key, constant := term.Value.(ast.String)
		if at = at.Properties[string(key)]; !constant || at == nil { // an entry of a map
			return ref[:i+2]
		}
	}
	return nil
}

// asked says whether another expression of the body that is not negated reads the reference.
func asked(body ast.Body, except int, ref ast.Ref) bool {
	found := false
	for i, expr := range body {
		if i == except || expr.Negated {
			continue
		}
		ast.WalkRefs(expr, func(other ast.Ref) bool {
			found = found || other.HasPrefix(ref)
			return found
		})
	}
	return found
}
