package opa

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// OPA's type checker takes the values of a map for anything, and the sides of != and < too: a text compared with what
// a collector gives as a list is never equal, and nobody hears of it. Here it gets the policies and the schemas
// once more, with every comparison written as an equality and every map as an object that has the keys that the
// policies name, and is asked only for what it then says of types.

// standIn is a key that marks an object as a map. What OPA says of a type that has it is about keys, which a map
// may have or lack.
const standIn = "\x00map"

// neverAlike lists the comparisons in policies whose sides are never of one type, and the calls with a value
// that is never of the type that the function takes. It goes kind by kind, since each brings its own keys.
func (s *Set) neverAlike(units []*unit) (Problems, error) {
	byKind := map[string][]*unit{}
	for _, u := range units {
		byKind[u.policy.Kind] = append(byKind[u.policy.Kind], u)
	}
	var out Problems
	for _, kind := range sortedKeys(byKind) {
		found, err := s.neverAlikeIn(kind, byKind[kind])
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out.sorted(), nil
}

// neverAlikeIn does it for the policies on one kind.
func (s *Set) neverAlikeIn(kind string, units []*unit) (Problems, error) {
	modules, keys := map[string]*ast.Module{}, map[string]bool{standIn: true}
	for _, u := range s.modulesFor(units) {
		modules[u.file] = equated(u.module)
		ast.WalkRefs(u.module, func(ref ast.Ref) bool {
			for _, key := range names(ref[1:]) {
				keys[key] = true
			}
			return false
		})
	}
	joined := map[string]bool{}
	for _, u := range units {
		for _, other := range append(slices.Clone(u.policy.Joins), u.policy.Records...) {
			joined[other] = true
		}
	}
	schemas, err := s.spelledOut(kind, joined, sortedKeys(keys))
	if err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithSchemas(schemas).WithUseTypeCheckAnnotations(true).SetErrorLimit(0)
	compiler.Compile(modules)
	var out Problems
	for _, e := range compiler.Errors {
		message := mismatch(e)
		if message == "" || isStandIn(e) {
			continue
		}
		p := fromOPA("", ast.Errors{e})[0]
		p.Message, p.Hint = message, "look up the fact's type in the kind's schema; a map's values have one, too"
		out = append(out, p)
	}
	return out, nil
}

// isStandIn says whether an error is about an object that stands in for a map.
func isStandIn(e *ast.Error) bool {
	text := e.Message
	switch detail := e.Details.(type) {
	case *ast.UnificationErrDetail:
		text += types.Sprint(detail.Left) + types.Sprint(detail.Right)
	case *ast.ArgErrDetail:
		text += strings.Join(detail.Lines(), "")
	}
	return strings.Contains(text, standIn)
}

// equated is a copy of a module in which each comparison of an expression, and each in, is an equality. It means
// something else than the module, but of the same types.
func equated(module *ast.Module) *ast.Module {
	out := module.Copy()
	comparisons := []string{ast.NotEqual.Name, ast.LessThan.Name, ast.LessThanEq.Name, ast.GreaterThan.Name, ast.GreaterThanEq.Name}
	ast.WalkExprs(out, func(expr *ast.Expr) bool {
		terms, isCall := expr.Terms.([]*ast.Term)
		if !isCall || len(terms) != 3 {
			return false
		}
		switch name := terms[0].String(); {
		case name == ast.Member.Name:
			element := ast.RefTerm(terms[2], ast.VarTerm(ast.WildcardPrefix+"element")).SetLocation(expr.Location)
			if ref, isRef := terms[2].Value.(ast.Ref); isRef {
				element.Value = ref.Append(ast.VarTerm(ast.WildcardPrefix + "element"))
			}
			terms[2], expr.Negated = element, false
		case !slices.Contains(comparisons, name):
			return false
		}
		terms[0] = ast.NewTerm(ast.Equality.Ref()).SetLocation(expr.Location)
		return false
	})
	return out
}

// spelledOut are all schemas; in that of the kind, and in those of the lists that the policies join, each map is
// written as an object with the keys.
func (s *Set) spelledOut(kind string, joined map[string]bool, keys []string) (*ast.SchemaSet, error) {
	out, err := s.schemas.forOPA()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{kind, "resources", "records"} {
		text, err := fs.ReadFile(s.schemas.files, name+".json")
		if err != nil {
			return nil, fmt.Errorf("read schema %s: %w", name, err)
		}
		value, err := decodeJSON(text)
		if err != nil {
			return nil, fmt.Errorf("read schema %s: %w", name, err)
		}
		if object, isObject := value.(map[string]any); isObject && name != kind {
			if lists, isObject := object["properties"].(map[string]any); isObject {
				maps.DeleteFunc(lists, func(other string, _ any) bool { return !joined[other] })
			}
		}
		out.Put(ast.Ref{ast.SchemaRootDocument, ast.StringTerm(name)}, spellOut(value, keys))
	}
	return out, nil
}

// spellOut writes each map in a schema as an object with the keys; value is changed.
func spellOut(value any, keys []string) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = spellOut(value[i], keys)
		}
	case map[string]any:
		for key, inner := range value {
			value[key] = spellOut(inner, keys)
		}
		of, isMap := value["additionalProperties"].(map[string]any)
		if _, fixed := value["properties"]; !isMap || fixed {
			break
		}
		properties := make(map[string]any, len(keys))
		for _, key := range keys {
			properties[key] = of
		}
		value["properties"], value["additionalProperties"] = properties, false
	}
	return value
}
