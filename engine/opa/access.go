package opa

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// access is what a policy takes of its resource, by slots of the kind's layout: the parts on which its verdict depends,
// none within another, and the facts that are shown as evidence.
type access struct {
	parts []part
	shown []shownFact
	tree  *projection
}

// part is a value on which the verdict depends; a typed one only by its JSON type.
type part struct {
	path  collectors.Path
	slot  int
	typed bool
}

// shownFact is a fact of the evidence, in the order of compiledPolicy.shown.
type shownFact struct {
	path  collectors.Path
	text  string // of the path
	trail trail
}

// accessOf gives the policy its slots.
func accessOf(reads *readSet, shown []collectors.Path, l *layout) access {
	var a access
	typed := map[string]bool{}
	var paths []collectors.Path
	for _, r := range reads.sorted() {
		if r.root.doc != docInput {
			continue
		}
		path := keysOf(r.path)
		whole := !r.typed || len(path) < len(r.path)
		key := path.String()
		if before, known := typed[key]; known {
			typed[key] = before && !whole
			continue
		}
		typed[key] = !whole
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(x, y collectors.Path) int { return compareText(x.String(), y.String()) })
	within := func(p collectors.Path) bool {
		return slices.ContainsFunc(paths, func(above collectors.Path) bool {
			return len(above) < len(p) && !typed[above.String()] && p.HasPrefix(above)
		})
	}
	for _, path := range paths {
		if within(path) || len(path) == 0 && typed[""] { // a resource is always an object
			continue
		}
		a.parts = append(a.parts, part{path: path, slot: l.slotOf(path), typed: typed[path.String()]})
	}
	for _, path := range shown {
		a.shown = append(a.shown, shownFact{path: path, text: path.String(), trail: trailOf(path)})
	}
	a.tree = projectionOf(a.parts)
	return a
}

// keysOf is the part of a path before the first element that is no key.
func keysOf(path []any) collectors.Path {
	for i, element := range path {
		if _, isKey := element.(string); !isKey {
			return collectors.Path(path[:i])
		}
	}
	return collectors.Path(path)
}

// cover is the part that holds the value at a path, and -1 when that is not among what the verdict depends on.
func (a *access) cover(path collectors.Path) int {
	return slices.IndexFunc(a.parts, func(p part) bool { return !p.typed && path.HasPrefix(p.path) })
}

// appendKey writes what the verdict depends on: equal bytes, equal verdict.
func (a *access) appendKey(key []byte, values [][]byte) []byte {
	for _, p := range a.parts {
		value := values[p.slot]
		switch {
		case value == nil:
			key = append(key, 0)
		case p.typed:
			key = append(key, 1, value[0])
			if value[0] == '-' || value[0] >= '0' && value[0] <= '9' {
				key[len(key)-1] = '0'
			}
		default:
			key = appendSized(append(key, 2), value)
		}
	}
	return key
}

// projection is the resource cut down to the parts.
type projection struct {
	slot  int // or -1
	typed bool
	below []branch // sorted by key
}

type branch struct {
	key  *ast.Term
	name string
	*projection
}

func projectionOf(parts []part) *projection {
	root := &projection{slot: -1}
	for _, p := range parts {
		at := root
		for _, element := range p.path {
			name, _ := element.(string) // parts are made of keys
			i := slices.IndexFunc(at.below, func(b branch) bool { return b.name == name })
			if i < 0 {
				i = len(at.below)
				at.below = append(at.below, branch{key: ast.StringTerm(name), name: name, projection: &projection{slot: -1}})
			}
			at = at.below[i].projection
		}
		at.slot, at.typed = p.slot, p.typed
	}
	return root
}

// input builds the projection of one resource; nil stands for no value. Wanted says by slot what is needed of it; nil is all.
func (p *projection) input(s *subject, wanted []bool) *ast.Term {
	if p.slot >= 0 {
		value := s.values[p.slot]
		switch {
		case value == nil || wanted != nil && !wanted[p.slot] && len(p.below) == 0:
			return nil
		case !p.typed:
			return s.term(p.slot)
		case value[0] == '[':
			return ast.ArrayTerm()
		case value[0] != '{':
			return termOf(value)
		}
	}
	items := make([][2]*ast.Term, 0, len(p.below))
	for _, b := range p.below {
		if value := b.input(s, wanted); value != nil {
			items = append(items, ast.Item(b.key, value))
		}
	}
	if len(items) == 0 && p.slot < 0 {
		return nil
	}
	return ast.ObjectTerm(items...)
}

// needed are the slots of all, which takes no less than a, that a needs: what they have in common, and what contains it.
func (a *access) needed(all *access) []int {
	var out []int
	for _, p := range all.parts {
		if slices.ContainsFunc(a.parts, func(own part) bool { return own.path.HasPrefix(p.path) }) {
			out = append(out, p.slot)
		}
	}
	return out
}

// project is the input for policies that need no more than what is wanted of the parts, by slot; nil is all of them. Where
// nothing is read it is an empty object.
func (a *access) project(s *subject, wanted []bool) *ast.Term {
	if input := a.tree.input(s, wanted); input != nil {
		return input
	}
	return ast.ObjectTerm()
}
