package opa

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// world is what all policies of one target see as data, with what is not known of it.
type world struct {
	target    string
	store     storage.Store
	txn       storage.Transaction
	resources *joined
	records   *joined
	// params are errors in the parameters that are set for this target, by policy id.
	params map[string]error
	set    map[string]any // data.params
	kept   *sync.Map      // the values of steady rules, nil for one that is not defined; nil where none are kept
}

// joined is a document of resources by kind, with the gaps in it.
type joined struct {
	doc      ast.Object
	of       document             // resources or records
	values   map[string][]any     // those that are decoded, and json.RawMessage for one that is not
	sums     map[string]hash.Hash // over the texts of a kind's resources
	gaps     map[string][]joinedGap
	evidence sync.Map // what a policy reads of a kind, by both; see evidenceFor
}

// joinedGap is a gap in a joined kind. Path is nil when the kind as a whole, or a resource as a whole, is not known.
type joinedGap struct {
	gap  collectors.Gap
	path collectors.Path
}

func newJoined(of document) *joined {
	return &joined{doc: ast.NewObject(), of: of, values: map[string][]any{}, sums: map[string]hash.Hash{}, gaps: map[string][]joinedGap{}}
}

// worldOf builds the data of one target.
func (a *audit) worldOf(t collectors.TargetInfo) (*world, error) {
	w := &world{target: t.ID, resources: newJoined(docResources), records: a.records, params: map[string]error{}, kept: &sync.Map{}}
	kinds := map[string]bool{}
	for id := range a.program.policies {
		p := a.program.policies[id].unit.policy
		if a.concerns(t, p.Kind) {
			for _, kind := range p.Joins {
				kinds[kind] = true
			}
		}
	}
	for _, kind := range sortedKeys(kinds) {
		if err := a.join(w.resources, kind, t); err != nil {
			return nil, err
		}
		if !slices.Contains(t.Kinds, kind) && len(a.snapshot.Of(t.ID, kind)) == 0 {
			w.resources.gaps[kind] = append(w.resources.gaps[kind], joinedGap{gap: notLookedFor(t.ID, kind)})
		}
	}
	params, err := a.paramsFor(t.ID, w)
	if err != nil {
		return nil, err
	}
	return w, w.open(params, a.options.Now)
}

// open makes the documents of a world readable.
func (w *world) open(params ast.Object, now time.Time) error {
	clock := ast.NewObject(ast.Item(ast.StringTerm("now_ns"), ast.NumberTerm(json.Number(strconv.FormatInt(now.UnixNano(), 10)))))
	w.store = inmem.NewFromASTObject(ast.NewObject(
		ast.Item(ast.StringTerm("resources"), ast.NewTerm(w.resources.doc)),
		ast.Item(ast.StringTerm("records"), ast.NewTerm(w.records.doc)),
		ast.Item(ast.StringTerm("params"), ast.NewTerm(params)),
		ast.Item(ast.StringTerm("audit"), ast.NewTerm(clock)),
	))
	txn, err := w.store.NewTransaction(context.Background())
	if err != nil {
		return fmt.Errorf("open the data of %s: %w", w.target, err)
	}
	w.txn = txn
	return nil
}

// joinRecords gathers the people-made records of all targets.
func (a *audit) joinRecords() (*joined, error) {
	out := newJoined(docRecords)
	kinds := map[string]bool{}
	for _, p := range a.program.policies {
		for _, kind := range p.unit.policy.Records {
			kinds[kind] = true
		}
	}
	for _, kind := range sortedKeys(kinds) {
		for _, t := range a.snapshot.Targets {
			if !slices.Contains(t.Kinds, kind) && len(a.snapshot.Of(t.ID, kind)) == 0 {
				continue
			}
			if err := a.join(out, kind, t); err != nil {
				return nil, err
			}
		}
		if out.doc.Get(ast.StringTerm(kind)) == nil {
			out.set(kind, nil)
			out.gaps[kind] = append(out.gaps[kind], joinedGap{gap: collectors.Gap{Kind: kind,
				Cause: collectors.Unsupported, Detail: "no target of this audit holds such records"}})
		}
	}
	return out, nil
}

