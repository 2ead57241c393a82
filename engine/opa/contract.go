package opa

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
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
			} else if object, written := rule.Head.Key.Value.(ast.Object); written && !l.options.lax {
				l.failure(u, rule, object)
			}
		case name == "applicable":
			if !plainRule(rule) || rule.Head.RuleKind() != ast.SingleValue || !rule.Head.Value.Equal(ast.BooleanTerm(true)) {
				wrong("applicable must be a rule that is true or not defined", "write applicable if { … }")
			}
		default:
			wrong(fmt.Sprintf("the rule %s is neither fail nor applicable", name),
				"a policy has the rules fail and, where it does not concern every resource, applicable; the name of a helper begins with an underscore")
		}
	}
	if !fails {
		l.problem(u.file, u.policy.Line, "the policy has no rule fail", "write fail contains {\"message\": …} if { … }")
	}
}

// failure checks what a rule fail says of a failure, as far as it is written out.
func (l *loader) failure(u *unit, rule *ast.Rule, object ast.Object) {
	known := []string{"message", "path", "key", "expected", "actual"}
	object.Foreach(func(key, value *ast.Term) {
		name, isText := key.Value.(ast.String)
		line := rule.Location.Row
		if key.Location != nil {
			line = key.Location.Row
		}
		if isText && !slices.Contains(known, string(name)) {
			l.problem(u.file, line, fmt.Sprintf("a failure has no field %q", string(name)),
				cmp.Or(didYouMean(string(name), known), "its fields are "+strings.Join(known, ", ")))
		}
		if path, written := value.Value.(ast.String); name == "path" && written {
			l.path(u, line, string(path))
		}
	})
	if message := object.Get(ast.StringTerm("message")); message == nil || message.Equal(ast.StringTerm("")) {
		l.problem(u.file, rule.Location.Row, "the failure has no message", "add \"message\": \"…\", a sentence that says what is wrong")
	}
}

// path checks the path of a failure.
func (l *loader) path(u *unit, line int, text string) {
	const hint = "a path is a reference to the fact at fault, without input: settings.permitrootlogin, or running[\"net.ipv4.ip_forward\"]"
	path, err := collectors.ParsePath(text)
	if err != nil {
		l.problem(u.file, line, fmt.Sprintf("the path %q of the failure is none", text), hint)
		return
	}
	schema, err := l.set.schemas.of(u.policy.Kind)
	if err != nil {
		return // an unknown kind has been reported
	}
	if wrong, known := schema.lead(path); wrong != "" {
		l.problem(u.file, line, fmt.Sprintf("the path %s of the failure leads nowhere: %s", text, wrong), known)
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

// kindHint is what the kind in a reference below data should have been, or "".
func (l *loader) kindHint(parts []string) string {
	if len(parts) < 2 {
		return ""
	}
	return didYouMean(parts[1], sortedKeys(l.set.schemas.kinds))
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
			l.problem(u.file, line, fmt.Sprintf("%s must be followed by a kind that there is", ref[:2]), cmp.Or(l.kindHint(parts), "write data."+parts[0]+`["<kind>"]; "assize policy list --kinds" shows all kinds`))
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
