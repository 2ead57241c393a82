package opa

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parameters holds the parameters that a policy declares against those that it reads.
func (s *Set) parameters(u *unit, reads *readSet) Problems {
	var out Problems
	own := names(u.module.Package.Path[2:])
	place := "data.params." + strings.Join(own, ".") + "."
	read := map[string]bool{}
	for _, r := range reads.sorted() {
		if r.root.doc != docParams {
			continue
		}
		at := Problem{File: u.file, Line: u.policy.Line}
		if r.loc != nil && r.loc.File != "" {
			at.File, at.Line = r.loc.File, r.loc.Row
		}
		keys := make([]string, 0, len(r.path))
		for _, element := range r.ground() {
			keys = append(keys, fmt.Sprint(element))
		}
		switch {
		case len(keys) <= len(own) && slices.Equal(keys, own[:len(keys)]):
			if !r.typed { // all of them
				for _, p := range u.policy.Params {
					read[p.Name] = true
				}
			}
		case len(keys) <= len(own) || !slices.Equal(keys[:len(own)], own):
			at.Message = fmt.Sprintf("data.params.%s is no parameter of this policy", strings.Join(keys, "."))
			at.Hint = fmt.Sprintf("a policy reads its own parameters only: declare one under custom.params and read it as %s<name>", place)
			out = append(out, at)
		default:
			name := keys[len(own)]
			read[name] = true
			if declared := paramNames(u); !slices.Contains(declared, name) {
				at.Message = fmt.Sprintf("the parameter %s is read and not declared", name)
				at.Hint = cmp.Or(didYouMean(name, declared), "declare it under custom.params, with type, default and description")
				out = append(out, at)
			}
		}
	}
	for _, name := range paramNames(u) {
		if !read[name] {
			out = append(out, Problem{File: u.file, Line: u.metaLine("params", name), Message: fmt.Sprintf("the parameter %s is declared and never read", name),
				Hint: fmt.Sprintf("read it as %s%s, or remove it: who sets it would change nothing", place, name)})
		}
	}
	return out
}

// paramNames are the declared parameters, those too that are not well declared.
func paramNames(u *unit) []string { return sortedKeys(u.declared) }

// unused lists the helpers of a policy that neither fail nor applicable leads to.
func unused(u *unit, program *program) Problems {
	compiler := program.compiler
	reached := map[*ast.Rule]bool{}
	var follow func(rule *ast.Rule)
	follow = func(rule *ast.Rule) {
		if reached[rule] {
			return
		}
		reached[rule] = true
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if ref.HasPrefix(ast.DefaultRootRef) {
				for _, r := range compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true}) {
					follow(r)
				}
			}
			return false
		})
	}
	rules := compiler.Modules[u.file].Rules
	nameOf := func(rule *ast.Rule) string { return rule.Head.Ref()[0].String() }
	for _, rule := range rules {
		if name := nameOf(rule); name == "fail" || name == "applicable" {
			follow(rule)
		}
	}
	used := map[string]bool{}
	for _, rule := range rules {
		used[nameOf(rule)] = used[nameOf(rule)] || reached[rule]
	}
	var out Problems
	for _, rule := range rules {
		name := nameOf(rule)
		if used[name] || !strings.HasPrefix(name, "_") {
			continue
		}
		used[name] = true // said once
		out = append(out, Problem{File: u.file, Line: rule.Location.Row, Message: fmt.Sprintf("nothing uses the helper %s", name),
			Hint: "use it in fail or in applicable, or remove it"})
	}
	return out
}
