package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/shape"
)

func (r *reader) resource(where string, raw json.RawMessage) {
	var facts map[string]any
	var head struct {
		Kind   string
		ID     string
		Name   string
		Tags   map[string]string
		Origin struct {
			Account, Region, File string
			Line                  int
		}
	}
	if err := strict(raw, &facts); err != nil || facts == nil {
		r.problem(where, "a resource must be an object")
		return
	}
	heads := map[string]any{}
	for _, key := range []string{"kind", "id", "name", "tags", "origin"} {
		if value, there := facts[key]; there {
			heads[key] = value
			delete(facts, key)
		}
	}
	text, err := json.Marshal(heads)
	if err == nil {
		err = strict(text, &head)
	}
	if err != nil {
		r.problem(where, "resource: %v", err)
		return
	}
	if !r.kind(where, head.Kind) {
		return
	}
	if head.ID == "" || strings.ContainsFunc(head.ID+head.Name, unicode.IsControl) {
		r.problem(where, "%s: a resource needs an id, and neither id nor name may have control characters", head.Kind)
		return
	}
	r.message.resources = append(r.message.resources, resource{
		head: collectors.Head{Kind: head.Kind, ID: head.ID, Name: head.Name, Tags: head.Tags, Account: head.Origin.Account,
			Region: head.Origin.Region, File: head.Origin.File, Line: head.Origin.Line},
		facts: facts, where: where,
	})
}

// assign gives the gaps to their resources and holds the resources against their kinds.
func (r *reader) assign() {
	m := &r.message
	places := map[[2]string]int{}
	for i, res := range m.resources {
		key := [2]string{res.head.Kind, res.head.ID}
		if first, taken := places[key]; taken {
			r.problem(res.where, "%s %q is there already, at %s", res.head.Kind, res.head.ID, m.resources[first].where)
			continue
		}
		places[key] = i
	}
	var rest []gap
	for _, g := range m.gaps {
		i, there := places[[2]string{g.Kind, g.Resource}]
		switch {
		case there:
			m.resources[i].gaps = append(m.resources[i].gaps, g.Gap)
			if g.Path != "" && lookup(m.resources[i].facts, g.Path) {
				r.problem(g.where, "%s %q: %s has a gap and a value: leave one of them out", g.Kind, g.Resource, g.Path)
			}
		case g.Path != "":
			r.problem(g.where, "gap on %s %q, which is no resource of this text", g.Kind, g.Resource)
		default:
			rest = append(rest, g)
		}
	}
	m.gaps = rest
	for _, res := range m.resources {
		r.hold(res)
	}
	slices.Sort(m.kinds)
	m.kinds = slices.Compact(m.kinds)
}

func lookup(facts map[string]any, path string) bool {
	p, err := collectors.ParsePath(path)
	if err != nil {
		return false
	}
	_, there := p.Lookup(facts)
	return there
}

// hold tries whether a resource keeps to its kind and to the model.
func (r *reader) hold(res resource) {
	if kind, ok := r.known[res.head.Kind]; ok {
		unread := map[string]bool{}
		for _, g := range res.gaps {
			unread[g.Path] = true
		}
		problems := shape.Verify(res.facts, kind.Facts, unread)
		for _, problem := range problems {
			r.problem(res.where, "%s %q: %s", res.head.Kind, res.head.ID, problem)
		}
		if len(problems) > 0 {
			return
		}
	}
	var unread []collectors.Path
	for _, g := range res.gaps {
		if p, err := collectors.ParsePath(g.Path); err == nil {
			unread = append(unread, p)
		}
	}
	if _, err := collectors.NewResource(res.head, collectors.Origin{Target: "t", Collector: "c"}, res.facts, unread...); err != nil {
		r.problem(res.where, "%v", err)
	}
}

// Tell tells the sink what was read. It does not identify the target.
func (m *Message) Tell(sink collectors.Sink) error {
	sink.Kinds(m.kinds...)
	for _, res := range m.resources {
		if err := sink.Resource(res.head, res.facts, slices.Clone(res.gaps)...); err != nil {
			return fmt.Errorf("%s: %w", res.where, err)
		}
	}
	for _, g := range m.gaps {
		sink.Gap(g.Gap)
	}
	return nil
}
