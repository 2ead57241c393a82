package opa

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// A steadyRule is a rule whose value is the same for all resources of a target, because neither it nor any rule that it uses
// reads input: it is made of joined resources, such as "the buckets to which others log". Unless its value is kept, each
// resource has it made anew, and an audit costs the square of the resources.
type steadyRule struct{ path ast.Ref }

// steadyRules are those of a compiled program, by the last part of their path, which is all that most look-ups need.
func steadyRules(compiler *ast.Compiler) map[ast.Value][]*steadyRule {
	out := map[ast.Value][]*steadyRule{}
	seen := map[string]bool{}
	for _, module := range compiler.Modules {
		for _, rule := range module.Rules {
			full := rule.Ref() // the compiler has made it whole
			name, named := full[len(full)-1].Value.(ast.String)
			if !named || !full.IsGround() || len(rule.Head.Args) > 0 {
				continue // part of an object, or a function
			}
			if seen[full.String()] {
				continue
			}
			seen[full.String()] = true
			if !readsInput(compiler, compiler.GetRulesExact(full), map[*ast.Rule]bool{}) {
				out[name] = append(out[name], &steadyRule{full})
			}
		}
	}
	return out
}

// readsInput says whether one of the rules, or one that they use, reads input, or changes what is read by "with".
func readsInput(compiler *ast.Compiler, rules []*ast.Rule, seen map[*ast.Rule]bool) bool {
	for _, rule := range rules {
		if seen[rule] {
			continue
		}
		seen[rule] = true
		reads := false
		ast.WalkTerms(rule, func(t *ast.Term) bool {
			reads = reads || t.Value.Compare(ast.InputRootDocument.Value) == 0
			return reads
		})
		ast.WalkExprs(rule, func(e *ast.Expr) bool {
			reads = reads || len(e.With) > 0
			return reads
		})
		var used []*ast.Rule
		for other := range compiler.Graph.Dependencies(rule) {
			used = append(used, other.(*ast.Rule))
		}
		if reads || readsInput(compiler, used, seen) {
			return true
		}
	}
	return false
}

// A keeper is OPA's cache for one query that takes the values of steady rules from the world, and leaves them there. What a
// world has is never changed: several queries may find the same value at the same time, and one of them is kept.
type keeper struct {
	topdown.VirtualCache
	rules map[ast.Value][]*steadyRule
	world *world
	depth int // of "with", under which nothing is as in the world
}

func (r *run) keeper() *keeper {
	return &keeper{VirtualCache: topdown.NewVirtualCache(), rules: r.program.steady, world: r.world}
}

// Push implements topdown.VirtualCache.
func (k *keeper) Push() {
	k.depth++
	k.VirtualCache.Push()
}

// Pop implements topdown.VirtualCache.
func (k *keeper) Pop() {
	k.depth--
	k.VirtualCache.Pop()
}

// Get implements topdown.VirtualCache.
func (k *keeper) Get(ref ast.Ref) (*ast.Term, bool) {
	if rule := k.rule(ref); rule != nil {
		if value, kept := k.world.kept.Load(rule); kept {
			term, _ := value.(*ast.Term)
			return term, term == nil
		}
	}
	return k.VirtualCache.Get(ref)
}

// Put implements topdown.VirtualCache.
func (k *keeper) Put(ref ast.Ref, value *ast.Term) {
	if rule := k.rule(ref); rule != nil {
		k.world.kept.LoadOrStore(rule, value)
	}
	k.VirtualCache.Put(ref, value)
}

// rule is the steady rule of which ref is the whole value, or nil.
func (k *keeper) rule(ref ast.Ref) *steadyRule {
	if k.depth > 0 || len(ref) == 0 {
		return nil
	}
	name, isText := ref[len(ref)-1].Value.(ast.String)
	if !isText {
		return nil
	}
	for _, rule := range k.rules[name] {
		if rule.path.Equal(ref) {
			return rule
		}
	}
	return nil
}
