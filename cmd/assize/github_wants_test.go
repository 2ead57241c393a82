package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github"
	"github.com/assize/assize/collectors/github/githubtest"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/engine/opa/opatest"
	"github.com/assize/assize/policies"
)

// TestNothingUnwantedChangesAVerdict reads for each policy on kinds of GitHub and of pipelines what it alone wants, of an
// organisation and of a repository, with tokens that see all and less: it says the same as when everything is read. To policies
// on what was left out it is unknown, and never that there is none.
func TestNothingUnwantedChangesAVerdict(t *testing.T) {
	all, _ := opatest.BuiltIn(t, policies.FS)
	for name, weaken := range map[string]func(*githubtest.Server){
		"owner": func(*githubtest.Server) {}, "stranger": stranger(403, "Resource not accessible by personal access token"), "member": member,
	} {
		for _, address := range []string{"acme", "acme/bad", "acme/void"} {
			t.Run(name+" "+address, func(t *testing.T) {
				s := tagged(t)
				weaken(s)
				whole := readFor(t, s, address, nil)
				full, fewer, sent := asksOf(s), 0, 0
				for _, p := range all.Policies() {
					if !strings.HasPrefix(p.Kind, "github.") && !strings.HasPrefix(p.Kind, "ci.") {
						continue
					}
					one := all.Select(func(q engine.Policy) bool { return q.ID == p.ID })
					wants, err := one.Wants(github.New(github.Config{}).Describe().Kinds)
					if err != nil {
						t.Fatal(err)
					}
					narrow := readFor(t, s, address, wants)
					if diff := cmp.Diff(judged(t, one, whole), judged(t, one, narrow)); diff != "" {
						t.Errorf("%s says something else when nothing but what it wants is read:\n%s", p.ID, diff)
					}
					if n := asksOf(s); n < full {
						fewer, sent = fewer+1, sent+n
					}
					othersAreUnknown(t, all, wants, narrow)
				}
				t.Logf("%d requests for all, on average %d for one policy", full, sent/max(fewer, 1))
				if fewer < 100 {
					t.Errorf("only for %d policies fewer requests were sent", fewer)
				}
			})
		}
	}
}

// readFor reads a target of a stand-in.
func readFor(t *testing.T, s *githubtest.Server, address string, wants *collectors.Wants) *collectors.Snapshot {
	t.Helper()
	s.Reset()
	c := github.New(github.Config{Transport: s, Now: time.Now, Env: func(name string) string {
		return map[string]string{"GITHUB_TOKEN": githubtest.Token}[name]
	}})
	target := collectors.Target{Ref: "github:" + address, Scheme: "github", Address: address, Wants: wants}
	snapshot, err := collectors.Record(t.Context(), c, target, "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

func asksOf(s *githubtest.Server) int {
	n := 0
	for _, times := range s.Asked() {
		n += times
	}
	return n
}

// judged are what a set finds, without how a gap came about.
func judged(t *testing.T, set *opa.Set, s *collectors.Snapshot) map[string][]any {
	t.Helper()
	findings, err := set.Evaluate(t.Context(), s, engine.Options{Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]any{}
	for _, f := range findings {
		var gaps []string
		for _, g := range f.Gaps {
			gaps = append(gaps, g.Place()+" "+string(g.Cause)+" "+g.Needs)
		}
		out[f.Policy+" "+f.Kind+" "+f.Resource] = []any{f.Verdict, f.Note, f.Failures, f.Evidence, gaps}
	}
	return out
}

// othersAreUnknown holds each verdict on a kind of which nothing was read against the only one that there can be.
func othersAreUnknown(t *testing.T, all *opa.Set, wants *collectors.Wants, s *collectors.Snapshot) {
	t.Helper()
	others := all.Select(func(p engine.Policy) bool {
		return (strings.HasPrefix(p.Kind, "github.") || strings.HasPrefix(p.Kind, "ci.")) && !wants.Kind(p.Kind)
	})
	findings, err := others.Evaluate(t.Context(), s, engine.Options{Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) < len(others.Policies()) {
		t.Errorf("%d findings of %d policies on what was not read", len(findings), len(others.Policies()))
	}
	for _, f := range findings {
		if f.Verdict != engine.Unknown && !(f.Verdict == engine.NotApplicable && f.Note == "no register given") {
			t.Errorf("%s on %s, which was not read: %s %s", f.Policy, f.Kind, f.Verdict, f.Note)
		}
	}
}
