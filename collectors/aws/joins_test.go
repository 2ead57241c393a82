package aws

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

// TestManyOfEachKind judges 2,000 resources of each kind, one kind at a time: a policy that compares each with all others of
// its kind would take some ten seconds.
func TestManyOfEachKind(t *testing.T) {
	evaluate := judge(t)
	s, err := newFake(t).visit(t)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range s.Resources {
		if seen[r.Kind] {
			continue
		}
		seen[r.Kind] = true
		t.Run(r.Kind, func(t *testing.T) {
			many := *s
			many.Resources = multiplied(t, s.Resources, r, 2000)
			began := time.Now()
			findings := evaluate(&many)
			took := time.Since(began)
			t.Logf("%d findings in %v", len(findings), took.Round(time.Millisecond))
			if took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// multiplied are resources with n copies of one in place of all of its kind, each with an id and a name of its own.
func multiplied(t *testing.T, resources []collectors.Resource, one collectors.Resource, n int) []collectors.Resource {
	t.Helper()
	var out []collectors.Resource
	placed := false
	for _, r := range resources {
		if r.Kind != one.Kind {
			out = append(out, r)
			continue
		}
		for i := 0; i < n && !placed; i++ {
			var object map[string]any
			if err := json.Unmarshal(one.JSON, &object); err != nil {
				t.Fatal(err)
			}
			again := one
			again.ID, again.Name = fmt.Sprintf("%s-%06d", one.ID, i), fmt.Sprintf("n%06d", i)
			object["id"], object["name"] = again.ID, again.Name
			text, err := collectors.Canonical(object)
			if err != nil {
				t.Fatal(err)
			}
			again.JSON = text
			out = append(out, again)
		}
		placed = true
	}
	return out
}
