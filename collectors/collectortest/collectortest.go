// Package collectortest is the conformance suite that every collector passes. A collector's own tests call
// Run with a target that they set up; what Run demands is what the engine and the reports rely on.
package collectortest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds"
	"github.com/assize/assize/collectors/kinds/shape"
)

// Run visits target twice and returns the first snapshot. It fails the test when the snapshot breaks the
// model, when the second visit gives other identities, and when a visit with an ended context does not return
// or claims success. The kinds in live may come and go between two visits, such as sockets on a machine at work.
func Run(t *testing.T, c collectors.Collector, target collectors.Target, live ...string) *collectors.Snapshot {
	t.Helper()
	for _, err := range described(c.Describe()) {
		t.Error(err)
	}
	first := visit(t, c, target)
	for _, err := range Verify(first) {
		t.Error(err)
	}
	if again := visit(t, c, target); again.Targets[0].ID != first.Targets[0].ID {
		t.Errorf("the target was %q and is %q at the second visit", first.Targets[0].ID, again.Targets[0].ID)
	} else if diff := cmp.Diff(identities(first, live), identities(again, live)); diff != "" {
		t.Errorf("the second visit (+) found other resources:\n%s", diff)
	}
	endsWithContext(t, c, target)
	return first
}

// described returns what is wrong with a description's options: each belongs to a scheme, and each that a scheme
// names is explained.
func described(d collectors.Description) []error {
	var out []error
	used := map[string]bool{}
	for _, s := range d.Schemes {
		if !slices.IsSorted(s.Options) {
			out = append(out, fmt.Errorf("the options of %s: are not sorted", s.Name))
		}
		for _, name := range s.Options {
			used[name] = true
			if d.Options[name] == "" {
				out = append(out, fmt.Errorf("%s: names the option %q, which is not described", s.Name, name))
			}
		}
	}
	for name := range d.Options {
		if !used[name] {
			out = append(out, fmt.Errorf("the option %q belongs to no scheme", name))
		}
	}
	return out
}

func visit(t *testing.T, c collectors.Collector, target collectors.Target) *collectors.Snapshot {
	t.Helper()
	clock := func() time.Time { return time.Unix(1_700_000_000, 0) }
	s, err := collectors.Record(t.Context(), c, target, "collectortest", clock, nil)
	if err != nil {
		t.Fatalf("visit %s: %v", target.Ref, err)
	}
	return s
}

func identities(s *collectors.Snapshot, live []string) []string {
	var out []string
	for _, r := range s.Resources {
		if !slices.Contains(live, r.Kind) {
			out = append(out, r.Kind+" "+r.ID)
		}
	}
	return out
}

func endsWithContext(t *testing.T, c collectors.Collector, target collectors.Target) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done := make(chan error, 1)
	go func() {
		_, err := collectors.Record(ctx, c, target, "collectortest", time.Now, nil)
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a visit under an ended context reported success")
		}
	case <-time.After(10 * time.Second):
		t.Error("a visit under an ended context did not return within 10 s")
	}
}

// Verify returns how a snapshot breaks the model: resources of undeclared kinds, facts that the kind does
// not have, facts that are missing without a gap, gaps on facts that are there, gaps without a cause, control
// characters in names, and bytes that change when the snapshot is written and read.
func Verify(s *collectors.Snapshot) []error {
	var problems []error
	known := map[string]collectors.Kind{}
	for _, k := range kinds.All() {
		known[k.Name] = k
	}
	declared := map[string]bool{}
	for _, target := range s.Targets {
		for _, kind := range target.Kinds {
			declared[target.ID+" "+kind] = true
		}
	}
	for _, r := range s.Resources {
		if !declared[r.Origin.Target+" "+r.Kind] {
			problems = append(problems, fmt.Errorf("%s %q: the collector does not declare this kind", r.Kind, r.ID))
		}
		if strings.ContainsFunc(r.ID+r.Name, unicode.IsControl) {
			problems = append(problems, fmt.Errorf("%s %q: control characters in the id or name", r.Kind, r.ID))
		}
		if kind, ok := known[r.Kind]; ok {
			problems = append(problems, verifyFacts(kind, r, s.GapsOf(r.Origin.Target, r.Kind))...)
		}
	}
	for _, g := range s.Gaps {
		if !slices.Contains(collectors.Causes(), g.Cause) {
			problems = append(problems, fmt.Errorf("gap on %s: unknown cause %q", g.Place(), g.Cause))
		}
		if g.Cause == collectors.Denied && g.Needs == "" {
			problems = append(problems, fmt.Errorf("gap on %s was denied and does not say what it needs", g.Place()))
		}
		if !declared[g.Target+" "+g.Kind] {
			problems = append(problems, fmt.Errorf("gap on %s: the collector does not declare this kind", g.Place()))
		}
	}
	return append(problems, verifyRoundTrip(s)...)
}

func verifyFacts(kind collectors.Kind, r collectors.Resource, gaps []collectors.Gap) []error {
	var problems []error
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(r.JSON))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil {
		return []error{fmt.Errorf("%s %q: %w", r.Kind, r.ID, err)}
	}
	for _, head := range []string{"kind", "id", "name", "origin", "tags"} {
		delete(object, head)
	}
	unread := map[string]bool{}
	for _, g := range gaps {
		if g.Resource != r.ID || g.Path == "" {
			continue
		}
		unread[g.Path] = true
		path, err := collectors.ParsePath(g.Path)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s %q: %w", r.Kind, r.ID, err))
			continue
		}
		if _, there := path.Lookup(object); there {
			problems = append(problems, fmt.Errorf("%s %q: %s has a gap and a value", r.Kind, r.ID, g.Path))
		}
	}
	for _, problem := range shape.Verify(object, kind.Facts, unread) {
		problems = append(problems, fmt.Errorf("%s %q: %s", r.Kind, r.ID, problem))
	}
	return problems
}

func verifyRoundTrip(s *collectors.Snapshot) []error {
	var text bytes.Buffer
	if err := s.Write(&text); err != nil {
		return []error{err}
	}
	read, err := collectors.ReadSnapshot(&text)
	if err != nil {
		return []error{fmt.Errorf("read back: %w", err)}
	}
	before, err := s.Digest()
	if err != nil {
		return []error{err}
	}
	if after, err := read.Digest(); err != nil || before != after { // over all that is written, before it is compressed
		return []error{fmt.Errorf("the snapshot changes when it is written and read (%v)", err)}
	}
	return nil
}
