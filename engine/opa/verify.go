package opa

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// verify holds what was read against the schemas and the contract, as far as it can be told from the text: types, what
// the policies read, their parameters and messages, and rules that cannot fire. A file with mistakes hides those of no
// other, except of files that build on it. Built-in modules are looked at only when the options say so.
func (l *loader) verify() (Problems, error) {
	var out Problems
	units := l.sound(append(slices.Clone(l.set.units), l.refused...))
	if len(units) == 0 {
		return nil, nil
	}
	schemas, err := l.set.schemas.forOPA()
	if err != nil {
		return nil, err
	}
	mistyped := map[*unit]bool{}
	if whole := slices.DeleteFunc(slices.Clone(units), l.isRefused); len(whole) < len(units) || len(l.set.typeCheck(schemas, whole)) > 0 {
		for _, u := range units { // OPA stops at the first stage that fails: ask it for each by itself
			found := l.typeCheckOne(schemas, u)
			mistyped[u] = len(found) > 0
			out = append(out, found...)
		}
		if len(out) == 0 && len(l.problems) == 0 { // they break only together
			out = l.set.typeCheck(schemas, whole)
		}
	}
	policies := slices.DeleteFunc(units, func(u *unit) bool { return u.policy.ID == "" })
	never, err := l.set.neverAlike(slices.DeleteFunc(slices.Clone(policies), func(u *unit) bool {
		return u.policy.Kind == "" || mistyped[u] || u.source.BuiltIn && !l.options.deep
	}))
	if err != nil {
		return nil, err
	}
	out = append(out, never...)
	programs := l.set.programs(policies)
	for _, u := range policies {
		if programs[u] == nil {
			continue // its types have been found wanting
		}
		out = append(out, slices.DeleteFunc(l.inspect(u, programs[u]), func(p Problem) bool { // one problem of a line is enough
			return slices.ContainsFunc(out, func(known Problem) bool { return known.File == p.File && known.Line == p.Line })
		})...)
	}
	return out, nil
}

// sound are those of the units, and the shared modules, that are to be looked at and do not build on a file that has no
// syntax tree.
func (l *loader) sound(units []*unit) []*unit {
	leaned := l.set.modulesFor(units)
	for _, path := range sortedKeys(l.set.libs) {
		if !l.single || leaned[path] != nil {
			units = append(units, l.set.libs[path])
		}
	}
	return slices.DeleteFunc(units, func(u *unit) bool {
		if u.source.BuiltIn && !l.options.TypeCheck {
			return true
		}
		for _, m := range l.set.modulesFor([]*unit{u}) {
			if slices.ContainsFunc(l.unparsed, func(path ast.Ref) bool { return mentions(m.module, path) }) {
				return true
			}
		}
		return false
	})
}

// mentions says whether a module refers to the package at path.
func mentions(m *ast.Module, path ast.Ref) bool {
	found := false
	ast.WalkRefs(m, func(ref ast.Ref) bool {
		found = found || ref.HasPrefix(path)
		return found
	})
	return found
}

func (l *loader) isRefused(u *unit) bool { return slices.Contains(l.refused, u) }

// typeCheckOne is what is wrong with the types of one module. What is wrong with its metadata has been said.
func (l *loader) typeCheckOne(schemas *ast.SchemaSet, u *unit) Problems {
	return slices.DeleteFunc(l.set.typeCheck(schemas, []*unit{u}), func(p Problem) bool {
		return p.File != u.file && p.File != "" || u.faulty && strings.Contains(p.Message, "undefined schema")
	})
}

// programs compiles the policies without a look at the schemas, each by itself when they do not compile together. One
// that does not compile has none.
func (s *Set) programs(units []*unit) map[*unit]*program {
	out := map[*unit]*program{}
	paths := map[string]bool{}
	for _, u := range units {
		paths[u.module.Package.Path.String()] = true
	}
	if len(paths) == len(units) {
		if together, err := s.compile(units); err == nil {
			for _, u := range units {
				out[u] = together
			}
			return out
		}
	}
	for _, u := range units {
		if alone, err := s.compile([]*unit{u}); err == nil {
			out[u] = alone
		}
	}
	return out
}

