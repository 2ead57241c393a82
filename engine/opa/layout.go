package opa

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assize/assize/collectors"
)

// layout is how the resources of one kind lie in their canonical text: what the schema demands, and which values
// policies read. With it one pass over the text finds the values and holds it against the schema; nothing is decoded.
type layout struct {
	root *node
	// paths are the places that have a slot, by slot number.
	paths []collectors.Path
	slots map[string]int
}

// node is the layout of one value.
type node struct {
	slot int // where its span is noted, or -1
	// either are the alternatives of the schema (anyOf); then nothing below is set.
	either []*node
	typ    string  // the schema's type; "" admits any
	fields []field // the keys of a closed object, sorted
	// named are the entries of a map that have slots or a schema of their own; values is the layout of the others.
	named  map[string]*node
	values *node
	items  *node
	deep   bool // there is something to look at inside
	// odd means that the pass cannot tell whether a required key is missing.
	odd bool
}

// field is one key of a closed object.
type field struct {
	name     string
	lead     string // as it stands in the text: "name":
	required bool
	node     *node
}

func newLayout() *layout { return &layout{slots: map[string]int{}} }

// slotOf gives a path a slot. Paths are made of keys; all slots are given before build.
func (l *layout) slotOf(path collectors.Path) int {
	key := path.String()
	if at, known := l.slots[key]; known {
		return at
	}
	at := len(l.paths)
	l.slots[key] = at
	l.paths = append(l.paths, path)
	return at
}

// build makes the tree; s may be nil when the kind has no schema.
func (l *layout) build(s *schema) {
	wanted := make([]wish, len(l.paths))
	for i, path := range l.paths {
		wanted[i] = wish{path, i}
	}
	l.root = nodeOf(s, wanted)
}

// wish is a slot somewhere below a node.
type wish struct {
	path collectors.Path
	slot int
}

// nodeOf makes the node of a schema with the wishes below it. It is nil when there is nothing to look at.
func nodeOf(s *schema, wishes []wish) *node {
	n := &node{slot: -1}
	below := map[string][]wish{}
	for _, w := range wishes {
		if len(w.path) == 0 {
			n.slot = w.slot
			continue
		}
		if key, isKey := w.path[0].(string); isKey {
			below[key] = append(below[key], wish{w.path[1:], w.slot})
		}
	}
	if s != nil && len(s.AnyOf) > 0 {
		for _, either := range s.AnyOf {
			if alternative := nodeOf(either, wishes); alternative != nil {
				alternative.slot = -1
				n.either = append(n.either, alternative)
			} else {
				n.either = append(n.either, &node{slot: -1})
			}
		}
		return n
	}
	if s == nil {
		s = &schema{}
	}
	n.typ = s.Type
	n.object(s, below)
	if s.Items != nil {
		n.items = nodeOf(s.Items, nil)
	}
	n.deep = len(n.fields) > 0 || len(n.named) > 0 || n.values != nil || n.items != nil
	if n.slot < 0 && n.typ == "" && !n.deep {
		return nil
	}
	return n
}

// object lays out the keys: those of a closed object in their order, those of a map by name.
func (n *node) object(s *schema, below map[string][]wish) {
	if s.Additional.values != nil {
		n.values = nodeOf(s.Additional.values, nil)
	}
	keys := map[string]bool{}
	for key := range s.Properties {
		keys[key] = true
	}
	for key := range below {
		keys[key] = true
	}
	odd := false // a key that does not stand in the text as it is
	for key := range keys {
		odd = odd || quoted(key) != `"`+key+`"` || !ascii(key)
	}
	if s.Additional.values != nil || len(s.Properties) == 0 || odd {
		n.named, n.odd = map[string]*node{}, len(s.Required) > 0
		for key := range keys {
			n.named[key] = nodeOf(s.child(key), below[key])
		}
		return
	}
	for key := range keys {
		n.fields = append(n.fields, field{name: key, lead: quoted(key) + ":", node: nodeOf(s.child(key), below[key]),
			required: slices.Contains(s.Required, key)})
	}
	slices.SortFunc(n.fields, func(a, b field) int { return cmp.Compare(a.name, b.name) })
}

func ascii(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// quoted is a key as it stands in canonical text.
func quoted(key string) string {
	text, err := collectors.Canonical(key)
	if err != nil { // a string always encodes
		return `""`
	}
	return string(text)
}
