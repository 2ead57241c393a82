package aws

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

var update = flag.Bool("update", false, "write testdata/matrix.golden anew")

// TestMatrix breaks every operation that the collector uses in every way, one at a time: what depends on it becomes a gap
// with the right cause, nothing vanishes without one, and nothing else changes. What depends on what stands in
// testdata/matrix.golden. Once for each operation everything is read; the other faults are tried on the services that use it.
func TestMatrix(t *testing.T) {
	users := usersOfOperations(t)
	cleans := map[string]*collectors.Snapshot{}
	clean := func(t *testing.T, only string) *collectors.Snapshot {
		if cleans[only] == nil {
			f := newFake(t)
			f.only = only
			s, err := f.visit(t)
			if err != nil {
				t.Fatal(err)
			}
			cleans[only] = s
		}
		return cleans[only]
	}
	golden := readGolden(t)
	got := map[string][]string{}
	for operation, services := range users {
		for name, row := range faults() {
			if _, list := tokens[operation]; !list && row.cause == collectors.Truncated || says(operation, name) {
				continue
			}
			t.Run(operation+" "+name, func(t *testing.T) {
				broken := newFake(t)
				broken.faults[operation] = row.fault
				if name != "denied" {
					broken.only = services
				}
				s, err := broken.visit(t)
				if err != nil {
					t.Fatal(err)
				}
				places := compare(t, clean(t, broken.only), s, operation, row.cause)
				section := operation
				if row.cause == collectors.Truncated {
					section += ", broken off"
				}
				got[section] = places
				if diff := cmp.Diff(golden[section], places); diff != "" && !*update {
					t.Errorf("what depends on %s (-golden +now):\n%s", operation, diff)
				}
			})
		}
	}
	if *update {
		writeGolden(t, got)
	}
}

// compare holds a broken visit against the clean one and returns the kinds and facts that have gaps because of it.
func compare(t *testing.T, clean, broken *collectors.Snapshot, operation string, cause collectors.Cause) []string {
	t.Helper()
	for _, err := range collectortest.Verify(broken) {
		t.Error(err)
	}
	known := map[collectors.Gap]bool{}
	for _, g := range clean.Gaps {
		known[g] = true
	}
	places := map[string]bool{}
	unread := map[string]map[string]bool{} // by kind and resource, the paths
	for _, g := range broken.Gaps {
		key := g.Kind + " " + g.Resource
		if unread[key] == nil {
			unread[key] = map[string]bool{}
		}
		unread[key][g.Path] = true
		if known[g] {
			continue
		}
		places[strings.TrimSpace(g.Kind+" "+g.Path)] = true
		if g.Call != operation || g.Cause != cause || g.Needs == "" || g.Detail == "" {
			t.Errorf("the gap does not say what happened: %+v", g)
		}
	}
	for _, g := range broken.Gaps {
		if g.Resource == "" && g.Call == operation && operation != "ec2:DescribeRegions" && (g.Region != "") != listedByRegion(g.Kind) {
			t.Errorf("the region of the gap is wrong: %+v", g)
		}
	}
	if len(places) == 0 && idle[operation] == "" {
		t.Errorf("nothing tells that %s failed", operation)
	}
	after := map[string]collectors.Resource{}
	for _, r := range broken.Resources {
		after[r.Kind+" "+r.ID] = r
	}
	for _, before := range clean.Resources {
		key := before.Kind + " " + before.ID
		now, there := after[key]
		delete(after, key)
		if !there {
			if !unread[before.Kind+" "][""] {
				t.Errorf("%s vanished", key)
			}
			continue
		}
		if operation == "s3:GetBucketLocation" && before.Kind == "aws.s3.bucket" {
			unread[key]["origin"] = true // the region itself
		}
		same(t, key, nil, decoded(t, before.JSON), decoded(t, now.JSON), unread[key])
	}
	for key := range after {
		t.Errorf("%s is new", key)
	}
	return slices.Sorted(maps.Keys(places))
}

// listedByRegion says whether a kind is read region by region.
func listedByRegion(kind string) bool {
	return slices.ContainsFunc(table(), func(e entry) bool { return e.scope == regional && slices.Contains(e.kinds, kind) })
}

func decoded(t *testing.T, text json.RawMessage) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// same demands that two values are equal but for what has a gap.
func same(t *testing.T, where string, path collectors.Path, before, after any, unread map[string]bool) {
	t.Helper()
	object, isObject := before.(map[string]any)
	other, alike := after.(map[string]any)
	if !isObject || !alike {
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s %s was %v and is %v", where, path, before, after)
		}
		return
	}
	for name, value := range object {
		at := append(slices.Clone(path), name)
		if unread[at.String()] {
			continue
		}
		now, there := other[name]
		if !there {
			t.Errorf("%s %s is missing and has no gap", where, at)
			continue
		}
		same(t, where, at, value, now, unread)
	}
	for name, value := range other {
		if _, was := object[name]; !was {
			t.Errorf("%s %s is new: %v", where, append(slices.Clone(path), name), value)
		}
	}
}

func readGolden(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/matrix.golden")
	if err != nil && !*update {
		t.Fatal(err)
	}
	out := map[string][]string{}
	operation := ""
	for line := range strings.Lines(string(text)) {
		if place, inner := strings.CutPrefix(line, "  "); inner {
			out[operation] = append(out[operation], strings.TrimSpace(place))
		} else {
			operation = strings.TrimSpace(line)
		}
	}
	return out
}

func writeGolden(t *testing.T, places map[string][]string) {
	t.Helper()
	var b strings.Builder
	for _, operation := range slices.Sorted(maps.Keys(places)) {
		b.WriteString(operation + "\n")
		for _, place := range places[operation] {
			b.WriteString("  " + place + "\n")
		}
	}
	if err := os.WriteFile("testdata/matrix.golden", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
