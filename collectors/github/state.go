package github

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A once is something that is read once in a visit, by whoever needs it first.
type once[T any] struct {
	mu    sync.Mutex
	done  bool
	value T
	err   error
}

// get returns what read returned the first time it was called.
func (o *once[T]) get(read func() (T, error)) (T, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.done {
		o.value, o.err = read()
		o.done = true
	}
	return o.value, o.err
}

// state is what a visit has read and uses in several places.
type state struct {
	people     once[*people]
	rulesets   once[map[int]*ruleset] // of the organisation
	listed     once[[]*repository]    // of the organisation
	selfHosted once[object]
	actions    once[object] // this and what follows of the organisation
	selected   once[object]
	workflow   once[object]
	immutable  once[object]
	runners    once[map[string]bool] // the repositories that may have some, in lower case
	active     once[map[string]bool] // those that may run Actions
	immutables once[map[string]bool] // those whose releases the organisation has made immutable
	configured once[map[string]bool] // those whose alerts of Dependabot an enforced configuration has on, or off
	graphql    graphState
	alerts     [3]once[*alertList] // of the organisation, in the order of alertSources
}

func newState() *state { return &state{} }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// compareFold compares texts without regard to their letters' case, and with it where they are the same.
func compareFold(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

func sortedNumbers[V any](m map[int]V) []int { return slices.Sorted(maps.Keys(m)) }

// A graphState is whether GraphQL can be asked at all, and for which parts not: off has why, "" is all of it.
type graphState struct {
	mu  sync.Mutex
	off map[string]*fault
}

// noGraph notes that GraphQL answers nothing to this token, or on this server; or, of a part that is named, does not have it.
func (s *state) noGraph(part string, f *fault) {
	s.graphql.mu.Lock()
	defer s.graphql.mu.Unlock()
	if s.graphql.off == nil {
		s.graphql.off = map[string]*fault{}
	}
	if s.graphql.off[part] == nil {
		s.graphql.off[part] = f
	}
}

// graphOff is why GraphQL is not asked any more for a part, "" for whatever, or nil.
func (s *state) graphOff(part string) error {
	s.graphql.mu.Lock()
	defer s.graphql.mu.Unlock()
	for _, key := range []string{"", part} {
		if f := s.graphql.off[key]; f != nil {
			return f
		}
	}
	return nil
}
