package opa

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// shape checks that a policy has only the rules of the contract: fail, applicable, and private helpers.
func (l *loader) shape(u *unit) {
	fails := false
	for _, rule := range u.module.Rules {
		wrong := func(message, hint string) { l.problem(u.file, rule.Location.Row, message, hint) }
		name := rule.Head.Ref()[0].String()
		switch {
		case strings.HasPrefix(name, "_"):
		case name == "fail":
			fails = true
			if !plainRule(rule) || rule.Head.RuleKind() != ast.MultiValue {
				wrong("fail must be a set of objects", "write fail contains {\"message\": …} if { … }")
			}
		case name == "applicable":
			if !plainRule(rule) || rule.Head.RuleKind() != ast.SingleValue || !rule.Head.Value.Equal(ast.BooleanTerm(true)) {
				wrong("applicable must be a rule that is true or not defined", "write applicable if { … }")
			}
		default:
			wrong(fmt.Sprintf("%s is neither fail nor applicable", name), "begin the name of a helper with an underscore")
		}
	}
	if !fails {
		l.problem(u.file, u.policy.Line, "the policy has no rule fail", "write fail contains {\"message\": …} if { … }")
	}
}

// plainRule says whether a rule is neither a function nor a default, has no else and defines nothing below its name.
func plainRule(rule *ast.Rule) bool {
	return len(rule.Head.Ref()) == 1 && len(rule.Head.Args) == 0 && !rule.Default && rule.Else == nil
}

// reads finds the kinds that a module looks up besides its input, and refuses what cannot be seen from the
// text alone.
func (l *loader) reads(u *unit) {
	for _, i := range u.module.Imports {
		ref, ok := i.Path.Value.(ast.Ref)
		if ok && !importable(ref) {
			l.problem(u.file, i.Location.Row, fmt.Sprintf("import of %s", ref), "write the reference out where it is used")
		}
	}
	for _, rule := range u.module.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			l.dataRef(u, ref)
			return false
		})
	}
}

func importable(ref ast.Ref) bool {
	switch {
	case ref.HasPrefix(ast.MustParseRef("rego.v1")), ref.HasPrefix(ast.MustParseRef("future.keywords")):
		return true
	case !ref.HasPrefix(ast.DefaultRootRef) || len(ref) < 3:
		return false
	}
	return ref[1].Equal(ast.StringTerm("lib")) || ref[1].Equal(ast.StringTerm("policies"))
}

// dataRef looks at one reference below data.
func (l *loader) dataRef(u *unit, ref ast.Ref) {
	if len(ref) == 0 || !ref[0].Equal(ast.DefaultRootDocument) {
		return
	}
	line := 1
	if loc := ref[0].Location; loc != nil {
		line = loc.Row
	}
	parts := names(ref)
	if len(parts) == 0 || len(ref) < 2 || !ast.IsConstant(ref[1].Value) {
		l.problem(u.file, line, "reference to all of data", "name what is read, for example data.params.access.ssh")
		return
	}
	switch parts[0] {
	case "lib", "policies", "params", "audit":
	case "resources", "records":
		if len(ref) < 3 || len(parts) < 2 || !ast.IsConstant(ref[2].Value) || !l.set.schemas.has(parts[1]) {
			l.problem(u.file, line, fmt.Sprintf("%s must be followed by a kind", ref[:2]), "write data."+parts[0]+`["<kind>"]`)
			return
		}
		list := &u.policy.Joins
		if parts[0] == "records" {
			list = &u.policy.Records
		}
		if !slices.Contains(*list, parts[1]) {
			*list = append(*list, parts[1])
		}
	default:
		l.problem(u.file, line, fmt.Sprintf("there is no %s", ref), "a policy reads input, data.resources, data.records, data.params and data.audit")
	}
}
