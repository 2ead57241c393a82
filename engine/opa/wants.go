package opa

import (
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// Wants says what the selected policies read of resources of these kinds: those that they judge, and those that they look up
// besides. It follows from the compiled rules, by the walk on which the verdicts rest (refs.go), so that what it leaves out has
// no part in any. Evidence is read too, and what a report shows besides is not.
func (s *Set) Wants(kinds []string) (*collectors.Wants, error) {
	ours := func(kind string) bool { return slices.Contains(kinds, kind) }
	some := s.Select(func(p engine.Policy) bool {
		return ours(p.Kind) || slices.ContainsFunc(p.Joins, ours) || slices.ContainsFunc(p.Records, ours)
	})
	program, err := some.programFor(some.units)
	if err != nil {
		return nil, err
	}
	facts := map[string][]collectors.Path{}
	for _, u := range some.units {
		for _, kind := range slices.Concat([]string{u.policy.Kind}, u.policy.Joins, u.policy.Records) {
			facts[kind] = slices.Clip(facts[kind]) // it is wanted, whatever is read of it
		}
		for _, r := range program.policies[u.policy.ID].reads.sorted() {
			if kind, path, fact := r.wants(u.policy.Kind); fact {
				facts[kind] = append(facts[kind], path)
			}
		}
	}
	return collectors.NewWants(facts), nil
}

// wants is the fact that a read by a policy on a kind wants, and of which kind it is; fact is false when it wants none, but at most
// that there is a resource.
func (r read) wants(judged string) (kind string, path collectors.Path, fact bool) {
	within := r.path
	switch r.root.doc {
	case docInput:
		kind = judged
	case docResources, docRecords:
		kind, within = r.root.kind, within[min(1, len(within)):] // the first is the list's index
	default:
		return "", nil, false
	}
	return kind, keysOf(within), !r.typed || len(within) > 0
}
