package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// A differential holds verdicts with gaps against plain evaluation, on random resources. Case n of a seed is always
// the same one: ASSIZE_FUZZ_SEED and ASSIZE_FUZZ_CASE bring back the one that a failure names.
type differential struct {
	bench
	seed       uint64
	generators []*generator
	fills      int // completions of each case

	verdicts  map[engine.Verdict]int // with gaps
	plain     map[engine.Verdict]int // of the completions
	cases     int
	narrowed  int // unknowns that name fewer gaps than there are
	toldApart int // unknowns that say what they would be
	cautious  int // unknowns of whose admitted fillings all gave one verdict
	wrong     int
}

func newDifferential(set *Set, p *program, scenes []scene) *differential {
	d := &differential{bench: bench{program: p, timeout: patience}, seed: 1, fills: 8,
		verdicts: map[engine.Verdict]int{}, plain: map[engine.Verdict]int{}}
	byPolicy := map[string][]scene{}
	for _, s := range scenes {
		byPolicy[s.policy.unit.policy.ID] = append(byPolicy[s.policy.unit.policy.ID], s)
	}
	for _, id := range sortedKeys(p.policies) {
		d.generators = append(d.generators, newGenerator(set, p.policies[id], byPolicy[id]))
	}
	return d
}

// long is how long the environment asks a test to run; false stands for its short run.
func long(t testing.TB) (time.Duration, bool) {
	t.Helper()
	text := os.Getenv("ASSIZE_FUZZ_SECONDS")
	if text == "" {
		return 0, false
	}
	seconds, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("ASSIZE_FUZZ_SECONDS: %v", err)
	}
	return time.Duration(seconds) * time.Second, true
}

// run tries so many cases of each policy, or as many as fit in the time that the environment gives.
func (d *differential) run(t *testing.T, each int) {
	t.Helper()
	from, to, began := 0, each*len(d.generators), time.Now()
	limit, isLong := long(t)
	if isLong {
		d.seed, to = uint64(began.UnixNano()), 1<<62
	}
	if text := os.Getenv("ASSIZE_FUZZ_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("ASSIZE_FUZZ_SEED: %v", err)
		}
		d.seed = seed
	}
	if text := os.Getenv("ASSIZE_FUZZ_CASE"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("ASSIZE_FUZZ_CASE: %v", err)
		}
		from, to, isLong = n, n+1, false
	}
	for n := from; n < to && d.wrong < 5 && (!isLong || time.Since(began) < limit); n++ {
		d.try(t, n)
	}
	t.Logf("seed %d: %d cases in %.1fs, with gaps %v, %d unknowns on fewer gaps, %d say what they would be, %d at most for nothing; completions %v",
		d.seed, d.cases, time.Since(began).Seconds(), d.verdicts, d.narrowed, d.toldApart, d.cautious, d.plain)
}

// try makes one case and judges it.
func (d *differential) try(t *testing.T, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(d.seed, uint64(n)))
	g := d.generators[n%len(d.generators)]
	c, err := g.gapped(random)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.holes) == 0 {
		return
	}
	d.cases++
	ctx := context.Background()
	gapped, err := d.judged(ctx, c.scene, c.holes)
	if err != nil {
		t.Fatal(err)
	}
	d.verdicts[gapped.Verdict]++
	seen := map[engine.Verdict]bool{}
	for _, f := range g.fillings(random, c, d.fills) {
		plain, err := d.judged(ctx, f.scene, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.plain[plain.Verdict]++
		if f.admitted {
			seen[plain.Verdict] = true
		}
		if wrong := contradiction(gapped, plain); wrong != "" {
			d.wrong++
			t.Errorf("%s: the verdict is %s, yet %s\n%s\n%s", g.policy.unit.policy.ID, gapped.Verdict, wrong, c.describe(f), d.again(t, n))
			return
		}
	}
	if gapped.Verdict == engine.Unknown {
		if len(seen) == 1 {
			d.cautious++
		}
		d.narrow(t, random, g, c, gapped, n)
	}
	d.told(t, random, g, c, gapped, n)
}

