package opa

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// condition is one demand that a body makes on one value.
type condition struct {
	on ast.Ref // the value, every name for it written out; a variable is a reference of one element
	// holds says whether a value fulfils it; nil stands for none at all.
	holds func(ast.Value) bool
	// constants are the values that it is compared with; ordered says that it asks for more than equality.
	constants []ast.Value
	ordered   bool
	expr      *ast.Expr
}

// key is equal for conditions on one value. Each _ is a value of its own.
func (c condition) key() string {
	var b strings.Builder
	for _, term := range c.on {
		if v, isVar := term.Value.(ast.Var); isVar {
			b.WriteString("?" + string(v) + " ")
		} else {
			b.WriteString(term.String() + " ")
		}
	}
	return b.String()
}

// conditionsOf are the demands of the expressions of one body of a compiled rule.
func conditionsOf(body ast.Body) []condition {
	aliases := map[ast.Var]ast.Ref{}
	for _, expr := range body {
		for _, name := range namesOf(expr) {
			if _, taken := aliases[name.v]; !taken && !name.of.OutputVars().Contains(name.v) {
				aliases[name.v] = name.of
				break
			}
		}
	}
	var out []condition
	for _, expr := range body {
		if c, ok := conditionOf(expr, aliases); ok {
			out = append(out, c)
		}
	}
	return out
}

// alias is a variable that is a name for what a reference leads to.
type alias struct {
	v  ast.Var
	of ast.Ref
}

// namesOf are the names that an expression v = ref or v = w gives.
func namesOf(expr *ast.Expr) []alias {
	if expr.Negated || len(expr.With) > 0 || !expr.IsEquality() {
		return nil
	}
	var out []alias
	a, b := expr.Operand(0), expr.Operand(1)
	for _, pair := range [][2]*ast.Term{{a, b}, {b, a}} {
		v, isVar := pair[0].Value.(ast.Var)
		if !isVar {
			continue
		}
		switch of := pair[1].Value.(type) {
		case ast.Var:
			out = append(out, alias{v, ast.Ref{pair[1]}})
		case ast.Ref:
			if _, plain := of[0].Value.(ast.Var); plain {
				out = append(out, alias{v, of})
			}
		}
	}
	return out
}

func conditionOf(expr *ast.Expr, aliases map[ast.Var]ast.Ref) (condition, bool) {
	c := condition{expr: expr}
	if len(expr.With) > 0 {
		return c, false
	}
	if term, single := expr.Terms.(*ast.Term); single {
		c.on = valueOf(term, aliases)
		c.holds = func(v ast.Value) bool { return (v != nil && ast.Compare(v, ast.Boolean(false)) != 0) != expr.Negated }
		return c, c.on != nil
	}
	if names := namesOf(expr); len(names) > 0 {
		c.on = valueOf(ast.NewTerm(names[0].of), aliases)
		c.holds = func(v ast.Value) bool { return v != nil }
		return c, c.on != nil
	}
	compare := comparison(expr)
	if compare == nil {
		return c, false
	}
	operator, a, b := expr.Operator().String(), expr.Operand(0), expr.Operand(1)
	swapped := false
	if ast.IsConstant(a.Value) && operator != ast.Member.Name {
		a, b, swapped = b, a, true
	}
	if !ast.IsConstant(b.Value) {
		return c, false
	}
	c.on = valueOf(a, aliases)
	c.holds = func(v ast.Value) bool {
		switch {
		case v == nil:
			return expr.Negated
		case swapped:
			return compare(b.Value, v) != expr.Negated
		}
		return compare(v, b.Value) != expr.Negated
	}
	c.constants = []ast.Value{b.Value}
	if operator == ast.Member.Name {
		c.constants = membersOf(b.Value)
	}
	c.ordered = !slices.Contains([]string{ast.Equality.Name, ast.Equal.Name, ast.NotEqual.Name, ast.Member.Name}, operator)
	return c, c.on != nil
}

