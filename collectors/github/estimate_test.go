package github

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestEstimate holds what is announced against what is sent of each repository, for parts of what is read and for single repositories.
func TestEstimate(t *testing.T) {
	const n = 60
	for _, graph := range []string{"true", "false"} {
		for _, deep := range []string{"false", "true"} {
			for _, only := range []string{"branch protection", "rulesets,branch protection", "deployments", "environments,deployments", "repositories", "collaborators,repositories", "workflows", "webhooks", "secrets", "changes,releases"} {
				s := githubtest.Mixed(t, n)
				about, whole := estimated(t, s, target("acme", "only", only, "graphql", graph, "deep", deep))
				sent := ofEach(s.Asked(), n)
				t.Logf("GraphQL %5s, deep %5s, %-28s %d repositories: %.2f sent, %.2f announced", graph, deep, only, whole, sent, float64(about)/n)
				if got := float64(about) / n; got > sent+0.7 || got < sent-0.6 {
					t.Errorf("GraphQL %s, deep %s, %s: %.2f requests of each repository, and %.2f were announced", graph, deep, only, sent, got)
				}
			}
		}
	}
	for _, deep := range []string{"false", "true"} {
		s := githubtest.Acme(t)
		about, one := estimated(t, s, target("acme/good", "deep", deep))
		if sent := int(sum(s.Asked())); one != 1 || about < sent*3/4 || about > sent*3/2 {
			t.Errorf("deep %s: %d requests of %d repository, and %d were announced:\n%s", deep, sent, one, about, asked(s.Asked(), 1))
		}
	}
}

// estimated visits a target and returns how many requests of how many repositories were announced.
func estimated(t *testing.T, s *githubtest.Server, to collectors.Target) (about, repositories int) {
	t.Helper()
	_, err := collectors.Record(context.Background(), New(asking(s)), to, "test", time.Now, func(_, stage string) {
		var n, many int
		if read, _ := fmt.Sscanf(stage, "%d repositories, about %d requests", &n, &many); read == 2 {
			about, repositories = many, n
		}
		if read, _ := fmt.Sscanf(stage, "%d repository, about %d requests", &n, &many); read == 2 {
			about, repositories = many, n
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return about, repositories
}