// join adds one target's resources of a kind to j, and the gaps in them. Of a resource no more is held than what the policies read.
func (a *audit) join(j *joined, kind string, t collectors.TargetInfo) error {
	there, wanted := map[string]bool{}, a.program.joinedKeys(root{j.of, kind})
	list := j.list(kind)
	for _, r := range a.snapshot.Of(t.ID, kind) {
		there[r.ID] = true
		value, err := decodeJSON(r.JSON)
		if err != nil {
			return fmt.Errorf("read %s %q: %w", r.Kind, r.ID, err)
		}
		j.values[kind] = append(j.values[kind], r.JSON)
		if j.sums[kind] == nil {
			j.sums[kind] = sha256.New()
		}
		fmt.Fprintf(j.sums[kind], "%d:%s", len(r.JSON), r.JSON) // a hash never fails to write
		missing, err := a.missing(r, value, a.resourceGaps(t.ID, kind, r.ID))
		if err != nil {
			return err
		}
		for _, g := range missing {
			j.gaps[kind] = append(j.gaps[kind], joinedGap{gap: g, path: pathOf(g)})
		}
		if facts, isObject := value.(map[string]any); isObject && wanted != nil {
			maps.DeleteFunc(facts, func(key string, _ any) bool { return !wanted[key] })
		}
		list = append(list, ast.NewTerm(ast.MustInterfaceToValue(value)))
	}
	for _, g := range a.snapshot.GapsOf(t.ID, kind) {
		path := pathOf(g)
		if !there[g.Resource] { // a path without its resource is none: nothing of it is known
			path = nil
		}
		j.gaps[kind] = append(j.gaps[kind], joinedGap{gap: g, path: path})
	}
	if t.Error != "" {
		j.gaps[kind] = append(j.gaps[kind], joinedGap{gap: collectors.Gap{Target: t.ID, Kind: kind,
			Cause: collectors.Failed, Detail: t.Error}})
	}
	j.doc.Insert(ast.StringTerm(kind), ast.ArrayTerm(list...))
	return nil
}

// list are the resources of a kind that are there so far.
func (j *joined) list(kind string) []*ast.Term {
	var out []*ast.Term
	if before := j.doc.Get(ast.StringTerm(kind)); before != nil {
		if list, isList := before.Value.(*ast.Array); isList {
			list.Foreach(func(t *ast.Term) { out = append(out, t) })
		}
	}
	return out
}

// joinedKeys are the facts that any policy reads of resources of a joined kind, nil where one may read all of them.
func (p *program) joinedKeys(at root) map[string]bool {
	keys := map[string]bool{}
	for _, policy := range p.policies {
		for _, r := range policy.reads.list {
			switch {
			case r.root != at:
			case len(r.path) < 2: // the list, or a resource of it: whether there is one, or all of it
				if !r.typed {
					return nil
				}
			default:
				key, isKey := r.path[1].(string) // the first is the list's index
				if !isKey {
					return nil
				}
				keys[key] = true
			}
		}
	}
	return keys
}

// set makes values the resources of a kind.
func (j *joined) set(kind string, values []any) {
	if values == nil {
		values = []any{}
	}
	j.values[kind] = values
	j.doc.Insert(ast.StringTerm(kind), ast.NewTerm(ast.MustInterfaceToValue(values)))
}

func pathOf(g collectors.Gap) collectors.Path {
	path, err := collectors.ParsePath(g.Path)
	if err != nil {
		return nil
	}
	return path
}

// resourceGaps are those on one resource or its facts. The slice is a copy.
func (a *audit) resourceGaps(target, kind, id string) []collectors.Gap {
	return slices.Clone(a.gaps[about{target, kind, id}])
}

