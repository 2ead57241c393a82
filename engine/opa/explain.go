package opa

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// A Kind is a kind of resource that a policy may judge.
type Kind struct {
	Name, Title string
	// Policies are how many of the selected policies judge it.
	Policies int
}

// Kinds lists all kinds, sorted by name, those too that no policy judges.
func (s *Set) Kinds() ([]Kind, error) {
	count := map[string]int{}
	for _, u := range s.units {
		count[u.policy.Kind]++
	}
	var out []Kind
	for _, name := range sortedKeys(s.schemas.kinds) {
		schema, err := s.schemas.of(name)
		if err != nil {
			return nil, err
		}
		out = append(out, Kind{Name: name, Title: schema.Title, Policies: count[name]})
	}
	return out, nil
}

// Reads returns the facts that a selected policy depends on, each once, sorted: paths in the resource as they
// stand in evidence, and those in joined resources and records with their kind before them. A path that ends in
// [_] stands for every entry below it. It is for people to read.
func (s *Set) Reads(_ context.Context, id string) ([]string, error) {
	one := s.Select(func(p engine.Policy) bool { return p.ID == id })
	if len(one.units) == 0 {
		return nil, fmt.Errorf("there is no policy %s", id)
	}
	program, err := one.programFor(one.units)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range program.policies[id].reads.sorted() {
		if text := r.describe(); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out, nil
}

// describe writes a read for people; "" for what is no fact (parameters, the clock).
func (r read) describe() string {
	path := r.path
	text := ""
	switch r.root.doc {
	case docInput:
	case docResources, docRecords:
		text = r.root.kind + " "
		path = path[min(1, len(path)):] // the list's index
	default:
		return ""
	}
	at := place{path: path}.ground()
	text += at.String()
	if len(at) < len(path) {
		text += "[_]"
	}
	return strings.TrimSpace(text)
}
