package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/engine"
)

// TestReadsOfShapes pins what the walker finds in each shape: no place less, or a gap goes unnoticed, and none more,
// or verdicts become unknown for nothing.
func TestReadsOfShapes(t *testing.T) {
	set := loadShapes(t)
	p, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range allShapes() {
		if diff := cmp.Diff(s.reads, readsText(p.policies["t/"+s.name].reads)); diff != "" {
			t.Errorf("%s: %s\n%s", s.name, s.rules, diff)
		}
	}
	if n := len(allShapes()); n < 200 {
		t.Errorf("%d shapes, want 200 at least", n)
	}
}

// TestWhatIsNotKnownIsRead: a reference that the walker cannot place counts as a read of all that the policy can look
// up. Loading refuses such references in policies; what partial evaluation leaves over is walked as well.
func TestWhatIsNotKnownIsRead(t *testing.T) {
	u := &unit{policy: engine.Policy{Joins: []string{"t.item"}, Records: []string{"register.note"}}}
	for _, rule := range []string{`data.resources[input.mode]`, `count(data.resources) > 0`, `some x in data.records`} {
		compiler, err := ast.CompileModules(map[string]string{"p": "package policies.t.p\nfail if { " + rule + " }"})
		if err != nil {
			t.Fatal(err)
		}
		w := newWalker(compiler, u)
		w.virtual(ast.MustParseRef("data.policies.t.p.fail"), false)
		got := readsText(w.reads)
		for _, want := range []string{"input", "records<register.note>", "resources<t.item>"} {
			if !slices.Contains(strings.Fields(got), want) {
				t.Errorf("%s: reads %s, without %s", rule, got, want)
			}
		}
	}
}

// view is all that reads say a policy can see of a scene: equal views must give equal results.
func (r *readSet) view(s scene) string {
	var out []string
	for _, x := range r.list {
		var document any
		switch x.root.doc {
		case docInput:
			document = s.input
		case docResources, docRecords:
			document = s.listed(x.root)
		default:
			continue
		}
		see(document, x, x.path, x.root.kind+"|", func(line string) { out = append(out, line) })
	}
	sort.Strings(out)
	return strings.Join(slices.Compact(out), "\n")
}

// see reports what one read sees below value.
func see(value any, r read, path []any, at string, report func(string)) {
	if len(path) == 0 {
		text, err := json.Marshal(value)
		if err != nil {
			text = []byte(err.Error())
		}
		if r.typed {
			text = []byte(typeName(value))
		}
		report(fmt.Sprintf("%s %v %s", at, r.typed, text))
		return
	}
	step := func(key, inner any) { see(inner, r, path[1:], fmt.Sprintf("%s.%T%v", at, key, key), report) }
	_, wild := path[0].(anyKey)
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if wild || path[0] == any(key) {
				step(key, inner)
			}
		}
	case []any:
		for i, inner := range value {
			if wild || path[0] == any(i) {
				step(i, inner)
			}
		}
	}
}

// edited is a scene with one to three random edits, of the input and of what is joined: a value of the same type, one
// of another, a key or an element less or more.
func edited(random *rand.Rand, s scene) scene {
	for range 1 + random.IntN(3) {
		roots := []root{{}}
		for _, kind := range sortedKeys(s.resources) {
			roots = append(roots, root{docResources, kind})
		}
		for _, kind := range sortedKeys(s.records) {
			roots = append(roots, root{docRecords, kind})
		}
		at := one(random, roots)
		if at.doc == docInput {
			if changed, isObject := edit(random, s.input).(map[string]any); isObject {
				s.input = changed
			}
			continue
		}
		if changed, isList := edit(random, s.listed(at)).([]any); isList {
			s = s.with(hole{root: at}, changed)
		}
	}
	return s
}

// edit changes one random place of a value; the original stays as it is.
func edit(random *rand.Rand, value any) any {
	deeper := random.IntN(4) > 0
	if random.IntN(8) == 0 {
		return one(random, []any{map[string]any{}, []any{}, "", nil})
	}
	switch value := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, inner := range value {
			out[key] = inner
		}
		keys := sortedKeys(out)
		switch {
		case deeper && len(keys) > 0:
			key := one(random, keys)
			out[key] = edit(random, out[key])
		case len(keys) > 0 && random.IntN(2) == 0:
			delete(out, one(random, keys))
		default:
			out[one(random, append(keys, "a", "k", "z", "zz", "on"))] = anything(random)
		}
		return out
	case []any:
		out := slices.Clone(value)
		switch {
		case deeper && len(out) > 0:
			i := random.IntN(len(out))
			out[i] = edit(random, out[i])
		case len(out) > 0 && random.IntN(2) == 0:
			i := random.IntN(len(out))
			return slices.Delete(out, i, i+1)
		default:
			out = append(out, anything(random))
		}
		return out
	case string:
		if deeper {
			return one(random, []any{"", "x", "y", "2", value + "1"})
		}
	case json.Number:
		if deeper {
			return one(random, []any{number(0), number(7), number(-1)})
		}
	case bool:
		if deeper {
			return !value
		}
	}
	return anything(random)
}

func anything(random *rand.Rand) any {
	return one(random, []any{nil, true, false, number(0), number(3), "", "x", []any{}, []any{"x"}, map[string]any{}, map[string]any{"a": true, "on": false}})
}

// result is what a policy itself says of a scene.
func (b bench) result(t *testing.T, s scene) string {
	t.Helper()
	f, err := b.judged(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := string(f.Verdict) + " " + f.Note
	for _, x := range f.Failures {
		out += fmt.Sprintf("\n%s %s %s %s", x.Key, x.Message, x.Path, x.Expected)
	}
	return out
}

// unseen makes random edits that no read sees, and holds the result against that before.
func unseen(t *testing.T, p *program, scenes []scene, rounds int) {
	t.Helper()
	b := bench{program: p, timeout: patience}
	random := rand.New(rand.NewPCG(3, 4))
	limit, isLong := long(t)
	if isLong {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		random = rand.New(rand.NewPCG(seed, 4))
	}
	tried, hidden, wrong := 0, 0, 0
	for began := time.Now(); tried < rounds*len(scenes) && !isLong || isLong && time.Since(began) < limit; tried++ {
		from := scenes[tried%len(scenes)]
		if random.IntN(2) == 0 { // from where facts are missing or of another type
			from = edited(random, from)
		}
		to := edited(random, from)
		reads := from.policy.reads
		if reads.view(from) != reads.view(to) {
			continue
		}
		hidden++
		before, after := b.result(t, from), b.result(t, to)
		if after != before && wrong < 5 {
			wrong++
			t.Errorf("%s: an edit outside of %s changes the result\n%s\n%s\nbefore: %s\nafter:  %s", from.policy.unit.policy.ID,
				readsText(reads), filled{scene: from}, filled{scene: to}, before, after)
		}
	}
	t.Logf("%d edits, %d of them outside of what is read", tried, hidden)
	if hidden < tried/20 {
		t.Errorf("only %d of %d edits are outside of what is read: the test shows little", hidden, tried)
	}
}

// TestNothingElseIsReadByShapes: what the walker does not name has no part in a result.
func TestNothingElseIsReadByShapes(t *testing.T) {
	set := loadShapes(t)
	p, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	unseen(t, p, shapeScenes(t, p), 8)
}

// TestNothingElseIsReadByBuiltInPolicies says the same of the examples of the built-in policies.
func TestNothingElseIsReadByBuiltInPolicies(t *testing.T) {
	_, p, scenes := builtInScenes(t)
	unseen(t, p, scenes, 4)
}
