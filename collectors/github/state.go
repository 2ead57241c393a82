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
	alerts     [3]once[*alertList] // of the organisation, in the order of alertSources
}

func newState() *state { return &state{} }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// compareFold compares texts without regard to their letters' case, and with it where they are the same.
func compareFold(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

func sortedNumbers[V any](m map[int]V) []int { return slices.Sorted(maps.Keys(m)) }
