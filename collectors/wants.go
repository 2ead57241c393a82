package collectors

import (
	"maps"
	"slices"
	"sync"
)

// Wants says what of a target anybody will read. What is not known to be unread is wanted; nil wants everything. It is
// immutable and may be used from several goroutines. Its methods may wait until it is known, so a collector asks as late as it can.
//
// A collector that leaves out what nobody wants says so, as of all that it did not read: a kind has a [Gap] with the cause
// [Unwanted], and so has a fact of a resource that is told. It may read more than is wanted.
type Wants struct {
	known func() map[string][]Path // nil is everything
}

// NewWants makes one of the facts that are read, by kind. A kind that is there without a fact is wanted for its resources
// alone; an empty path wants the whole of each.
func NewWants(facts map[string][]Path) *Wants {
	known := map[string][]Path{}
	maps.Copy(known, facts)
	return &Wants{known: func() map[string][]Path { return known }}
}

// LaterWants makes one that is known when it is first asked: find is called once, then, and what it returns is what is wanted.
func LaterWants(find func() *Wants) *Wants {
	return &Wants{known: sync.OnceValue(func() map[string][]Path {
		if found := find(); found != nil {
			return found.known()
		}
		return nil
	})}
}

// Kind says whether anybody will read resources of a kind.
func (w *Wants) Kind(kind string) bool {
	if w == nil {
		return true
	}
	facts := w.known()
	_, there := facts[kind]
	return there || facts == nil
}

// Fact says whether anybody will read the fact at path, or one above or below it. Path is written as in [Gap].
func (w *Wants) Fact(kind, path string) bool {
	if w == nil {
		return true
	}
	facts := w.known()
	at, err := ParsePath(path)
	return facts == nil || slices.ContainsFunc(facts[kind], func(read Path) bool {
		return err != nil || at.HasPrefix(read) || read.HasPrefix(at)
	})
}

// And is w with one more fact that is read.
func (w *Wants) And(kind string, path ...any) *Wants {
	if w == nil {
		return nil
	}
	return &Wants{known: sync.OnceValue(func() map[string][]Path {
		facts := maps.Clone(w.known())
		if facts != nil {
			facts[kind] = append(slices.Clone(facts[kind]), Path(path))
		}
		return facts
	})}
}
