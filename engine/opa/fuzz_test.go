package opa

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

func shapeScenes(t *testing.T, p *program) []scene {
	t.Helper()
	var out []scene
	for _, id := range sortedKeys(p.policies) {
		for _, on := range []bool{true, false} {
			for _, a := range []bool{true, false} {
				text := fmt.Sprintf(`{"kind":"t.box","id":"1","name":"1","tags":{},"origin":{},"on":%[1]v,"mode":"x","list":[{"a":%[2]v,"b":true},{"a":true,"b":%[1]v}],
					"map":{"k":{"a":%[2]v,"b":true},"l.m":{"a":true,"b":%[1]v}},"o":{"on":%[2]v,"x":{"y":"1","x":"1"}}}`, on, a)
				input, err := decodeJSON([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				items := []any{map[string]any{"id": "x", "a": a, "b": on}, map[string]any{"id": "y", "a": on, "b": a}}
				e := example{policy: id, world: map[string]any{"input": input, "data": map[string]any{
					"resources": map[string]any{"t.item": items}, "records": map[string]any{"register.note": items}}}}
				out = append(out, sceneOf(p.policies[id], e))
			}
		}
	}
	return out
}

// TestNoGapIsMissed takes away facts of every shape, one by one and several at once, and holds each certain
// verdict against plain evaluation of what the facts may have been. ASSIZE_FUZZ_SECONDS makes it run longer.
func TestNoGapIsMissed(t *testing.T) {
	set := loadShapes(t)
	p, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	fuzz(t, set.schemas, p, shapeScenes(t, p), 5)
}

// fuzz takes away one fact in every so many, and then random sets of facts for a second.
func fuzz(t *testing.T, schemas *schemaSet, p *program, scenes []scene, every int) {
	t.Helper()
	b := bench{program: p, timeout: patience}
	ctx := context.Background()
	byPolicy := map[*compiledPolicy][]scene{}
	for i := range scenes {
		if err := scenes[i].open(); err != nil {
			t.Fatal(err)
		}
		s := scenes[i]
		byPolicy[s.policy] = append(byPolicy[s.policy], s)
	}
	before := programText(p)
	verdicts := map[engine.Verdict]int{}
	try := func(s scene, holes []hole, random *rand.Rand) {
		m := sampler{schemas: schemas, kind: s.policy.unit.policy.Kind, scenes: byPolicy[s.policy]}
		run := trial{bench: b, sampler: m, scene: s, holes: holes, random: random, tries: 8}
		verdict, wrong, err := run.run(ctx)
		if err != nil {
			t.Fatal(err)
		}
		verdicts[verdict]++
		if wrong != "" {
			t.Errorf("%s: with gaps at %s the verdict is %s, but %s", s.policy.unit.policy.ID, holes, verdict, wrong)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, s := range scenes {
		for _, h := range allHoles(s) {
			if random.IntN(every) == 0 {
				try(s, []hole{h}, nil)
			}
		}
	}
	t.Logf("one gap: %v", verdicts)
	until := time.Now().Add(time.Second)
	if limit, isLong := long(t); isLong {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		until, random = time.Now().Add(limit), rand.New(rand.NewPCG(seed, 2))
	}
	for n := 0; n < 300 || time.Now().Before(until); n++ {
		s := scenes[random.IntN(len(scenes))]
		all := allHoles(s)
		if len(all) == 0 {
			continue
		}
		var holes []hole
		for range 1 + random.IntN(3) {
			h := all[random.IntN(len(all))]
			holes = append(holes, h)
		}
		try(s, disjoint(holes), random)
	}
	t.Logf("all: %v", verdicts)
	if diff := cmp.Diff(before, programText(p)); diff != "" {
		t.Errorf("judging changed the compiled policies: %s", diff)
	}
}

// programText are the compiled rules by file, as OPA holds them now.
func programText(p *program) map[string]string {
	out := map[string]string{}
	for file, m := range p.compiler.Modules {
		out[file] = m.String()
	}
	return out
}

// allHoles are all facts of a scene, read or not: what the policy reads is what is tested.
func allHoles(s scene) []hole {
	var out []hole
	facts(s.input, nil, func(p collectors.Path) { out = append(out, hole{path: p}) })
	joined := func(doc document, lists map[string][]any) {
		for _, kind := range sortedKeys(lists) {
			out = append(out, hole{root: root{doc, kind}})
			for i, element := range lists[kind] {
				facts(element, nil, func(p collectors.Path) { out = append(out, hole{root: root{doc, kind}, index: i, path: p}) })
			}
		}
	}
	joined(docResources, s.resources)
	joined(docRecords, s.records)
	return out
}

// facts reports every path of a value that is made of names.
func facts(value any, at collectors.Path, report func(collectors.Path)) {
	object, _ := value.(map[string]any)
	for _, key := range sortedKeys(object) {
		report(below(at, key))
		facts(object[key], below(at, key), report)
	}
}

// disjoint leaves out the holes that lie within others: filling them in would not fill those.
func disjoint(holes []hole) []hole {
	var out []hole
	for i, h := range holes {
		within := false
		for j, other := range holes {
			same := h.root == other.root && (h.index == other.index || len(other.path) == 0)
			if i != j && same && h.path.HasPrefix(other.path) && (len(h.path) > len(other.path) || j < i) {
				within = true
			}
		}
		if !within {
			out = append(out, h)
		}
	}
	return out
}
