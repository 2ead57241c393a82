package opa

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// A root is a document that a reference begins with. Kind is set for rootResources and rootRecords.
type root struct {
	doc  document
	kind string
}

type document int

const (
	docInput document = iota
	docResources
	docRecords
	docParams
	docAudit
)

// anyKey stands in a path for every key of a container.
type anyKey struct{}

// place is a document and a path in it, whose elements are string, int or anyKey. Of data.resources and
// data.records the first element is the list's index.
type place struct {
	root root
	path []any
}

func (p place) extend(elements ...any) place {
	return place{root: p.root, path: append(slices.Clone(p.path), elements...)}
}

// ground is the part of the path before the first anyKey.
func (p place) ground() collectors.Path {
	for i, element := range p.path {
		if _, wild := element.(anyKey); wild {
			return collectors.Path(p.path[:i])
		}
	}
	return collectors.Path(p.path)
}

func (p place) String() string {
	b := append(strconv.AppendInt(nil, int64(p.root.doc), 10), ' ')
	b = append(b, p.root.kind...)
	for _, element := range p.path {
		switch element := element.(type) {
		case anyKey:
			b = append(b, " *"...)
		case string:
			b = strconv.AppendQuote(append(b, ' '), element)
		case int:
			b = strconv.AppendInt(append(b, ' '), int64(element), 10)
		}
	}
	return string(b)
}

// read is one place that a policy looks at. A typed read depends on no more than which type of value is there
// (or none); any other on the whole value.
type read struct {
	place
	key   string // of the place
	typed bool
	loc   *ast.Location
}

// readSet is all that a policy reads, each place once.
type readSet struct {
	byPlace map[string]int
	list    []read
}

func newReadSet() *readSet { return &readSet{byPlace: map[string]int{}} }

func (r *readSet) add(p place, typed bool, loc *ast.Location) {
	key := p.String()
	if at, known := r.byPlace[key]; known {
		r.list[at].typed = r.list[at].typed && typed
		return
	}
	r.byPlace[key] = len(r.list)
	r.list = append(r.list, read{place: p, key: key, typed: typed, loc: loc})
}

// sorted returns the reads in the order of their places.
func (r *readSet) sorted() []read {
	out := slices.Clone(r.list)
	slices.SortFunc(out, func(a, b read) int { return cmp.Compare(a.key, b.key) })
	return out
}

// meet says whether a gap at path could change what r reads, and at which path the unknown then is: the gap's
// own, or that of the container that r reads whole or iterates over, since a value is bound there without
// what is missing in it.
func (r read) meet(gap collectors.Path) (collectors.Path, bool) {
	for i, element := range r.path {
		if i == len(gap) { // the gap is above what is read
			return raised(r, gap), true
		}
		if _, wild := element.(anyKey); !wild && element != gap[i] {
			return nil, false
		}
	}
	if len(gap) > len(r.path) && r.typed {
		return nil, false
	}
	return raised(r, gap), true
}

// raised is the path of the unknown for a gap that r meets.
func raised(r read, gap collectors.Path) collectors.Path {
	return gap[:min(len(r.ground()), len(gap))]
}
