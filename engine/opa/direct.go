package opa

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/engine"
)

// direct are the forms in which a policy is asked when all that it reads is known: the bodies of its rules fail instead
// of the set that they make. OPA answers them in two thirds of the time. They share what the compiled rules are made of,
// so nothing is left to compile.
type direct struct {
	// bodies are queries of their own, each of which binds memberVar to a member of the set. Nil where there are many.
	bodies []query
	// joint binds variables of its own, so that several policies are asked in one query: one to a list that is empty when
	// the policy does not apply, and others to the sets that make fail.
	joint   ast.Body
	applies ast.Var // "" where the policy always applies
	found   []ast.Var
}

const (
	// memberVar is no name that a policy can have: variables of its bodies may keep theirs.
	memberVar = ast.Var("__member__")
	// maxBodies is how many rules fail may have to be asked one by one.
	maxBodies = 2
)

// directly makes the forms of the policy with a number.
func (p *program) directly(c *compiledPolicy, number int) *direct {
	d := &direct{}
	bind := func(what string, i int, to *ast.Term) ast.Var {
		v := ast.Var(fmt.Sprintf("__%s_%d_%d__", what, number, i))
		d.joint = append(d.joint, ast.Equality.Expr(ast.NewTerm(v), to))
		return v
	}
	if c.conditional {
		d.applies = bind("applies", 0, ast.ArrayComprehensionTerm(ast.BooleanTerm(true), p.applicability(c)))
	}
	fail := c.unit.module.Package.Path.Append(ast.StringTerm("fail"))
	rules := p.compiler.GetRulesExact(fail)
	if len(rules) == 0 || len(rules) > maxBodies {
		d.found = []ast.Var{bind("found", 0, ast.NewTerm(fail))}
		return d
	}
	for i, rule := range rules {
		member := ast.Equality.Expr(ast.NewTerm(memberVar), rule.Head.Key)
		member.Index = len(rule.Body)
		body := append(slices.Clone(rule.Body), member)
		d.bodies = append(d.bodies, query{body: body})
		d.found = append(d.found, bind("found", i, ast.SetComprehensionTerm(ast.NewTerm(memberVar), body)))
	}
	return d
}

// applicability is what holds when the policy applies: the body of the one rule applicable, where it is one that says true
// and nothing else, or that there is an applicable.
func (p *program) applicability(c *compiledPolicy) ast.Body {
	rules := p.compiler.GetRulesExact(c.unit.module.Package.Path.Append(ast.StringTerm("applicable")))
	if len(rules) != 1 || rules[0].Default || rules[0].Else != nil || rules[0].Head.Value == nil || !rules[0].Head.Value.Equal(ast.BooleanTerm(true)) {
		return c.applicable.body
	}
	return rules[0].Body
}

// members are those of fail, each once, in the order of OPA's sets.
func (r *run) members(bodies []query) ([]*ast.Term, error) {
	var out []*ast.Term
	for _, body := range bodies {
		q, stop := r.query(body)
		results, err := q.Run(r.ctx)
		stop()
		if err != nil {
			return nil, err
		}
		for _, found := range results {
			member := found[memberVar]
			if member == nil || !member.IsGround() {
				return nil, errors.New("fail holds what is not known")
			}
			out = append(out, member)
		}
	}
	return inOrder(out), nil
}

// inOrder are terms, each once, in the order of OPA's sets.
func inOrder(members []*ast.Term) []*ast.Term {
	slices.SortFunc(members, func(a, b *ast.Term) int { return a.Value.Compare(b.Value) })
	return slices.CompactFunc(members, func(a, b *ast.Term) bool { return a.Equal(b) })
}

// together asks several policies in one query about an input that holds all that they read. It returns nil when that
// breaks: then each is asked for itself, which says which one it was.
func (b bench) together(ctx context.Context, policies []*compiledPolicy, w *world, input *ast.Term) []decision {
	r := &run{bench: b, ctx: ctx, world: w, input: input}
	b.program.using.RLock()
	defer b.program.using.RUnlock()
	size := 0
	for _, p := range policies {
		size += len(p.direct.joint)
	}
	body := make(ast.Body, 0, size)
	for _, p := range policies {
		body = append(body, p.direct.joint...)
	}
	q, stop := r.query(query{body: body})
	results, err := q.Run(ctx)
	stop()
	if err != nil || len(results) != 1 {
		return nil
	}
	out := make([]decision, len(policies))
	for i, p := range policies {
		out[i].verdict, out[i].failures, out[i].err = p.direct.verdict(results[0])
	}
	return out
}

// verdict reads what the joint query bound.
func (d *direct) verdict(bound map[ast.Var]*ast.Term) (engine.Verdict, []*engine.Fault, error) {
	if d.applies != "" {
		if list, ok := bound[d.applies].Value.(*ast.Array); ok && list.Len() == 0 {
			return engine.NotApplicable, nil, nil
		}
	}
	var members []*ast.Term
	for _, v := range d.found {
		set, ok := bound[v].Value.(ast.Set)
		if !ok {
			return "", nil, errors.New("fail is no set")
		}
		members = append(members, set.Slice()...)
	}
	if len(d.found) > 1 {
		members = inOrder(members)
	}
	return failing(members)
}
