package github

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
	"github.com/assize/assize/engine/opa/opatest"
	"github.com/assize/assize/policies"
)

// TestRequestsByGit counts what REST is asked for each repository where git brings the files, and holds what was announced, by an audit
// and by doctor, against it.
func TestRequestsByGit(t *testing.T) {
	const n = 20
	set, _ := opatest.BuiltIn(t, policies.FS)
	for _, c := range []struct {
		name   string
		world  func(githubtest.T, int) *githubtest.Server
		deep   string
		most   float64
		billed float64 // the second time
		gits   int     // by git for all of them: two to list the files, and two to bring some where some are read
	}{
		{"REST", githubtest.Many, "false", 8, 0, 4 * n},
		{"REST deep", githubtest.Many, "true", 13, 1, 4 * n}, // whether Dependabot's alerts are on
		{"REST, the organisation decides", strict, "true", 8, 0, 4 * n},
		{"REST, as in companies", githubtest.Mixed, "false", 8, 0, 58},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.world(t, n)
			config := asGitHub(t, s)
			config.CacheDir = t.TempDir()
			ask := target("acme", "graphql", "false", "deep", c.deep)
			ask.Wants = wantsOf(t, set)
			about := 0
			_, err := collectors.Record(context.Background(), New(config), ask, "test", time.Now, func(_, stage string) {
				_, _ = fmt.Sscanf(stage, fmt.Sprintf("%d repositories, about %%d requests", n), &about) // other stages are other texts
			})
			if err != nil {
				t.Fatal(err)
			}
			cold, gits := ofRepositories(s.Asked()), s.Gits()
			s.Reset()
			snapshotOf(t, config, ask)
			billed := float64(s.Billed()) / n
			t.Logf("%.2f requests of each repository, about %.2f were announced; git sends %.2f; the second time %.2f are billed, and git sends %d",
				each(cold, n), float64(about)/n, float64(gits)/n, billed, s.Gits())
			if got := each(cold, n); got > c.most || float64(about) < got*n*0.9 || float64(about) > got*n*1.4 {
				t.Errorf("%.2f requests of each repository, want at most %.0f, and about %.2f were announced:\n%s", got, c.most, float64(about)/n, asked(cold, n))
			}
			if gits != c.gits || s.Gits() > 0 || s.Billed() > int(c.billed*n)+1 { // the organisation is refused one
				t.Errorf("git sends %d requests, and %d when nothing has changed, and %.2f are billed then, want %.0f", gits, s.Gits(), billed, c.billed)
			}
			config.CacheDir = ""
			if told := announced(t, config, ask); !strings.Contains(told, fmt.Sprintf("about %d requests", about)) {
				t.Errorf("doctor announces %q, and the audit %d", told, about)
			}
		})
	}
}

// ofRepositories are the counts of what single repositories were asked for.
func ofRepositories(counts map[string]int) map[string]int {
	out := map[string]int{}
	for endpoint, times := range counts {
		if strings.HasPrefix(endpoint, repoOf) {
			out[endpoint] = times
		}
	}
	return out
}

// announced is what doctor says an audit takes.
func announced(t *testing.T, c Config, to collectors.Target) string {
	t.Helper()
	out := &heard{}
	if _, err := New(c).Probe(context.Background(), to, out); err != nil {
		t.Fatal(err)
	}
	return out.requests
}

// heard is a sink that keeps the option "requests" alone.
type heard struct{ requests string }

func (*heard) Identify(string, string) {}
func (h *heard) Option(name, value string) {
	if name == "requests" {
		h.requests = value
	}
}
func (*heard) Kinds(...string)                                        {}
func (*heard) Resource(collectors.Head, any, ...collectors.Gap) error { return nil }
func (*heard) Gap(collectors.Gap)                                     {}
func (*heard) Cover(collectors.Coverage)                              {}
func (*heard) Progress(string)                                        {}