// inspect is what is wrong with a policy that compiles.
func (l *loader) inspect(u *unit, p *program) Problems {
	s, reads := l.set, p.policies[u.policy.ID].reads
	out := slices.Concat(s.readable(u, reads), s.negations(u))
	if l.options.lax {
		return out
	}
	out = slices.Concat(out, s.parameters(u, reads), naming(u, p), unused(u, p), tangled(u, p))
	for _, used := range s.modulesFor([]*unit{u}) {
		if used == u || used.policy.ID == "" && !used.source.BuiltIn {
			out = append(out, s.contradictions(used, p.compiler.Modules[used.file])...)
		}
	}
	return out
}

// typeCheck compiles units with the modules that they use, strictly and against the schemas.
func (s *Set) typeCheck(schemas *ast.SchemaSet, units []*unit) Problems {
	modules := map[string]*ast.Module{}
	for _, u := range s.modulesFor(units) {
		modules[u.file] = u.module
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithSchemas(schemas).WithUseTypeCheckAnnotations(true).
		WithStrict(true).SetErrorLimit(0)
	if compiler.Compile(modules); compiler.Failed() {
		return fromOPA("", compiler.Errors)
	}
	return nil
}

// readable holds the places that a policy reads against the schemas: all must exist, also behind maps, where
// OPA does not look; and none may be the whole resource.
func (s *Set) readable(u *unit, reads *readSet) Problems {
	var out Problems
	for _, r := range reads.sorted() {
		at := Problem{File: u.file, Line: u.policy.Line}
		if r.loc != nil && r.loc.File != "" {
			at.File, at.Line = r.loc.File, r.loc.Row
		}
		path, kind := r.path, r.root.kind
		switch r.root.doc {
		case docInput:
			kind = u.policy.Kind
			if len(r.ground()) == 0 && !(r.typed && len(r.path) == 0) {
				at.Message = "the policy reads the whole resource, so every gap in it would make the verdict unknown"
				at.Hint = "name the facts: no input[k], no walk(input), no function that takes all of input apart"
				out = append(out, at)
				continue
			}
		case docResources, docRecords:
			if len(path) > 0 {
				path = path[1:]
			}
		default:
			continue
		}
		schema, err := s.schemas.of(kind)
		if err != nil {
			continue // an unknown kind has been reported
		}
		if wrong, known := schema.lead(path); wrong != "" {
			at.Message = fmt.Sprintf("%s: %s", kind, wrong)
			at.Hint = known
			out = append(out, at)
		}
	}
	return out
}

// follow says what is wrong with a path, or "".
func (s *schema) follow(path []any) string {
	wrong, _ := s.lead(path)
	return wrong
}

// lead is follow with a hint.
func (s *schema) lead(path []any) (wrong, hint string) {
	if len(path) == 0 {
		return "", ""
	}
	if len(s.AnyOf) > 0 {
		for _, either := range s.AnyOf {
			w, h := either.lead(path)
			if w == "" {
				return "", ""
			}
			if either.Type != "null" {
				wrong, hint = w, h
			}
		}
		return wrong, hint
	}
	switch s.Type {
	case "array":
		if _, isKey := path[0].(string); isKey {
			return fmt.Sprintf("%q is looked up in a list", path[0]), "go through the list: some x in …"
		}
		if s.Items == nil {
			return "", ""
		}
		return s.Items.lead(path[1:])
	case "object":
		return s.leadKey(path)
	case "":
		return "", ""
	}
	return fmt.Sprintf("nothing is below a %s", s.Type), "end the path one step earlier"
}

// leadKey is lead for an object.
func (s *schema) leadKey(path []any) (wrong, hint string) {
	switch key := path[0].(type) {
	case string:
		if next := s.child(key); next != nil {
			return next.lead(path[1:])
		}
		if s.Additional.closed {
			known := sortedKeys(s.Properties)
			return fmt.Sprintf("there is no fact %q", key), cmp.Or(didYouMean(key, known), "there are "+strings.Join(known, ", "))
		}
	case anyKey:
		if s.Additional.values != nil {
			return s.Additional.values.lead(path[1:])
		}
	}
	return "", ""
}
