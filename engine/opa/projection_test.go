package opa

import (
	"bytes"
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestProjectionSaysTheSame judges each example of the built-in policies, and each scene of the shapes, as a whole and cut
// down to what its policy reads, and again with facts changed at random in both.
func TestProjectionSaysTheSame(t *testing.T) {
	_, program, scenes := builtInScenes(t)
	projected(t, "built-in", program, scenes)
	set := loadText(t, shapes())
	program, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	projected(t, "shapes", program, shapeScenes(t, program))
}

func projected(t *testing.T, name string, program *program, scenes []scene) {
	t.Helper()
	random, judged, failing := rand.New(rand.NewPCG(5, 6)), 0, 0
	for _, s := range scenes {
		layout := newLayout()
		p := *s.policy
		p.access = accessOf(p.reads, p.shown, layout)
		layout.build(p.schema)
		s.policy = &p
		for range 6 {
			whole, cut := bothWays(t, program, s, layout)
			if !bytes.Equal(appendResult(nil, whole), appendResult(nil, cut)) {
				t.Fatalf("%s: %s on %v\nwhole:      %+v %s\nprojection: %+v %s", name, p.unit.policy.ID, s.input,
					whole.outcome, appendResult(nil, whole), cut.outcome, appendResult(nil, cut))
			}
			judged++
			if whole.outcome.Verdict == engine.Fail {
				failing++
			}
			s.input = jumbled(random, s.input)
		}
	}
	t.Logf("%s: %d judged, %d of them fail", name, judged, failing)
	if failing == 0 || failing == judged {
		t.Errorf("%s: the examples show nothing", name)
	}
}

func bothWays(t *testing.T, program *program, s scene, l *layout) (whole, cut *result) {
	t.Helper()
	text, err := collectors.Canonical(s.input)
	if err != nil {
		t.Fatal(err)
	}
	if s.world == nil {
		if err := s.open(); err != nil {
			t.Fatal(err)
		}
	}
	b := bench{program: program, timeout: patience, now: s.now}
	w := &worker{audit: &audit{set: &Set{schemas: &schemaSet{}}}}
	w.subject = subject{resource: collectors.Resource{JSON: text}, layout: l}
	if err := w.look(); err != nil {
		t.Fatal(err)
	}
	w.subject.gaps = nil
	input, err := w.subject.whole()
	if err != nil {
		t.Fatal(err)
	}
	whole = b.decide(context.Background(), s.policy, &w.subject, s.world, input, unknowns{})
	b.direct = true
	cut = b.decide(context.Background(), s.policy, &w.subject, s.world, s.policy.access.project(&w.subject, nil), unknowns{})
	return whole, cut
}

// jumbled is a copy of a value in which something was left out, added, or is of another type.
func jumbled(random *rand.Rand, value any) any {
	odd := []any{nil, true, false, "", "x", "root", []any{}, []any{"x"}, map[string]any{}, map[string]any{"x": true}}
	switch value := value.(type) {
	case map[string]any:
		out := maps.Clone(value)
		keys := sortedKeys(value)
		if len(keys) == 0 {
			return map[string]any{"new": true}
		}
		key := keys[random.IntN(len(keys))]
		switch random.IntN(6) {
		case 0:
			delete(out, key)
		case 1:
			out[key] = odd[random.IntN(len(odd))]
		case 2:
			out["new"] = odd[random.IntN(len(odd))]
		default:
			out[key] = jumbled(random, value[key])
		}
		return out
	case []any:
		out := slices.Clone(value)
		if len(out) > 0 {
			i := random.IntN(len(out))
			out[i] = jumbled(random, out[i])
		}
		return out
	}
	return odd[random.IntN(len(odd))]
}
