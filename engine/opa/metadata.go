package opa

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// param is a parameter as the metadata declares it.
type param struct {
	engine.Param
	value any // the default
}

// metadata fills in u.policy from the METADATA block and reports what is missing or wrong in it.
func (l *loader) metadata(u *unit) {
	path := names(u.module.Package.Path[2:])
	line := u.module.Package.Location.Row
	wrong := func(line int, message, hint string) { l.problem(u.file, line, message, hint) }
	u.policy = engine.Policy{
		ID: strings.Join(path, "/"), Source: u.source.Name, File: u.file, Line: line,
		Joins: []string{}, Records: []string{}, Tags: []string{}, Controls: map[string][]string{}, Params: []engine.Param{}, References: []string{},
	}
	at := slices.IndexFunc(u.module.Annotations, func(a *ast.Annotations) bool { return a.Scope == "package" })
	if at < 0 {
		wrong(line, "the policy has no METADATA block of scope package",
			"begin the file with the lines # METADATA, # scope: package and # title: …; \"assize policy new\" writes one with all that belongs there")
		return
	}
	a := u.module.Annotations[at]
	u.policy.Title, u.policy.Description = strings.TrimSpace(a.Title), strings.TrimSpace(a.Description)
	if u.policy.Title == "" {
		wrong(line, "the policy has no title", "add title: to the METADATA, a sentence that is true when the policy passes")
	}
	for _, r := range a.RelatedResources {
		u.policy.References = append(u.policy.References, r.Ref.String())
	}
	l.keys(u)
	u.policy.Kind = l.kindOf(u, a)
	own := l.custom(u, a.Custom)
	u.policy.Severity, u.policy.Remediation, u.overrides = own.Severity, strings.TrimSpace(own.Remediation), own.Overrides
	if own.Severity.Rank() == 0 {
		message := fmt.Sprintf("there is no severity %q", own.Severity)
		if own.Severity == "" {
			message = "the policy has no severity"
		}
		wrong(u.metaLine("custom", "severity"), message, "set custom.severity to critical, high, medium or low")
	}
	for _, framework := range sortedKeys(own.Controls) {
		l.controls(u, framework, own.Controls[framework])
	}
	l.params(u, own.Params)
	l.tags(u, own.Tags)
}

// kindOf reads the policy's kind from its schemas.
func (l *loader) kindOf(u *unit, a *ast.Annotations) string {
	for _, s := range a.Schemas {
		if !s.Path.Equal(ast.InputRootRef) {
			continue
		}
		if len(s.Schema) == 2 && s.Schema[0].Equal(ast.SchemaRootDocument) {
			kind := strings.Join(names(s.Schema), "")
			if l.set.schemas.has(kind) {
				return kind
			}
			l.problem(u.file, u.metaLine("schemas", kind), fmt.Sprintf("there is no kind %s", kind),
				cmp.Or(didYouMean(kind, sortedKeys(l.set.schemas.kinds)), "\"assize policy list --kinds\" shows all kinds"))
			return ""
		}
		l.problem(u.file, u.metaLine("schemas", "input"), fmt.Sprintf("%s is no kind", s.Schema),
			"name the kind in brackets and quotation marks: schema[\"linux.sshd\"]")
		return ""
	}
	l.problem(u.file, u.module.Package.Location.Row, "the policy does not say which kind of resource it judges",
		"add to the METADATA the line # schemas: and below it #   - input: schema[\"<kind>\"]; \"assize policy list --kinds\" shows all kinds")
	return ""
}

// controls checks the controls of one framework and takes them over, sorted.
func (l *loader) controls(u *unit, framework string, controls []string) {
	u.policy.Controls[framework] = controls
	known := l.known(framework)
	if known == nil && l.options.Frameworks != nil {
		l.problem(u.file, u.metaLine("controls", framework), fmt.Sprintf("there is no framework %s", framework),
			cmp.Or(didYouMean(framework, l.frameworks()), "there are "+strings.Join(l.frameworks(), ", ")))
		return
	}
	for i, control := range controls {
		if known != nil && !slices.Contains(known, control) {
			l.problem(u.file, u.metaLine("controls", framework), fmt.Sprintf("there is no control %s in %s", control, framework),
				cmp.Or(didYouMean(control, known), fmt.Sprintf("its controls are written like %s", known[0])))
		}
		if slices.Contains(controls[:i], control) {
			l.problem(u.file, u.metaLine("controls", framework), fmt.Sprintf("control %s of %s is named twice", control, framework), "name it once")
		}
	}
}

func (l *loader) frameworks() []string {
	var out []string
	for _, f := range l.options.Frameworks.Frameworks() {
		out = append(out, f.ID)
	}
	return out
}

// known are the controls of a framework, or nil when there is no such framework or none is known.
func (l *loader) known(framework string) []string {
	if l.options.Frameworks == nil {
		return nil
	}
	for _, f := range l.options.Frameworks.Frameworks() {
		if f.ID == framework {
			out := make([]string, 0, len(f.Controls))
			for _, c := range f.Controls {
				out = append(out, c.ID)
			}
			return out
		}
	}
	return nil
}

// params checks the declared parameters and takes them over, sorted by name.
func (l *loader) params(u *unit, declared map[string]customParam) {
	u.declared = map[string]bool{}
	for _, name := range sortedKeys(declared) {
		u.declared[name] = true
		d, line := declared[name], u.metaLine("params", name)
		if !slices.Contains(paramTypes(), d.Type) {
			message := fmt.Sprintf("the parameter %s has the type %q, which is none", name, d.Type)
			if d.Type == "" {
				message = fmt.Sprintf("the parameter %s has no type", name)
			}
			l.problem(u.file, line, message, cmp.Or(didYouMean(d.Type, paramTypes()), "a type is one of "+strings.Join(paramTypes(), ", ")))
			continue
		}
		text, err := collectors.CanonicalJSON(d.Default)
		if err != nil {
			l.problem(u.file, line, fmt.Sprintf("the parameter %s has no default", name), "add default: to it, the value that holds when nobody sets another")
			continue
		}
		value, err := decodeJSON(text)
		if err == nil {
			err = ofType(value, d.Type)
		}
		if err != nil {
			l.problem(u.file, line, fmt.Sprintf("the default of the parameter %s %s", name, err),
				"write a default of the type that the parameter has, or give it the type of its default")
			continue
		}
		p := engine.Param{Name: name, Type: d.Type, Default: text, Description: strings.TrimSpace(d.Description)}
		u.params = append(u.params, param{Param: p, value: value})
		u.policy.Params = append(u.policy.Params, p)
	}
}

func paramTypes() []string {
	return []string{"string", "integer", "number", "boolean", "array", "object"}
}

// ofType says whether a JSON value is of a parameter's type.
func ofType(value any, want string) error {
	if number, ok := value.(json.Number); ok && want == "integer" && !strings.ContainsAny(number.String(), ".eE") {
		return nil
	}
	if have := typeName(value); have != want {
		return fmt.Errorf("is of type %s, not %s", have, want)
	}
	return nil
}

func typeName(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		return "number"
	case []any:
		return "array"
	}
	return "object"
}
