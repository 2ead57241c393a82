package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// scene is an example in the form that judging takes, with gaps in it. It is how the harness asks what the
// engine would say if some of the facts had not been read.
type scene struct {
	policy *compiledPolicy
	input  any
	// resources and records are by kind.
	resources, records map[string][]any
	params             map[string]any // of this policy
	now                time.Time
	// world is what resources, records, params and now make; nil until it is needed.
	world *world
}

// hole is a fact that is taken away: of the input, or of one element of a joined kind, or with an empty path of a
// joined kind as a whole.
type hole struct {
	root  root
	index int
	path  collectors.Path
}

func (h hole) String() string {
	switch h.root.doc {
	case docInput:
		return h.path.String()
	case docRecords:
		return fmt.Sprintf("data.records[%q][%d].%s", h.root.kind, h.index, h.path)
	}
	return fmt.Sprintf("data.resources[%q][%d].%s", h.root.kind, h.index, h.path)
}

// sceneOf reads an example. What its test leaves out is the default.
func sceneOf(p *compiledPolicy, e example) scene {
	s := scene{policy: p, input: e.world["input"], resources: map[string][]any{}, records: map[string][]any{},
		params: map[string]any{}, now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	data, _ := e.world["data"].(map[string]any)
	lists(s.resources, data["resources"], p.unit.policy.Joins)
	lists(s.records, data["records"], p.unit.policy.Records)
	for _, param := range p.unit.params {
		s.params[param.Name] = param.value
	}
	set := data["params"]
	for _, key := range names(p.unit.module.Package.Path[2:]) {
		node, _ := set.(map[string]any)
		set = node[key]
	}
	if own, ok := set.(map[string]any); ok {
		maps.Copy(s.params, own)
	}
	if audit, ok := data["audit"].(map[string]any); ok {
		if number, ok := audit["now_ns"].(json.Number); ok {
			if ns, err := number.Int64(); err == nil {
				s.now = time.Unix(0, ns).UTC()
			}
		}
		if text, ok := audit["now_ns"].(string); ok { // canonical JSON writes large integers so
			if ns, err := json.Number(text).Int64(); err == nil {
				s.now = time.Unix(0, ns).UTC()
			}
		}
	}
	return s
}

func lists(into map[string][]any, from any, kinds []string) {
	given, _ := from.(map[string]any)
	for _, kind := range kinds {
		into[kind], _ = given[kind].([]any)
	}
}

// judged is what the engine says of the scene with gaps where the holes are.
func (b bench) judged(ctx context.Context, s scene, holes []hole) (engine.Finding, error) {
	f := engine.NewFinding(s.policy.unit.policy)
	if s.world == nil {
		if err := s.open(); err != nil {
			return f, err
		}
	}
	w := *s.world
	w.resources, w.records = w.resources.withoutGaps(), w.records.withoutGaps()
	subject := &subject{value: s.input}
	for _, h := range holes {
		gap := collectors.Gap{Kind: h.root.kind, Path: h.path.String(), Cause: collectors.Denied}
		switch h.root.doc {
		case docInput:
			subject.gaps = append(subject.gaps, gap)
		case docResources:
			w.resources.gaps[h.root.kind] = append(w.resources.gaps[h.root.kind], joinedGap{gap: gap, path: h.path})
		case docRecords:
			w.records.gaps[h.root.kind] = append(w.records.gaps[h.root.kind], joinedGap{gap: gap, path: h.path})
		}
	}
	b.now = s.now
	b.judge(ctx, s.policy, subject, &w, &f)
	return f, ctx.Err()
}

// document is what the policy sees as data, but for what no example gives.
func (s scene) document() any {
	var params any = s.params
	path := names(s.policy.unit.module.Package.Path[2:])
	for i := range path {
		params = map[string]any{path[len(path)-1-i]: params}
	}
	of := func(lists map[string][]any) map[string]any {
		out := map[string]any{}
		for kind, list := range lists {
			if list != nil {
				out[kind] = list
			}
		}
		return out
	}
	return map[string]any{"params": params, "resources": of(s.resources), "records": of(s.records),
		"audit": map[string]any{"now_ns": json.Number(strconv.FormatInt(s.now.UnixNano(), 10))}}
}

// open makes the scene's world.
func (s *scene) open() error {
	w := &world{resources: newJoined(docResources), records: newJoined(docRecords)}
	for _, kind := range s.policy.unit.policy.Joins {
		w.resources.set(kind, s.resources[kind])
	}
	for _, kind := range s.policy.unit.policy.Records {
		w.records.set(kind, s.records[kind])
	}
	var params any = s.params
	path := names(s.policy.unit.module.Package.Path[2:])
	for i := range path {
		params = map[string]any{path[len(path)-1-i]: params}
	}
	value, err := ast.InterfaceToValue(params)
	if err != nil {
		return err
	}
	object, ok := value.(ast.Object)
	if !ok {
		return fmt.Errorf("parameters are no object")
	}
	if err := w.open(object, s.now); err != nil {
		return err
	}
	s.world = w
	return nil
}

// withoutGaps is the same document with nothing unknown in it.
func (j *joined) withoutGaps() *joined {
	return &joined{doc: j.doc, of: j.of, values: j.values, gaps: map[string][]joinedGap{}}
}

// without returns the scene with the facts taken away.
func (s scene) without(holes []hole) scene {
	for _, h := range holes {
		s = s.with(h, absent{})
	}
	return s
}

// absent as a value means none at all.
type absent struct{}

// with returns the scene with another value in one hole. The original is not changed.
func (s scene) with(h hole, value any) scene {
	switch {
	case h.root.doc == docInput:
		s.input = replaced(s.input, h.path, value)
		return s
	case h.root.doc == docResources:
		s.world = nil
		s.resources = maps.Clone(s.resources)
		s.resources[h.root.kind] = replacedIn(s.resources[h.root.kind], h, value)
	default:
		s.world = nil
		s.records = maps.Clone(s.records)
		s.records[h.root.kind] = replacedIn(s.records[h.root.kind], h, value)
	}
	return s
}

func replacedIn(list []any, h hole, value any) []any {
	if len(h.path) == 0 { // the whole kind
		whole, _ := value.([]any)
		return whole
	}
	if h.index >= len(list) {
		return list
	}
	list = slices.Clone(list)
	list[h.index] = replaced(list[h.index], h.path, value)
	return list
}

// replaced returns a copy of value that differs at path.
func replaced(value any, path collectors.Path, by any) any {
	if len(path) == 0 {
		return by
	}
	if index, isIndex := path[0].(int); isIndex {
		list, isList := value.([]any)
		if !isList || index >= len(list) {
			return value
		}
		list = slices.Clone(list)
		list[index] = replaced(list[index], path[1:], by)
		return list
	}
	object, isObject := value.(map[string]any)
	key, isKey := path[0].(string)
	if !isObject || !isKey {
		return value
	}
	out := maps.Clone(object)
	if out == nil {
		out = map[string]any{}
	}
	if _, gone := by.(absent); gone && len(path) == 1 {
		delete(out, key)
		return out
	}
	next, found := object[key]
	if !found && len(path) > 1 {
		return value
	}
	out[key] = replaced(next, path[1:], by)
	return out
}

// holesOf lists the facts of a scene that its policy reads, those within what it reads whole too.
func (s scene) holesOf() []hole {
	var out []hole
	seen := map[string]bool{}
	add := func(h hole) {
		if key := h.String(); !seen[key] {
			seen[key] = true
			out = append(out, h)
		}
	}
	for _, r := range s.policy.reads.sorted() {
		switch r.root.doc {
		case docInput:
			matches(s.input, r.path, nil, func(p collectors.Path) { add(hole{root: r.root, path: p}) })
		case docResources, docRecords:
			list := s.resources[r.root.kind]
			if r.root.doc == docRecords {
				list = s.records[r.root.kind]
			}
			add(hole{root: r.root})
			for i, element := range list {
				if len(r.path) > 1 {
					matches(element, r.path[1:], nil, func(p collectors.Path) { add(hole{root: r.root, index: i, path: p}) })
				}
			}
		}
	}
	return out
}

// matches reports each path of value that pattern leads to, and those on the way, as far as they are names: an
// element of a list has none. The last key need not exist.
func matches(value any, pattern []any, at collectors.Path, report func(collectors.Path)) {
	if len(at) > 0 {
		report(at)
	}
	object, isObject := value.(map[string]any)
	if !isObject {
		return
	}
	if len(pattern) == 0 {
		for _, key := range sortedKeys(object) {
			report(below(at, key))
		}
		return
	}
	if key, isKey := pattern[0].(string); isKey {
		if next, found := object[key]; found {
			matches(next, pattern[1:], below(at, key), report)
		} else {
			report(below(at, key))
		}
		return
	}
	for _, key := range sortedKeys(object) {
		matches(object[key], pattern[1:], below(at, key), report)
	}
}
