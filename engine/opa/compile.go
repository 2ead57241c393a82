package opa

import (
	"fmt"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// program is a compiled set of policies. Nobody changes it but OPA itself: the last step of a partial evaluation
// (copy propagation) writes terms of the compiled rules anew in place, with the values that they have. So a partial
// evaluation has the program for itself, while plain ones share it.
type program struct {
	using    *sync.RWMutex // shared by all programs of one Load: OPA has terms that all programs share
	compiler *ast.Compiler
	policies map[string]*compiledPolicy // by id
	layouts  map[string]*layout         // by kind
	unions   map[string]*access         // what all policies on a kind take of a resource, by kind
	steady   map[ast.Value][]*steadyRule
}

// compiledPolicy is one policy with its queries and the references that it reads.
type compiledPolicy struct {
	unit *unit
	// fail and applicable are the plain queries, failEach and applies the ones that are evaluated partially.
	fail, failEach, applicable query
	direct                     *direct // the same for facts that are all known
	conditional                bool    // there is a rule applicable
	schema                     *schema // of the kind; nil when there is none
	reads                      *readSet
	// shown are the facts that are evidence, joins the kinds besides; both follow from reads.
	shown []collectors.Path
	joins []root
	// joined are the facts of each joined kind that are evidence.
	joined map[root][]collectors.Path
	access access
	needed []int // the slots of the kind's union that it needs
}

// query is a compiled query with what topdown wants beside it.
type query struct {
	body     ast.Body
	compiler ast.QueryCompiler
}

const resultVar = ast.Var("found")

// compile makes a program of units and the modules that they use. No schemas go in: partial evaluation drops results that break a type, and
// what the schemas say has no part in a verdict.
func (s *Set) compile(units []*unit) (*program, error) {
	modules := s.modulesFor(units)
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithUseTypeCheckAnnotations(false)
	compiler.WithSkipStages(ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet, ast.StageBuildRequiredCapabilities)
	parsed := map[string]*ast.Module{}
	for _, u := range modules {
		parsed[u.file] = u.module
	}
	compiler.Compile(parsed)
	if compiler.Failed() {
		return nil, fromOPA("", compiler.Errors).sorted()
	}
	p := &program{using: s.using, compiler: compiler, policies: map[string]*compiledPolicy{}, layouts: map[string]*layout{},
		unions: map[string]*access{}, steady: steadyRules(compiler)}
	for _, u := range units {
		c, err := p.prepare(u)
		if err != nil {
			return nil, fmt.Errorf("prepare policy %s: %w", u.policy.ID, err)
		}
		if s.schemas.has(u.policy.Kind) {
			if c.schema, err = s.schemas.of(u.policy.Kind); err != nil {
				return nil, err
			}
		}
		c.direct = p.directly(c, len(p.policies))
		p.policies[u.policy.ID] = c
	}
	return p, p.lay(s.schemas, units)
}

// lay makes the layouts of the kinds that the policies judge.
func (p *program) lay(schemas *schemaSet, units []*unit) error {
	reads := map[string]*readSet{}
	for _, u := range units {
		kind := u.policy.Kind
		if p.layouts[kind] == nil {
			p.layouts[kind], reads[kind] = newLayout(), newReadSet()
		}
		c := p.policies[u.policy.ID]
		c.access = accessOf(c.reads, c.shown, p.layouts[kind])
		for _, r := range c.reads.list {
			reads[kind].add(r.place, r.typed, r.loc)
		}
	}
	for kind, all := range reads {
		union := accessOf(all, nil, p.layouts[kind])
		p.unions[kind] = &union
	}
	for _, u := range units {
		c := p.policies[u.policy.ID]
		c.needed = c.access.needed(p.unions[u.policy.Kind])
	}
	for kind, l := range p.layouts {
		var schema *schema
		if schemas.has(kind) {
			var err error
			if schema, err = schemas.of(kind); err != nil {
				return err
			}
		}
		l.build(schema)
	}
	return nil
}

func (p *program) prepare(u *unit) (*compiledPolicy, error) {
	path := u.module.Package.Path
	fail := path.Append(ast.StringTerm("fail"))
	applicable := path.Append(ast.StringTerm("applicable"))
	found := ast.NewTerm(resultVar)
	c := &compiledPolicy{unit: u, reads: newReadSet()}
	var err error
	if c.fail, err = p.query(ast.Equality.Expr(found, ast.NewTerm(fail))); err != nil {
		return nil, err
	}
	if c.failEach, err = p.query(ast.NewExpr(ast.NewTerm(fail.Append(found)))); err != nil {
		return nil, err
	}
	c.conditional = slices.ContainsFunc(u.module.Rules, func(r *ast.Rule) bool { return r.Head.Ref()[0].String() == "applicable" })
	w := newWalker(p.compiler, u)
	w.virtual(fail, false)
	if c.conditional {
		if c.applicable, err = p.query(ast.NewExpr(ast.NewTerm(applicable))); err != nil {
			return nil, err
		}
		w.virtual(applicable, false)
	}
	c.reads, c.shown, c.joins = w.reads, w.reads.shown(), w.reads.roots()
	c.joined = map[root][]collectors.Path{}
	for _, join := range c.joins {
		c.joined[join] = w.reads.joinedPaths(join)
	}
	return c, nil
}

func (p *program) query(exprs ...*ast.Expr) (query, error) {
	compiler := p.compiler.QueryCompiler()
	body, err := compiler.Compile(ast.NewBody(exprs...))
	return query{body: body, compiler: compiler}, err
}
