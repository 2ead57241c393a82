package opa

import (
	"context"
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
	broke     int // certain fails where an admitted filling breaks the policy
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
	t.Logf("seed %d: %d cases in %.1fs, with gaps %v, %d unknowns on fewer gaps, %d say what they would be, %d at most for nothing, %d fail where the policy breaks on a value; completions %v",
		d.seed, d.cases, time.Since(began).Seconds(), d.verdicts, d.narrowed, d.toldApart, d.cautious, d.broke, d.plain)
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
	gapped, err := d.judged(ctx, c.scene, slices.Concat(c.holes, c.twins))
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
	if gapped.Verdict == engine.Fail && seen[engine.Error] {
		d.broke++
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
			twin := c.linked != nil && h.root.doc == docInput && gap.Kind == c.linked.kind
			return (gap.Kind == h.root.kind || twin) && slices.Equal(pathOf(gap), h.path)
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
		for _, f := range g.fillings(random, gapped{scene: base.scene, whole: c.whole, holes: others, linked: c.linked}, 3) {
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
		f.scene = c.synced(f.scene.with(c.holes[at], value))
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
