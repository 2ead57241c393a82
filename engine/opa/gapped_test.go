package opa

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/assize/assize/collectors"
)

// gapped is a random scene with gaps.
type gapped struct {
	scene scene // what was read
	whole scene // what it was made of
	holes []hole
	// linked is the joined kind whose first element is the resource itself, if that is so; twins are the holes there.
	linked *root
	twins  []hole
}

// synced is a scene in which the element that is the resource itself looks like it.
func (c gapped) synced(s scene) scene {
	if c.linked == nil {
		return s
	}
	list := slices.Clone(s.listed(*c.linked))
	list[0] = s.input
	return s.with(hole{root: *c.linked}, list)
}

// link puts the resource itself into the joined kind, when the policy looks up other resources of its own kind.
func (g *generator) link(c *gapped) {
	own := slices.IndexFunc(g.policy.joins, func(r root) bool { return r.kind == g.kind })
	if own < 0 {
		return
	}
	c.linked = &g.policy.joins[own]
	list := append([]any{c.scene.input}, c.scene.listed(*c.linked)...)
	c.scene = c.scene.with(hole{root: *c.linked}, list)
	c.whole = c.scene
}

// twin takes the holes in the element that is the resource itself from those in the resource. With a gap on the kind
// or the resource as a whole the two go their own ways.
func (c *gapped) twin() {
	if c.linked == nil {
		return
	}
	c.holes = slices.DeleteFunc(c.holes, func(h hole) bool { return h.root == *c.linked && h.index == 0 && len(h.path) > 0 })
	if slices.ContainsFunc(c.holes, func(h hole) bool { return len(h.path) == 0 }) {
		c.linked = nil
		return
	}
	for _, h := range c.holes {
		if h.root.doc == docInput {
			c.twins = append(c.twins, hole{root: *c.linked, path: h.path})
		}
	}
}

// filled is one way in which the gaps of a case may be filled.
type filled struct {
	scene scene
	// admitted says that the schemas admit every value that was put in.
	admitted bool
}

func (c gapped) describe(f filled) string {
	return fmt.Sprintf("gaps:   %v\nread:   %s\nfilled: %s", c.holes, filled{scene: c.scene}, f)
}

// String is all that the policy sees.
func (f filled) String() string {
	encoded, err := json.Marshal(map[string]any{"input": f.scene.input, "resources": f.scene.resources,
		"records": f.scene.records, "params": f.scene.params})
	if err != nil {
		return err.Error()
	}
	return string(encoded)
}

// gapped takes one to three things away from a random scene: facts, entries of maps, facts in lists, elements of
// joined kinds and such kinds as a whole; mostly what the policy reads. Now and then a fact stays in the resource
// although a gap is on it, as in one that was made by hand.
func (g *generator) gapped(random *rand.Rand) (gapped, error) {
	s, err := g.scene(random)
	if err != nil {
		return gapped{}, err
	}
	c := gapped{scene: s, whole: s}
	if random.IntN(2) == 0 {
		g.link(&c)
	}
	read, all := c.scene.holesOf(), everyHole(c.scene)
	for range 1 + random.IntN(3) {
		from := all
		if len(read) > 0 && random.IntN(2) > 0 {
			from = read
		}
		if len(from) > 0 {
			c.holes = append(c.holes, one(random, from))
		}
	}
	if random.IntN(100) == 0 {
		c.holes = append(c.holes, hole{})
	}
	c.holes = disjoint(c.holes)
	c.twin()
	if random.IntN(8) == 0 { // kept
		return c, nil
	}
	for _, h := range c.holes {
		switch {
		case len(h.path) > 0:
			c.scene = c.scene.with(h, absent{})
		case h.root.doc == docInput: // the resource as a whole: its facts may be there or not
		case random.IntN(2) == 0:
			c.scene = c.scene.with(h, []any{})
		default: // a list that broke off, or an element of which nothing is known
			list := slices.Clone(s.listed(h.root))
			if len(list) > 0 {
				at := random.IntN(len(list))
				list = slices.Delete(list, at, at+1)
			}
			c.scene = c.scene.with(h, list)
		}
	}
	c.scene = c.synced(c.scene)
	return c, c.scene.open()
}

func (s scene) listed(r root) []any {
	if r.doc == docRecords {
		return s.records[r.kind]
	}
	return s.resources[r.kind]
}

// everyHole are all facts of a scene, read or not, those in lists too.
func everyHole(s scene) []hole {
	var out []hole
	facts := func(value any, h hole) {
		places(value, nil, func(p collectors.Path) {
			if _, isKey := p[len(p)-1].(string); isKey { // a gap on an element of a list is refused
				out = append(out, hole{root: h.root, index: h.index, path: p})
			}
		})
	}
	facts(s.input, hole{})
	for doc, lists := range map[document]map[string][]any{docResources: s.resources, docRecords: s.records} {
		for _, kind := range sortedKeys(lists) {
			out = append(out, hole{root: root{doc, kind}})
			for i, element := range lists[kind] {
				facts(element, hole{root: root{doc, kind}, index: i})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b hole) int { return int(a.root.doc) - int(b.root.doc) })
	return out
}

// fillings are random ways to fill the gaps of a case: with values that the schemas admit, and now and then with
// null or nothing where they do not.
func (g *generator) fillings(random *rand.Rand, c gapped, n int) []filled {
	var out []filled
	for range n {
		f := filled{scene: c.scene, admitted: true}
		for _, h := range c.holes {
			value, admitted := g.filling(random, c, h)
			f.scene, f.admitted = f.scene.with(h, value), f.admitted && admitted
		}
		f.scene = c.synced(f.scene)
		out = append(out, f)
	}
	return out
}

// filling is a value for one hole, and whether the schemas admit it.
func (g *generator) filling(random *rand.Rand, c gapped, h hole) (any, bool) {
	kind := h.root.kind
	if h.root.doc == docInput {
		kind = g.kind
	}
	if len(h.path) == 0 {
		if h.root.doc == docInput {
			return g.resource(random, kind, 0, []any{c.whole.input}), true
		}
		list := slices.Clone(c.scene.listed(h.root))
		if random.IntN(4) == 0 {
			list = slices.Clone(c.whole.listed(h.root))
		}
		for i := range random.IntN(3) {
			list = append(list, g.element(random, h.root.doc, kind, 10+i))
		}
		return list, true
	}
	s, err := g.schemas.of(kind)
	at := s.at(h.path)
	if err != nil || at == nil {
		return absent{}, true
	}
	parent := s.at(h.path[:len(h.path)-1])
	optional := !slices.ContainsFunc(append([]*schema{parent}, parent.AnyOf...), func(s *schema) bool {
		return slices.ContainsFunc(s.Required, func(key string) bool { return any(key) == h.path[len(h.path)-1] })
	})
	switch n := random.IntN(10); {
	case n == 0:
		return nil, false
	case n == 1:
		return absent{}, optional
	case n == 2 && optional:
		return absent{}, true
	case n < 6:
		if known := c.whole.at(h); len(known) > 0 && h.root.doc == docInput {
			return known[0], true
		}
		for _, other := range g.scenes {
			if known := other.at(h); len(known) > 0 && at.fits(known[0]) {
				return one(random, known), true
			}
		}
	}
	return g.value(random, at), true
}

// fits says whether a value is what a schema describes.
func (s *schema) fits(value any) bool { return len(s.broken(value)) == 0 }