func membersOf(of ast.Value) []ast.Value {
	var out []ast.Value
	add := func(t *ast.Term) { out = append(out, t.Value) }
	switch of := of.(type) {
	case *ast.Array:
		of.Foreach(add)
	case ast.Set:
		of.Foreach(add)
	case ast.Object:
		of.Foreach(func(_, value *ast.Term) { add(value) })
	}
	return out
}

// valueOf is the value that a term stands for, with every name for it written out; nil when it is computed. A
// variable in the brackets has one value in a body, so that the reference stands for one value, too.
func valueOf(term *ast.Term, aliases map[ast.Var]ast.Ref) ast.Ref {
	var ref ast.Ref
	switch value := term.Value.(type) {
	case ast.Var:
		ref = ast.Ref{term}
	case ast.Ref:
		ref = value
	default:
		return nil
	}
	for range aliases { // one may build on another
		head, isVar := ref[0].Value.(ast.Var)
		alias, known := aliases[head]
		if !isVar || !known {
			break
		}
		ref = slices.Concat(alias, ref[1:])
	}
	if _, isVar := ref[0].Value.(ast.Var); !isVar {
		return nil
	}
	return ref
}

// candidates are values of every sort that the conditions can tell apart, none at all among them, as far as the schema
// admits them; nil when that cannot be said.
func (s *Set) candidates(u *unit, all []condition) []ast.Value {
	var constants []ast.Value
	for _, c := range all {
		for _, value := range c.constants {
			switch value.(type) {
			case ast.Null, ast.Boolean, ast.Number, ast.String:
			default:
				if c.ordered {
					return nil
				}
			}
			if n, isNumber := value.(ast.Number); isNumber && c.ordered {
				if f, ok := n.Float64(); !ok || math.Abs(f) > 1<<50 { // what lies beside it could not be told from it
					return nil
				}
			}
			constants = append(constants, value)
		}
	}
	other := ast.String("\x00other")
	out := append([]ast.Value{ast.NullValue, ast.Boolean(false), ast.Boolean(true), ast.String(""), ast.NewArray(ast.NewTerm(other)),
		ast.NewObject([2]*ast.Term{ast.NewTerm(other), ast.NewTerm(other)}), ast.NewSet(ast.NewTerm(other))}, constants...)
	numbers := []float64{0}
	for _, constant := range constants {
		switch constant := constant.(type) {
		case ast.String:
			out = append(out, constant+"\x00")
		case ast.Number:
			if f, ok := constant.Float64(); ok {
				numbers = append(numbers, f)
			}
		}
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		near := []float64{n - 1, n + 1, math.Floor(n), math.Ceil(n)}
		if i > 0 {
			near = append(near, (n+numbers[i-1])/2)
		}
		for _, f := range near {
			out = append(out, floatValue(f))
		}
	}
	schema := s.schemaAt(u, all[0].on)
	if schema != nil {
		out = slices.DeleteFunc(out, func(v ast.Value) bool { return !schema.couldBe(v) })
	}
	return append(out, nil)
}

func floatValue(f float64) ast.Value {
	text, err := json.Marshal(f)
	if err != nil { // no number of a policy is infinite
		return ast.Number("0")
	}
	return ast.Number(text)
}

// couldBe says whether a value may be of the schema, for what conditions ask of it: any object passes for an object.
func (s *schema) couldBe(v ast.Value) bool {
	if enum := s.enum(); len(enum) > 0 {
		return slices.ContainsFunc(enum, func(e any) bool {
			value, err := ast.InterfaceToValue(e)
			return err == nil && ast.Compare(value, v) == 0
		})
	}
	if len(s.AnyOf) > 0 {
		return slices.ContainsFunc(s.AnyOf, func(either *schema) bool { return either.couldBe(v) })
	}
	have := ast.ValueName(v)
	return s.Type == "" || s.Type == have || s.Type == "integer" && have == "number" && !strings.ContainsAny(v.String(), ".eE")
}