// narrow holds an unknown against what it names: as long as those gaps are filled in one way, no filling of the
// others changes the verdict.
func (d *differential) narrow(t *testing.T, random *rand.Rand, g *generator, c gapped, finding engine.Finding, n int) {
	t.Helper()
	if len(finding.Gaps) == 0 {
		d.wrong++
		t.Errorf("%s: unknown on no gap\n%s\n%s", g.policy.unit.policy.ID, c.describe(filled{scene: c.scene}), d.again(t, n))
	}
	named := func(h hole) bool {
		return slices.ContainsFunc(finding.Gaps, func(gap collectors.Gap) bool {
			return gap.Kind == h.root.kind && slices.Equal(pathOf(gap), h.path)
		})
	}
	kept := c
	kept.holes = slices.DeleteFunc(slices.Clone(c.holes), func(h hole) bool { return !named(h) })
	others := slices.DeleteFunc(slices.Clone(c.holes), named)
	if len(others) == 0 {
		return
	}
	d.narrowed++
	for _, base := range g.fillings(random, kept, 3) {
		var first *engine.Verdict
		for _, f := range g.fillings(random, gapped{scene: base.scene, whole: c.whole, holes: others}, 3) {
			plain, err := d.judged(context.Background(), f.scene, nil)
			if err != nil {
				t.Fatal(err)
			}
			if plain.Verdict == engine.Error {
				continue
			}
			if first == nil {
				first = &plain.Verdict
			}
			if *first != plain.Verdict {
				d.wrong++
				t.Errorf("%s: the unknown names only %v, yet the others change the verdict from %s to %s\n%s\n%s", g.policy.unit.policy.ID,
					finding.Gaps, *first, plain.Verdict, c.describe(f), d.again(t, n))
				return
			}
		}
	}
}

// told holds what a finding says of the values of the fact that it hangs on against plain evaluation, whatever the
// other gaps are filled with.
func (d *differential) told(t *testing.T, random *rand.Rand, g *generator, c gapped, finding engine.Finding, n int) {
	t.Helper()
	if len(finding.IfKnown) > 0 {
		d.toldApart++
	}
	for _, x := range finding.IfKnown {
		at := slices.IndexFunc(c.holes, func(h hole) bool { return h.root.doc == docInput && h.path.String() == x.Path })
		if at < 0 || finding.Verdict != engine.Unknown || len(finding.Gaps) != 1 {
			t.Fatalf("%s: %s on %v says what it would be if %s were known", g.policy.unit.policy.ID, finding.Verdict, finding.Gaps, x.Path)
		}
		var value any = absent{}
		if x.Value != nil {
			var err error
			if value, err = decodeJSON(x.Value); err != nil {
				t.Fatal(err)
			}
		}
		f := one(random, g.fillings(random, c, 1))
		f.scene = f.scene.with(c.holes[at], value)
		plain, err := d.judged(context.Background(), f.scene, nil)
		if err != nil {
			t.Fatal(err)
		}
		if plain.Verdict != x.Verdict && plain.Verdict != engine.Error {
			d.wrong++
			t.Errorf("%s: it says %s if %s is %s, yet it is %s\n%s\n%s", g.policy.unit.policy.ID, x.Verdict, x.Path, x.Value, plain.Verdict,
				c.describe(f), d.again(t, n))
			return
		}
	}
}

func (d *differential) again(t *testing.T, n int) string {
	return fmt.Sprintf("to see it again: ASSIZE_FUZZ_SEED=%d ASSIZE_FUZZ_CASE=%d go test ./engine/opa -run '^%s$'", d.seed, n, t.Name())
}

// gapped is a random scene with gaps.
type gapped struct {
	scene scene // what was read
	whole scene // what it was made of
	holes []hole
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
	read, all := s.holesOf(), everyHole(s)
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

// TestRandomResourcesOfBuiltInPolicies holds every built-in policy, whichever there are, against plain evaluation.
func TestRandomResourcesOfBuiltInPolicies(t *testing.T) {
	set, p, scenes := builtInScenes(t)
	newDifferential(set, p, scenes).run(t, 5)
}

// TestRandomResourcesOfShapes does the same with the shapes.
func TestRandomResourcesOfShapes(t *testing.T) {
	set := loadShapes(t)
	p, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	newDifferential(set, p, shapeScenes(t, p)).run(t, 5)
}
