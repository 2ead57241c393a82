package host

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// lesser asserts that some says what one of the whole snapshots says, but by gaps. They are taken before and
// after it, because a machine at work may change in between.
func lesser(t *testing.T, some *collectors.Snapshot, whole ...*collectors.Snapshot) {
	t.Helper()
	var problems []string
	for _, all := range whole {
		if problems = differences(t, all, some); len(problems) == 0 {
			return
		}
	}
	t.Error(strings.Join(problems, "\n"))
}

// differences lists what some says otherwise than all, gaps apart.
func differences(t *testing.T, all, some *collectors.Snapshot) []string {
	t.Helper()
	c := comparison{unread: map[string]bool{}}
	for _, g := range some.Gaps {
		c.unread[g.Kind+" "+g.Resource+" "+g.Path] = true
	}
	seen := map[string]map[string]any{}
	for _, r := range some.Resources {
		if o := object(t, r); !comesAndGoes(o) {
			seen[r.Kind+" "+r.ID] = o
		}
	}
	for _, r := range all.Resources {
		theirs := object(t, r)
		if comesAndGoes(theirs) {
			continue
		}
		there, ok := seen[r.Kind+" "+r.ID]
		delete(seen, r.Kind+" "+r.ID)
		if !ok {
			if !c.unread[r.Kind+"  "] {
				c.add("%s %q vanished without a gap", r.Kind, r.ID)
			}
			continue
		}
		dropMeasured(theirs)
		dropMeasured(there)
		if r.Kind == "linux.host" {
			delete(theirs, "collected_uid") // of the visit, not of the host
			delete(there, "collected_uid")
		}
		c.compare(r, nil, theirs, there)
	}
	for name := range seen {
		c.add("%s is new", name)
	}
	return c.problems
}

func object(t *testing.T, r collectors.Resource) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(r.JSON, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A comparison holds what a lesser visit saw against what root saw.
type comparison struct {
	unread   map[string]bool // kind, resource and path of the gaps
	problems []string
}

func (c *comparison) add(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// compare wants what is left out to be a gap, and what is there to be the same.
func (c *comparison) compare(r collectors.Resource, path collectors.Path, all, some any) {
	theirs, isObject := all.(map[string]any)
	ours, alsoObject := some.(map[string]any)
	if !isObject || !alsoObject {
		if diff := cmp.Diff(all, some); diff != "" {
			c.add("%s %s %s: it is (-), and the lesser visit says (+):\n%s", r.Kind, r.ID, path, diff)
		}
		return
	}
	for key, value := range theirs {
		at := append(append(collectors.Path{}, path...), key)
		mine, there := ours[key]
		if there {
			c.compare(r, at, value, mine)
		} else if !c.unread[r.Kind+" "+r.ID+" "+at.String()] {
			c.add("%s %s: %s is missing without a gap", r.Kind, r.ID, at)
		}
	}
	for key := range ours {
		if _, there := theirs[key]; !there {
			c.add("%s %s: only the lesser visit sees %s", r.Kind, r.ID, append(append(collectors.Path{}, path...), key))
		}
	}
}
