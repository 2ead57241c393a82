package opa

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// A Tryout is one resource on which an author tries a policy.
type Tryout struct {
	// Resource is a JSON object: the resource with its facts, flat, as collectors and snapshots write it; kind, id, name,
	// origin and tags may be left out. Or it is an object whose member resources holds the only one of the policy's kind.
	Resource []byte
	// Data is nil or a JSON object as tests give it by with: resources and records (lists by kind), params
	// (by domain and name) and audit.now_ns.
	Data []byte
	// Gaps are the facts that were not read, as paths; data.resources["<kind>"] stands for a kind that was not.
	Gaps []string
	// Now is the audit's clock when Data does not set it.
	Now time.Time
}

// here is the target of a tryout.
const here = "tryout"

// Try judges the one policy of a set on one resource as an audit would. What the resource lacks of its kind's facts
// counts as not read. Explain says how the rules came out, when explain is true. Wrong input is a *collectors.UsageError.
func (s *Set) Try(ctx context.Context, t Tryout, explain bool) (engine.Finding, []RuleTrace, error) {
	if len(s.units) != 1 {
		return engine.Finding{}, nil, fmt.Errorf("%d policies are selected, not one", len(s.units))
	}
	u := s.units[0]
	stage, err := s.stage(u, t)
	if err != nil {
		return engine.Finding{}, nil, err
	}
	findings, err := s.Evaluate(ctx, stage.snapshot, engine.Options{Now: stage.now, Workers: 1,
		Params: func(string) engine.Params { return stage.params }})
	if err != nil {
		return engine.Finding{}, nil, err
	}
	at := slices.IndexFunc(findings, func(f engine.Finding) bool { return f.Resource == stage.id && f.Kind == u.policy.Kind })
	if at < 0 {
		return engine.Finding{}, nil, errors.New("the policy gave no finding")
	}
	if !explain {
		return findings[at], nil, nil
	}
	traces, err := s.trace(ctx, u, stage)
	return findings[at], traces, err
}

// stage is a tryout that was read.
type stage struct {
	id       string
	input    map[string]any // with what was not read taken out
	data     map[string]any
	missing  []collectors.Path // of the input
	snapshot *collectors.Snapshot
	params   engine.Params
	now      time.Time
}

func usageError(hint, format string, args ...any) error {
	return &collectors.UsageError{Err: fmt.Errorf(format, args...), Hint: hint}
}

// stage reads what an author gave.
func (s *Set) stage(u *unit, t Tryout) (*stage, error) {
	kind := u.policy.Kind
	schema, err := s.schemas.of(kind)
	if err != nil {
		return nil, err
	}
	out := &stage{now: t.Now}
	if out.input, err = resourceIn(t.Resource, kind); err != nil {
		return nil, err
	}
	out.id, _ = out.input["id"].(string)
	if err := out.read(u, t.Data); err != nil {
		return nil, err
	}
	wrong, err := example{world: map[string]any{"input": out.input, "data": out.data}}.aliens(s.schemas, kind)
	if err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return nil, usageError(fmt.Sprintf("the facts of %s are %s; it may lack some", kind, strings.Join(schema.facts(), ", ")), "no collector gives this: %s", strings.Join(wrong, "; "))
	}
	parts := &collectors.Snapshot{Header: collectors.SnapshotHeader{Schema: collectors.SnapshotSchema},
		Targets: []collectors.TargetInfo{{ID: here, Kinds: []string{kind}}}}
	for _, text := range t.Gaps {
		if err := out.gap(s, schema, kind, text, parts); err != nil {
			return nil, err
		}
	}
	for _, path := range schema.broken(out.input) {
		path = cutAtIndex(path)
		out.missing = append(out.missing, path)
	}
	if err := out.add(parts, kind, out.input); err != nil {
		return nil, err
	}
	for _, document := range []string{"resources", "records"} {
		lists, _ := out.data[document].(map[string]any)
		for _, joined := range sortedKeys(lists) {
			parts.Targets[0].Kinds = append(parts.Targets[0].Kinds, joined)
			list, _ := lists[joined].([]any)
			for i, element := range list {
				object, isObject := element.(map[string]any)
				if !isObject {
					continue // no collector gives it, which has been said
				}
				if object["id"] == nil {
					object["id"] = fmt.Sprintf("%s %d", joined, i)
				}
				if err := out.add(parts, joined, object); err != nil {
					return nil, err
				}
			}
		}
	}
	slices.Sort(parts.Targets[0].Kinds)
	parts.Targets[0].Kinds = slices.Compact(parts.Targets[0].Kinds)
	if out.snapshot, err = collectors.Merge("tryout", parts); err != nil {
		return nil, err
	}
	return out, out.gather()
}

// gather puts the resources of the snapshot into the data, where a policy finds them.
func (st *stage) gather() error {
	byKind := map[string]any{}
	for _, kind := range st.snapshot.Targets[0].Kinds {
		byKind[kind] = []any{}
	}
	for _, r := range st.snapshot.Resources {
		value, err := decodeJSON(r.JSON)
		if err != nil {
			return fmt.Errorf("read %s %q: %w", r.Kind, r.ID, err)
		}
		list, _ := byKind[r.Kind].([]any)
		byKind[r.Kind] = append(list, value)
	}
	for _, g := range st.snapshot.Gaps {
		if g.Resource == "" {
			delete(byKind, g.Kind)
		}
	}
	st.data["resources"], st.data["records"] = byKind, byKind
	return nil
}

