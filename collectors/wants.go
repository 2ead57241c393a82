package collectors

import (
	"maps"
	"slices"
)

// Wants says what of a target anybody will read. What is not known to be unread is wanted; nil wants everything. It is
// immutable and may be used from several goroutines.
//
// A collector that leaves out what nobody wants says so, as of all that it did not read: a kind has a [Gap] with the cause
// [Unwanted], and so has a fact of a resource that is told. It may read more than is wanted.
type Wants struct{ facts map[string][]Path }

// NewWants makes one of the facts that are read, by kind. A kind that is there without a fact is wanted for its resources
// alone; an empty path wants the whole of each.
func NewWants(facts map[string][]Path) *Wants { return &Wants{facts: maps.Clone(facts)} }

// Kind says whether anybody will read resources of a kind.
func (w *Wants) Kind(kind string) bool {
	if w == nil {
		return true
	}
	_, there := w.facts[kind]
	return there
}

// Fact says whether anybody will read the fact at path, or one above or below it. Path is written as in [Gap].
func (w *Wants) Fact(kind, path string) bool {
	if w == nil {
		return true
	}
	at, err := ParsePath(path)
	return slices.ContainsFunc(w.facts[kind], func(read Path) bool {
		return err != nil || at.HasPrefix(read) || read.HasPrefix(at)
	})
}

// And is w with one more fact that is read.
func (w *Wants) And(kind string, path ...any) *Wants {
	if w == nil {
		return nil
	}
	facts := maps.Clone(w.facts)
	facts[kind] = append(slices.Clone(facts[kind]), Path(path))
	return &Wants{facts: facts}
}
