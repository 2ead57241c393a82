package opa

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestSteadyRules: what reads input, in whatever way, is not steady.
func TestSteadyRules(t *testing.T) {
	set := loadText(t, map[string]string{"a": `
_names contains item.name if some item in data.resources["t.item"]

_mine contains item.name if {
	some item in data.resources["t.item"]
	item.a == input.on
}

_through contains name if some name in _mine

_never if count(_names) > 100

_known if input.name in _names

_changed if _names with input as {"on": true}

_of(name) := 1 if name in _names

fail contains {"message": "x", "path": "on"} if {
	_known
	_through
	_never
	_changed
	_of("x")
}
`})
	program, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, rules := range program.steady {
		for _, r := range rules {
			got = append(got, strings.TrimPrefix(r.path.String(), "data.policies.t.a."))
		}
	}
	slices.Sort(got)
	if want := []string{"_names", "_never"}; !slices.Equal(got, want) {
		t.Errorf("steady are %q, want %q", got, want)
	}
}

// TestJoinsAreLinear: a rule that is made of all joined resources is made once for them all. Made for each, the set of 3,000
// names would be made 3,000 times, which takes minutes.
func TestJoinsAreLinear(t *testing.T) {
	const n = 3000
	set := loadText(t, map[string]string{"a": `
_names contains item.name if {
	some item in data.resources["t.item"]
	item.a
}

_none if count(_names) == 0

applicable if not _none

fail contains {"message": "nobody has its name", "path": "on"} if not input.name in _names
`})
	s := &collectors.Snapshot{
		Header:  collectors.SnapshotHeader{Schema: collectors.SnapshotSchema},
		Targets: []collectors.TargetInfo{{ID: "here", Kinds: []string{"t.box", "t.item"}}},
	}
	box, err := decodeJSON([]byte(goodBox))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		name := fmt.Sprintf("n%04d", i)
		for kind, facts := range map[string]any{"t.box": box, "t.item": map[string]any{"a": i%2 == 0, "b": true}} {
			r, err := collectors.NewResource(collectors.Head{Kind: kind, ID: name, Name: name}, collectors.Origin{Target: "here", Collector: "test"}, facts)
			if err != nil {
				t.Fatal(err)
			}
			s.Resources = append(s.Resources, r)
		}
	}
	merged, err := collectors.Merge("test", s)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	failed := 0
	for _, f := range evaluate(t, set, merged, engine.Options{}) {
		if f.Verdict == engine.Fail {
			failed++
		}
	}
	if failed != n/2 {
		t.Errorf("%d fail, want %d", failed, n/2)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %v", took)
	}
}