// resourceIn finds the resource in what an author gave, with its head complete.
func resourceIn(text []byte, kind string) (map[string]any, error) {
	const hint = "a resource is a JSON object with its facts, for example one element of resources in what \"assize collect -o json\" or a file: target holds"
	value, err := decodeJSON(bytes.TrimSpace(text))
	object, isObject := value.(map[string]any)
	if err != nil || !isObject {
		return nil, usageError(hint, "the resource is no JSON object")
	}
	if list, wrapped := object["resources"].([]any); wrapped && object["kind"] == nil {
		var of []map[string]any
		for _, element := range list {
			if r, ok := element.(map[string]any); ok && r["kind"] == kind {
				of = append(of, r)
			}
		}
		if len(of) != 1 {
			return nil, usageError("give one of them alone", "there are %d resources of kind %s, not one", len(of), kind)
		}
		object = of[0]
	}
	if have := object["kind"]; have != nil && have != kind {
		return nil, usageError("give a resource of that kind", "the policy judges %s, and the resource is of kind %v", kind, have)
	}
	object["kind"] = kind
	for key, value := range map[string]any{"id": "resource", "tags": map[string]any{}} {
		if object[key] == nil {
			object[key] = value
		}
	}
	if object["name"] == nil {
		object["name"] = object["id"]
	}
	origin, _ := object["origin"].(map[string]any)
	origin = maps.Clone(origin)
	if origin == nil {
		origin = map[string]any{}
	}
	origin["target"], origin["collector"] = here, here
	object["origin"] = origin
	return object, nil
}

// read takes over what stands beside the resource.
func (st *stage) read(u *unit, text []byte) error {
	const hint = "data is an object as the tests of policies give it: {\"resources\": {\"<kind>\": [...]}, \"records\": {...}, \"params\": {...}, \"audit\": {\"now_ns\": ...}}"
	st.data, st.params = map[string]any{}, engine.Params{}
	if len(text) == 0 {
		return nil
	}
	value, err := decodeJSON(bytes.TrimSpace(text))
	object, isObject := value.(map[string]any)
	if err != nil || !isObject {
		return usageError(hint, "the data is no JSON object")
	}
	for _, key := range sortedKeys(object) {
		if !slices.Contains([]string{"resources", "records", "params", "audit"}, key) {
			return usageError(hint, "the data has no part %q", key)
		}
	}
	st.data = object
	if audit, ok := object["audit"].(map[string]any); ok {
		number, isNumber := audit["now_ns"].(json.Number)
		ns, err := number.Int64()
		if !isNumber || err != nil {
			return usageError(hint, "audit.now_ns is no whole number")
		}
		st.now = time.Unix(0, ns).UTC()
	}
	own := object["params"]
	for _, key := range names(u.module.Package.Path[2:]) {
		node, _ := own.(map[string]any)
		own = node[key]
	}
	values, _ := own.(map[string]any)
	for name, value := range values {
		text, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("read parameter %s: %w", name, err)
		}
		if st.params[u.policy.ID] == nil {
			st.params[u.policy.ID] = map[string]json.RawMessage{}
		}
		st.params[u.policy.ID][name] = text
	}
	return nil
}

// gap takes a fact away.
func (st *stage) gap(s *Set, schema *schema, kind, text string, into *collectors.Snapshot) error {
	const detail = "taken away by --gap"
	if rest, joined := strings.CutPrefix(text, "data.resources"); joined {
		path, err := collectors.ParsePath(rest)
		name := ""
		if err == nil && len(path) == 1 {
			name, _ = path[0].(string)
		}
		if !s.schemas.has(name) {
			return usageError("write data.resources[\"<kind>\"]; \"assize policy list --kinds\" shows all kinds", "the gap %s is on no kind", text)
		}
		into.Gaps = append(into.Gaps, collectors.Gap{Target: here, Kind: name, Cause: collectors.Denied, Detail: detail})
		return nil
	}
	path, err := collectors.ParsePath(strings.TrimPrefix(text, "input."))
	if err != nil || len(path) == 0 {
		return usageError("write it as in a report: settings.permitrootlogin, or running[\"net.ipv4.ip_forward\"]", "%q is no path of a fact", text)
	}
	if wrong, known := schema.lead(path); wrong != "" {
		return usageError(known, "the gap %s leads nowhere: %s", text, wrong)
	}
	if object, ok := replaced(st.input, path, absent{}).(map[string]any); ok {
		st.input = object
	}
	st.missing = append(st.missing, path)
	g := collectors.GapAt(path, collectors.Denied, detail, "", "")
	g.Target, g.Kind, g.Resource = here, kind, st.id
	into.Gaps = append(into.Gaps, g)
	return nil
}

// add makes a resource of an object.
func (st *stage) add(into *collectors.Snapshot, kind string, object map[string]any) error {
	head := collectors.Head{Kind: kind}
	head.ID, _ = object["id"].(string)
	head.Name, _ = object["name"].(string)
	origin, _ := object["origin"].(map[string]any) // whose and where; which target and collector is not theirs to say
	head.Account, _ = origin["account"].(string)
	head.Region, _ = origin["region"].(string)
	tags, _ := object["tags"].(map[string]any)
	for key, value := range tags {
		if text, isText := value.(string); isText {
			if head.Tags == nil {
				head.Tags = map[string]string{}
			}
			head.Tags[key] = text
		}
	}
	facts := maps.Clone(object)
	for _, key := range []string{"kind", "id", "name", "origin", "tags"} {
		delete(facts, key)
	}
	r, err := collectors.NewResource(head, collectors.Origin{Target: here, Collector: here}, facts)
	if err != nil {
		return usageError("give each resource an id of its own", "%w", err)
	}
	into.Resources = append(into.Resources, r)
	return nil
}
