package aws

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// TestWants reads each entry of the table alone, because one of its kinds is wanted: what it tells is what it tells among all
// others, nothing else is asked, and the others' kinds are gaps.
func TestWants(t *testing.T) {
	read := func(wants *collectors.Wants) (*collectors.Snapshot, int) {
		t.Helper()
		f := newFake(t)
		chosen := target()
		chosen.Wants = wants
		s, err := collectors.Record(t.Context(), f.collector(), chosen, "test", time.Now, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s, len(f.asked)
	}
	whole, all := read(nil)
	for _, e := range table() {
		some, asked := read(collectors.NewWants(map[string][]collectors.Path{e.kinds[0]: nil}))
		if asked >= all {
			t.Errorf("%s: %d operations of %d", e.service, asked, all)
		}
		for _, kind := range e.kinds {
			if diff := cmp.Diff(textsOf(whole.Of(whole.Targets[0].ID, kind)), textsOf(some.Of(some.Targets[0].ID, kind))); diff != "" {
				t.Errorf("%s of %s alone:\n%s", kind, e.service, diff)
			}
		}
		for _, kind := range whole.Targets[0].Kinds {
			left := slices.ContainsFunc(some.Gaps, func(g collectors.Gap) bool {
				return g.Kind == kind && g.Resource == "" && g.Region == "" && g.Cause == collectors.Unwanted
			})
			if left == slices.Contains(e.kinds, kind) {
				t.Errorf("%s alone: that %s was left out is said: %v", e.service, kind, left)
			}
		}
	}
}

func textsOf(all []collectors.Resource) []string {
	var out []string
	for _, r := range all {
		out = append(out, string(r.JSON))
	}
	return out
}
