package opa

import (
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

// custom is the part of the metadata that is ours.
type custom struct {
	Severity    engine.Severity        `json:"severity"`
	Controls    map[string][]string    `json:"controls"`
	Params      map[string]customParam `json:"params"`
	Remediation string                 `json:"remediation"`
	Overrides   bool                   `json:"overrides"`
}

type customParam struct {
	Type        string          `json:"type"`
	Default     json.RawMessage `json:"default"`
	Description string          `json:"description"`
}

// metadata fills in u.policy from the METADATA block and reports what is missing or wrong in it.
func (l *loader) metadata(u *unit) {
	path := names(u.module.Package.Path[2:])
	line := u.module.Package.Location.Row
	wrong := func(message, hint string) { l.problem(u.file, line, message, hint) }
	u.policy = engine.Policy{
		ID: strings.Join(path, "/"), Source: u.source.Name, File: u.file, Line: line,
		Joins: []string{}, Records: []string{}, Controls: map[string][]string{}, Params: []engine.Param{}, References: []string{},
	}
	at := slices.IndexFunc(u.module.Annotations, func(a *ast.Annotations) bool { return a.Scope == "package" })
	if at < 0 {
		wrong("the policy has no METADATA block of scope package", "begin the file with # METADATA, # scope: package, # title: …")
		return
	}
	a := u.module.Annotations[at]
	u.policy.Title, u.policy.Description = strings.TrimSpace(a.Title), strings.TrimSpace(a.Description)
	if u.policy.Title == "" {
		wrong("the policy has no title", "add title: to the METADATA, a sentence that is true when the policy passes")
	}
	for _, r := range a.RelatedResources {
		u.policy.References = append(u.policy.References, r.Ref.String())
	}
	u.policy.Kind = l.kindOf(u, a)
	own, err := decodeCustom(a.Custom)
	if err != nil {
		wrong("custom: "+err.Error(), "custom holds severity, controls, params, remediation and overrides")
		return
	}
	u.policy.Severity, u.policy.Remediation, u.overrides = own.Severity, strings.TrimSpace(own.Remediation), own.Overrides
	if own.Severity.Rank() == 0 {
		wrong(fmt.Sprintf("severity %q is none", own.Severity), "set custom.severity to critical, high, medium or low")
	}
	for framework, controls := range own.Controls {
		l.controls(u, framework, controls)
	}
	l.params(u, own.Params)
}

func decodeCustom(values map[string]any) (custom, error) {
	var out custom
	text, err := json.Marshal(values)
	if err != nil {
		return out, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&out)
	return out, err
}

// kindOf reads the policy's kind from its schemas.
func (l *loader) kindOf(u *unit, a *ast.Annotations) string {
	line := u.module.Package.Location.Row
	for _, s := range a.Schemas {
		if !s.Path.Equal(ast.InputRootRef) {
			continue
		}
		if len(s.Schema) == 2 && s.Schema[0].Equal(ast.SchemaRootDocument) {
			if kind := names(s.Schema); len(kind) == 1 && l.set.schemas.has(kind[0]) {
				return kind[0]
			}
		}
		l.problem(u.file, line, fmt.Sprintf("there is no kind %s", s.Schema), "name a kind as schema[\"linux.sshd\"]; assize policy list --kinds shows all")
		return ""
	}
	l.problem(u.file, line, "the policy does not say which kind it judges", "add schemas: - input: schema[\"<kind>\"] to the METADATA")
	return ""
}

// controls checks the controls of one framework and takes them over, sorted.
func (l *loader) controls(u *unit, framework string, controls []string) {
	for i, control := range controls {
		if l.options.Frameworks != nil && !l.options.Frameworks.Known(framework, control) {
			l.problem(u.file, u.policy.Line, fmt.Sprintf("there is no control %s in framework %s", control, framework),
				"see policies/frameworks for the frameworks and their controls")
		}
		if slices.Contains(controls[:i], control) {
			l.problem(u.file, u.policy.Line, fmt.Sprintf("control %s of %s is named twice", control, framework), "name it once")
		}
	}
	u.policy.Controls[framework] = controls
}

// params checks the declared parameters and takes them over, sorted by name.
func (l *loader) params(u *unit, declared map[string]customParam) {
	for _, name := range sortedKeys(declared) {
		d := declared[name]
		text, err := collectors.CanonicalJSON(d.Default)
		if err != nil {
			l.problem(u.file, u.policy.Line, fmt.Sprintf("parameter %s has no default", name), "add default: to it")
			continue
		}
		value, err := decodeJSON(text)
		if err == nil {
			err = ofType(value, d.Type)
		}
		if err != nil {
			l.problem(u.file, u.policy.Line, fmt.Sprintf("parameter %s: default %s", name, err),
				"type is string, integer, number, boolean, array or object, and the default is of that type")
			continue
		}
		p := engine.Param{Name: name, Type: d.Type, Default: text, Description: strings.TrimSpace(d.Description)}
		u.params = append(u.params, param{Param: p, value: value})
		u.policy.Params = append(u.policy.Params, p)
	}
}

// ofType says whether a JSON value is of a parameter's type.
func ofType(value any, want string) error {
	if !slices.Contains([]string{"string", "integer", "number", "boolean", "array", "object"}, want) {
		return fmt.Errorf("has the unknown type %q", want)
	}
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
