package opa

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/assize/assize/collectors"
)

// TestScanSeesWhatDecodingSees holds the one pass over the text against decoding, for each example of the built-in
// policies and what becomes of it when facts are changed at random: the same values at the policies' places, and the
// same opinion of whether the schema is kept.
func TestScanSeesWhatDecodingSees(t *testing.T) {
	_, program, scenes := builtInScenes(t)
	random, broken, kept := rand.New(rand.NewPCG(8, 9)), 0, 0
	for _, s := range scenes {
		layout := program.layouts[s.policy.unit.policy.Kind]
		s.input = whole(s.policy.schema, s.input)
		for range 8 {
			if scanned(t, layout, s.policy.schema, s.input) {
				broken++
			} else {
				kept++
			}
			s.input = jumbled(random, s.input)
		}
	}
	t.Logf("%d resources keep their schema, %d do not", kept, broken)
	if broken == 0 || kept == 0 {
		t.Error("the examples show nothing")
	}
}

// whole adds to an example what the schema requires of its kind and the example lacks.
func whole(schema *schema, input any) any {
	facts, isObject := input.(map[string]any)
	if !isObject {
		return input
	}
	out := maps.Clone(facts)
	for _, key := range schema.Required {
		if values := schema.Properties[key].samples(); out[key] == nil && len(values) > 0 {
			out[key] = values[0]
		}
	}
	return out
}

// scanned holds one resource against the schema both ways and returns what both say.
func scanned(t *testing.T, l *layout, schema *schema, input any) bool {
	t.Helper()
	text, err := collectors.Canonical(input)
	if err != nil {
		t.Fatal(err)
	}
	value, err := decodeJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	var s scan
	s.run(l, text)
	want := len(schema.broken(value)) > 0
	if got := s.lacking || s.mistyped; got != want {
		t.Fatalf("lacking %v, mistyped %v, but the schema names %v in %s", s.lacking, s.mistyped, schema.broken(value), text)
	}
	for slot, path := range l.paths {
		found, there := path.Lookup(value)
		var want []byte
		if there {
			if want, err = collectors.Canonical(found); err != nil {
				t.Fatal(err)
			}
		}
		if !s.mistyped && !bytes.Equal(s.values[slot], want) {
			t.Fatalf("%s is %q, not %q, in %s", path, s.values[slot], want, text)
		}
		if got := lookup(text, trailOf(path)); !bytes.Equal(got, want) {
			t.Fatalf("%s is looked up as %q, not %q, in %s", path, got, want, text)
		}
	}
	return want
}

// FuzzTermOf: OPA's form of a canonical text is what decoding it gives.
func FuzzTermOf(f *testing.F) {
	f.Add([]byte(`{"a":[1,-2.5,"x\"y",null,true,{"b":{}}],"ä":"\\\n","n":[[],[[]]]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		canonical, err := collectors.CanonicalJSON(text)
		if err != nil {
			t.Skip()
		}
		value, err := decodeJSON(canonical)
		if err != nil {
			t.Fatal(err)
		}
		s := subject{value: value}
		if s.value == nil {
			t.Skip()
		}
		want, err := s.whole()
		if err != nil {
			t.Fatal(err)
		}
		if got := termOf(canonical); got.Value.Compare(want.Value) != 0 {
			t.Fatalf("%s became %s", canonical, got)
		}
		var out scan
		if end := out.skipAll(canonical); end != len(canonical) {
			t.Fatalf("%s ends at %d", canonical, end)
		}
	})
}

func (s *scan) skipAll(text []byte) int {
	s.text = text
	return s.skip(0)
}
