package opa

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// verify compiles all policies against the schemas and holds what they read against the contract; problems of
// modules that held does not want are left out.
func (s *Set) verify(held func(*unit) bool) Problems {
	var units, all []*unit
	for _, u := range s.units {
		if held(u) {
			units = append(units, u)
		}
	}
	all = slices.Clone(units)
	for _, path := range sortedKeys(s.libs) {
		if held(s.libs[path]) {
			all = append(all, s.libs[path])
		}
	}
	if len(all) == 0 {
		return nil
	}
	schemas, err := s.schemas.forOPA()
	if err != nil {
		return Problems{{File: "schemas", Line: 1, Message: err.Error()}}
	}
	if joint := s.typeCheck(schemas, all); len(joint) > 0 { // OPA stops at the first stage that fails: ask it for each by itself
		var out Problems
		for _, u := range all {
			out = append(out, slices.DeleteFunc(s.typeCheck(schemas, []*unit{u}), func(p Problem) bool {
				return p.File != u.file && p.File != ""
			})...)
		}
		if len(out) == 0 { // they break only together
			return joint
		}
		return out
	}
	program, err := s.compile(units)
	if err != nil {
		return fromOPA("", err)
	}
	var out Problems
	for _, u := range units {
		out = append(out, s.readable(u, program.policies[u.policy.ID].reads)...)
		out = append(out, s.negations(u)...)
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
		if problem := schema.follow(path); problem != "" {
			at.Message = fmt.Sprintf("%s: %s", kind, problem)
			at.Hint = "look up the fact's name in the kind's schema"
			out = append(out, at)
		}
	}
	return out
}

// follow says what is wrong with a path, or "".
func (s *schema) follow(path []any) string {
	if len(path) == 0 {
		return ""
	}
	if len(s.AnyOf) > 0 {
		problem := ""
		for _, either := range s.AnyOf {
			p := either.follow(path)
			if p == "" {
				return ""
			}
			if either.Type != "null" {
				problem = p
			}
		}
		return problem
	}
	switch s.Type {
	case "array":
		if _, isKey := path[0].(string); isKey {
			return fmt.Sprintf("%q is looked up in a list", path[0])
		}
		if s.Items == nil {
			return ""
		}
		return s.Items.follow(path[1:])
	case "object":
		return s.followKey(path)
	case "":
		return ""
	}
	return fmt.Sprintf("nothing is below a %s", s.Type)
}

// followKey is follow for an object.
func (s *schema) followKey(path []any) string {
	switch key := path[0].(type) {
	case string:
		if next := s.child(key); next != nil {
			return next.follow(path[1:])
		}
		if s.Additional.closed {
			return fmt.Sprintf("there is no fact %q", key)
		}
	case anyKey:
		if s.Additional.values != nil {
			return s.Additional.values.follow(path[1:])
		}
	}
	return ""
}
