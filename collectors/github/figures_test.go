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
	"github.com/assize/assize/engine"
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
	fewer := wantsOf(t, set.Select(func(p engine.Policy) bool {
		if !strings.HasPrefix(p.Kind, "github.") && !strings.HasPrefix(p.Kind, "ci.") {
			return false
		}
		one := wantsOf(t, set.Select(func(q engine.Policy) bool { return q.ID == p.ID }))
		if besides(one) {
			t.Logf("%s is left out in the rows of few policies less", p.ID)
		}
		return !besides(one)
	}))
	for _, c := range []struct {
		name    string
		strict  bool // the organisation leaves its repositories less to decide, and pays for no scanning of private code
		all     bool // what no built-in policy reads too
		options []string
		most    float64
		billed  float64 // the second time
	}{
		{"REST, all kinds", false, true, []string{"graphql", "false"}, 16.5, 2.1},
		{"GraphQL, all kinds", false, true, nil, 8.7, 0.1},
		{"REST", false, false, []string{"graphql", "false"}, 15.4, 2.1},
		{"GraphQL", false, false, nil, 7.7, 0.1},
		{"REST strict", true, false, []string{"graphql", "false"}, 10.4, 1.1},
		{"GraphQL strict", true, false, nil, 3.6, 0.1},
		{"REST, few policies less", false, false, []string{"graphql", "false", "skip", "workflows"}, 9.5, 2.1},
		{"GraphQL, few policies less", false, false, nil, 3.7, 0.1},
	} {
		t.Run(c.name, func(t *testing.T) {
			wants := wants
			if strings.HasSuffix(c.name, "less") {
				wants = fewer
			}
			s := githubtest.Many(t, n)
			if c.strict {
				strict(s)
			}
			config := asking(s)
			config.CacheDir = t.TempDir()
			about := 0
			ask := target("acme", c.options...)
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

// besides says whether something is read that each repository is asked for alone, and that the budget of the design does not
// count: a repository's own secrets, how its code is scanned (without which no alert counts), and whether its releases are immutable.
func besides(w *collectors.Wants) bool {
	return w.Kind("github.secret") || w.Fact("github.repository", "code_scanning") || w.Fact("github.repository", "alerts.code_scanning") || w.Fact("github.repository", "security.immutable_releases")
}

// strict has the organisation of Many decide more itself.
func strict(s *githubtest.Server) {
	s.Set("/orgs/acme/settings/immutable-releases", githubtest.Object{"enforced_repositories": "all"})
	s.Set("/orgs/acme/actions/permissions/workflow", githubtest.Object{"default_workflow_permissions": "read", "can_approve_pull_request_reviews": false})
	s.Edit("/orgs/acme/repos", githubtest.Object{"security_and_analysis": githubtest.Object{
		"advanced_security": githubtest.Object{"status": "disabled"}, "dependabot_security_updates": githubtest.Object{"status": "enabled"},
		"secret_scanning": githubtest.Object{"status": "disabled"}, "secret_scanning_push_protection": githubtest.Object{"status": "disabled"},
	}})
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