// missing are gaps for the facts that the kind's schema requires, that are not there or of another type, and
// that no gap explains. A hand-made resource may have them; they must never look like facts.
func (a *audit) missing(r collectors.Resource, value any, gaps []collectors.Gap) ([]collectors.Gap, error) {
	if !a.set.schemas.has(r.Kind) {
		return nil, nil
	}
	schema, err := a.set.schemas.of(r.Kind)
	if err != nil {
		return nil, err
	}
	var out []collectors.Gap
	for _, path := range schema.broken(value) {
		if slices.ContainsFunc(gaps, func(g collectors.Gap) bool { return path.HasPrefix(pathOf(g)) }) {
			continue
		}
		g := collectors.GapAt(cutAtIndex(path), collectors.Failed, undeclared, "", "")
		g.Target, g.Kind, g.Resource = r.Origin.Target, r.Kind, r.ID
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(x, y collectors.Gap) int { return compareText(x.Path, y.Path) })
	return out, nil
}

// paramsFor builds data.params of a target: the defaults and what is set over them.
func (a *audit) paramsFor(target string, w *world) (ast.Object, error) {
	var set engine.Params
	if a.options.Params != nil {
		set = a.options.Params(target)
	}
	tree := map[string]any{}
	for id, p := range a.program.policies {
		values := map[string]any{}
		for _, param := range p.unit.params {
			values[param.Name] = param.value
			text, given := set[id][param.Name]
			if !given {
				continue
			}
			value, err := paramValue(param, text)
			if err != nil {
				w.params[id] = err
				continue
			}
			values[param.Name] = value
		}
		for name := range set[id] {
			if _, known := values[name]; !known {
				w.params[id] = fmt.Errorf("there is no parameter %s", name)
			}
		}
		node := tree
		path := names(p.unit.module.Package.Path[2:])
		for _, key := range path[:len(path)-1] {
			next, ok := node[key].(map[string]any)
			if !ok {
				next = map[string]any{}
				node[key] = next
			}
			node = next
		}
		node[path[len(path)-1]] = values
	}
	w.set = tree
	value, err := ast.InterfaceToValue(tree)
	if err != nil {
		return nil, fmt.Errorf("parameters of %s: %w", target, err)
	}
	object, ok := value.(ast.Object)
	if !ok {
		return nil, fmt.Errorf("parameters of %s are no object", target)
	}
	return object, nil
}

func paramValue(p param, text json.RawMessage) (any, error) {
	value, err := decodeJSON(text)
	if err == nil {
		err = ofType(value, p.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("parameter %s: the value set %w", p.Name, err)
	}
	return value, nil
}

// CheckParams holds parameters that a configuration sets against the selected policies: every policy and
// parameter must exist and every value be of its type. The error lists all that is wrong.
func (s *Set) CheckParams(set engine.Params) error {
	var out Problems
	for _, id := range sortedKeys(set) {
		at := slices.IndexFunc(s.units, func(u *unit) bool { return u.policy.ID == id })
		if at < 0 {
			out = append(out, Problem{Message: fmt.Sprintf("parameters for %s: there is no such policy", id), Hint: "see assize policy list"})
			continue
		}
		u := s.units[at]
		for _, name := range sortedKeys(set[id]) {
			i := slices.IndexFunc(u.params, func(p param) bool { return p.Name == name })
			if i < 0 {
				out = append(out, Problem{File: u.file, Line: u.policy.Line, Message: fmt.Sprintf("%s has no parameter %s", id, name),
					Hint: "see assize policy show " + id})
				continue
			}
			if _, err := paramValue(u.params[i], set[id][name]); err != nil {
				out = append(out, Problem{File: u.file, Line: u.policy.Line, Message: fmt.Sprintf("%s: %s", id, err),
					Hint: "see assize policy show " + id})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	return nil
}
