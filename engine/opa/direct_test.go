package opa

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestTogetherSaysTheSame asks policies on one kind in one query about no more than they all read, and holds what it says
// of each against the policy's own set fail on the whole resource; and again with facts changed at random. Terms are shared
// between all that is asked, as in an audit.
func TestTogetherSaysTheSame(t *testing.T) {
	_, program, scenes := builtInScenes(t)
	askedTogether(t, "built-in", program, scenes)
	set := loadText(t, shapes())
	program, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	askedTogether(t, "shapes", program, shapeScenes(t, program))
}

func askedTogether(t *testing.T, name string, program *program, scenes []scene) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 8))
	byKind := map[string][]*compiledPolicy{}
	for _, id := range sortedKeys(program.policies) {
		p := program.policies[id]
		byKind[p.unit.policy.Kind] = append(byKind[p.unit.policy.Kind], p)
	}
	asked, broke, failing, seen := 0, 0, 0, newSeenTerms()
	for _, s := range scenes {
		if err := s.open(); err != nil {
			t.Fatal(err)
		}
		s.world.kept = &sync.Map{} // as in an audit; those that are asked alone do without
		kind := byKind[s.policy.unit.policy.Kind]
		for range 4 {
			policies := []*compiledPolicy{s.policy}
			for _, i := range random.Perm(len(kind))[:min(len(kind), 5)] {
				if kind[i] != s.policy {
					policies = append(policies, kind[i])
				}
			}
			results := together(t, program, s, policies, seen)
			if results == nil {
				broke++
			}
			for i, got := range results {
				asked++
				want := alone(t, program, s, policies[i])
				if !bytes.Equal(appendResult(nil, want), appendResult(nil, got)) {
					t.Fatalf("%s: %s on %v\nalone:    %s\ntogether: %s", name, policies[i].unit.policy.ID, s.input, appendResult(nil, want), appendResult(nil, got))
				}
				if want.outcome.Verdict == engine.Fail {
					failing++
				}
			}
			s.input = jumbled(random, s.input)
		}
	}
	t.Logf("%s: %d asked, %d of them fail; %d queries broke", name, asked, failing, broke)
	if failing == 0 || failing == asked || broke > asked/20 {
		t.Errorf("%s: the examples show nothing", name)
	}
}

func together(t *testing.T, program *program, s scene, policies []*compiledPolicy, seen *seenTerms) []*result {
	t.Helper()
	text, err := collectors.Canonical(s.input)
	if err != nil {
		t.Fatal(err)
	}
	kind := s.policy.unit.policy.Kind
	w := &worker{audit: &audit{set: &Set{schemas: &schemaSet{}}}, policies: policies}
	w.subject = subject{resource: collectors.Resource{JSON: text}, layout: program.layouts[kind], seen: seen}
	if err := w.look(); err != nil {
		t.Fatal(err)
	}
	b := bench{program: program, timeout: patience, now: s.now, direct: true}
	decisions := b.together(context.Background(), policies, s.world, program.unions[kind].project(&w.subject, w.wants()))
	var out []*result
	for i, d := range decisions {
		out = append(out, d.result(policies[i], &w.subject, unknowns{}))
	}
	return out
}

func alone(t *testing.T, program *program, s scene, p *compiledPolicy) *result {
	t.Helper()
	text, err := collectors.Canonical(s.input)
	if err != nil {
		t.Fatal(err)
	}
	b := bench{program: program, timeout: patience, now: s.now}
	sub := &subject{resource: collectors.Resource{JSON: text}}
	input, err := sub.whole()
	if err != nil {
		t.Fatal(err)
	}
	return b.decide(context.Background(), p, sub, s.world, input, unknowns{})
}

// TestWhatBreaksIsAskedAsAWhole has a rule that breaks before its condition is looked at. OPA's index knows from the
// condition that the rule cannot hold, and so nothing breaks.
func TestWhatBreaksIsAskedAsAWhole(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m", "path": "o"} if { to_number(input.o.x.y) > 1; input.mode == "x" }`})
	for mode, want := range map[string]engine.Verdict{"y": engine.Pass, "x": engine.Error} {
		box := strings.NewReplacer(`"mode":"x"`, `"mode":"`+mode+`"`, `"y":"1"`, `"y":"many"`).Replace(goodBox)
		if f := evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": box}), engine.Options{})[0]; f.Verdict != want {
			t.Errorf("mode %s: %s, not %s: %s", mode, f.Verdict, want, f.Note)
		}
	}
}
