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

// TestRequests counts what an audit of many repositories asks for, by endpoint, and bounds it: by REST alone, where git brings the files,
// with GraphQL, and again when nothing has changed. The organisation itself takes about 40 requests more, however many repositories it has.
func TestRequests(t *testing.T) {
	const n = 100
	set, _ := opatest.BuiltIn(t, policies.FS)
	wants := wantsOf(t, set)
	for _, c := range []struct {
		name    string
		world   func(githubtest.T, int) *githubtest.Server
		all     bool // what no built-in policy reads too
		options []string
		most    float64 // of each repository, documents of GraphQL among them
		billed  float64 // the second time
	}{
		{"GraphQL", githubtest.Mixed, false, nil, 3.5, 0},
		{"REST", githubtest.Mixed, false, []string{"graphql", "false"}, 8, 0},
		{"GraphQL deep", githubtest.Mixed, false, []string{"deep", "true"}, 7.5, 0},
		{"REST deep", githubtest.Mixed, false, []string{"graphql", "false", "deep", "true"}, 12.5, 0.5},
		{"GraphQL, nothing in the lists", githubtest.Many, false, nil, 3.5, 0},
		{"GraphQL, the organisation decides", strict, false, []string{"deep", "true"}, 3.5, 0},
		{"GraphQL, all kinds", githubtest.Mixed, true, []string{"deep", "true"}, 8.5, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.world(t, n)
			config := asking(s)
			if slices.Contains(c.options, "graphql") {
				config = asGitHub(t, s)
			}
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
			each := ofEach(cold, n)
			t.Logf("cold: %.2f requests of each repository, and %.2f with those of the organisation; about %.2f were announced; %.2f points of GraphQL; git sends %.2f\n%s", each,
				sum(cold)/n, float64(about)/n, float64(s.Points())/n, float64(s.Gits())/n, asked(cold, n))
			if float64(about) < each*n*0.9 || float64(about) > each*n*1.3 {
				t.Errorf("%.0f requests, and about %d were announced", each*n, about)
			}
			if s.Points() > 2*n { // of 5,000 in an hour, which 1,000 repositories are to stay within by far
				t.Errorf("%.2f points of GraphQL for each repository", float64(s.Points())/n)
			}
			if each > c.most {
				t.Errorf("%.2f requests of each repository, want at most %.1f", each, c.most)
			}
			s.Reset()
			snapshotOf(t, config, ask)
			billed := float64(s.Billed()-refusals) / n
			t.Logf("warm: %.2f requests of each repository, %.2f documents among them; %.2f are billed, and %d of the organisation; git sends %d",
				ofEach(s.Asked(), n), float64(s.Asked()[githubtest.GraphQL])/n, max(billed, 0), min(s.Billed(), refusals), s.Gits())
			if billed > c.billed {
				t.Errorf("%.2f requests of each repository are billed the second time, want at most %.1f", billed, c.billed)
			}
		})
	}
}

// refusals is how many answers have no tag whatever the number of repositories: what the organisation refuses, and whether Dependabot's
// alerts are on in the first private and the first public repository, of which GraphQL is believed then.
const refusals = 5

// ofEach is how many requests there are of each of n repositories, documents of GraphQL among them.
func ofEach(asked map[string]int, n int) float64 {
	out := asked[githubtest.GraphQL]
	for _, times := range ofRepositories(asked) {
		out += times
	}
	return float64(out) / float64(n)
}

func sum(asked map[string]int) float64 {
	out := 0
	for _, times := range asked {
		out += times
	}
	return float64(out)
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
