package github

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/engine/opa/opatest"
	"github.com/assize/assize/policies"
)

// TestRequests counts what an audit of many repositories asks for, by endpoint, and bounds it: by REST alone, with GraphQL, and
// again when nothing has changed.
func TestRequests(t *testing.T) {
	const n = 100
	set, _ := opatest.BuiltIn(t, policies.FS)
	wants := wantsOf(t, set)
	for _, c := range []struct {
		name    string
		world   func(githubtest.T, int) *githubtest.Server
		all     bool // what no built-in policy reads too
		options []string
		most    float64
		billed  float64 // the second time
	}{
		{"GraphQL", githubtest.Many, false, nil, 3.6, 0.1},
		{"REST", githubtest.Many, false, []string{"graphql", "false"}, 10.4, 0.1},
		{"GraphQL deep", githubtest.Many, false, []string{"deep", "true"}, 7.7, 0.1},
		{"REST deep", githubtest.Many, false, []string{"graphql", "false", "deep", "true"}, 15.4, 1.1},
		{"GraphQL, the organisation decides", strict, false, []string{"deep", "true"}, 3.6, 0.1},
		{"REST, the organisation decides", strict, false, []string{"graphql", "false", "deep", "true"}, 10.4, 0.1},
		{"GraphQL, all kinds", githubtest.Many, true, []string{"deep", "true"}, 8.7, 0.1},
		{"REST, all kinds", githubtest.Many, true, []string{"graphql", "false", "deep", "true"}, 16.5, 1.1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.world(t, n)
			config := asking(s)
			config.CacheDir = t.TempDir()
			about := 0
			ask := target("acme", c.options...)
			if !slices.Contains(c.options, "deep") {
				delete(ask.Options, "deep")
			}
			if !c.all {
				ask.Wants = wants
			}
			_, err := collectors.Record(context.Background(), New(config), ask, "test", time.Now, func(_, stage string) {
				_, _ = fmt.Sscanf(stage, fmt.Sprintf("%d repositories, about %%d requests", n), &about) // other stages are other texts
			})
			if err != nil {
				t.Fatal(err)
			}
			cold := s.Asked()
			if got := each(cold, 1); float64(about) < got*0.9 || float64(about) > got*1.4 {
				t.Errorf("%.0f requests, and about %d were announced", got, about)
			}
			t.Logf("about %d were announced", about)
			t.Logf("cold:\n%s", asked(cold, n))
			s.Reset()
			snapshotOf(t, config, ask)
			warm := s.Asked()
			t.Logf("warm: %.2f requests per repository, %.2f billed, %.2f documents", each(warm, n), float64(s.Billed())/n, float64(warm[githubtest.GraphQL])/n)
			if got := each(cold, n); got > c.most {
				t.Errorf("%.2f requests per repository, want at most %.1f", got, c.most)
			}
			if got := float64(s.Billed()) / n; got > c.billed {
				t.Errorf("%.2f requests per repository are billed the second time, want at most %.1f", got, c.billed)
			}
		})
	}
}

func wantsOf(t *testing.T, set *opa.Set) *collectors.Wants {
	t.Helper()
	out, err := set.Wants(New(Config{}).Describe().Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// strict is the organisation of Many that decides more itself, and pays for no scanning of private code.
func strict(t githubtest.T, n int) *githubtest.Server {
	s := githubtest.Many(t, n)
	s.Set("/orgs/acme/settings/immutable-releases", githubtest.Object{"enforced_repositories": "all"})
	s.Set("/orgs/acme/actions/permissions/workflow", githubtest.Object{"default_workflow_permissions": "read", "can_approve_pull_request_reviews": false})
	s.Edit("/orgs/acme/repos", githubtest.Object{"security_and_analysis": githubtest.Object{
		"advanced_security": githubtest.Object{"status": "disabled"}, "dependabot_security_updates": githubtest.Object{"status": "enabled"},
		"secret_scanning": githubtest.Object{"status": "disabled"}, "secret_scanning_push_protection": githubtest.Object{"status": "disabled"},
	}})
	return s
}

// each is how many requests there are for each of n repositories.
func each(asked map[string]int, n int) float64 {
	sum := 0
	for _, times := range asked {
		sum += times
	}
	return float64(sum) / float64(n)
}

// asked is the table of requests by endpoint, what is asked for each repository first.
func asked(counts map[string]int, n int) string {
	var b strings.Builder
	for _, endpoint := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	}) {
		fmt.Fprintf(&b, "%8.3f %s\n", float64(counts[endpoint])/float64(n), endpoint)
	}
	fmt.Fprintf(&b, "%8.3f in all", each(counts, n))
	return b.String()
}
