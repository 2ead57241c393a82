package opa

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxWays is how many ways may lead from fail and applicable through the rules that they use. When a fact is missing, OPA
// goes every one of them, some thousand in a millisecond, and does not look meanwhile whether it was told to stop.
const maxWays = 50_000

// tangled says of a policy whose rules read one another so often that what hangs on a missing fact could not be found out
// in time: each that reads the one before it twice doubles the ways.
func tangled(u *unit, program *program) Problems {
	ways := map[*ast.Rule]int{}
	var count func(rule *ast.Rule) int
	count = func(rule *ast.Rule) int {
		if n, known := ways[rule]; known {
			return n
		}
		n := 1
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if ref.HasPrefix(ast.DefaultRootRef) {
				for _, r := range program.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true}) {
					n = min(n+count(r), maxWays+1)
				}
			}
			return false
		})
		ways[rule] = n
		return n
	}
	total, worst := 0, (*ast.Rule)(nil)
	for _, rule := range program.compiler.Modules[u.file].Rules {
		if name := rule.Head.Ref()[0].String(); name == "fail" || name == "applicable" {
			n := count(rule)
			if total += n; worst == nil || n > ways[worst] {
				worst = rule
			}
		}
	}
	if total <= maxWays {
		return nil
	}
	return Problems{{File: u.file, Line: worst.Location.Row,
		Message: fmt.Sprintf("the rules that this one uses read one another in more than %d ways: a fact that was not read could not be followed through them", maxWays),
		Hint:    "read each rule once and keep what it says in a variable: x := _rule"}}
}
