package github

import (
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestOnRequest: without the option deep an organisation's repositories are not asked for what takes requests of its own in each of
// them, by GraphQL and without; that is a gap that says how to have it, and all else is told as ever. Single repositories are
// asked for all.
func TestOnRequest(t *testing.T) {
	for name, graph := range map[string]string{"GraphQL": "true", "REST": "false"} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			asked := []string{secretsOf, setupOf, analysesOf, immutableOf}
			places := []string{"github.secret ", "github.repository code_scanning.default_setup", "github.repository code_scanning.last_analysis", "github.repository security.immutable_releases"}
			if graph == "false" { // which tells of deployments, too
				asked, places = append(asked, deploymentsOf, statusesOf, approvalsOf), append(places, "github.deployment_sample ")
			}
			whole := snapshotOf(t, asking(s), target("acme", "graphql", graph))
			for _, endpoint := range asked {
				if s.Asked()[endpoint] == 0 {
					t.Errorf("%s is not asked on request", endpoint)
				}
			}
			s.Reset()
			lean := target("acme", "graphql", graph)
			delete(lean.Options, "deep")
			some := snapshotOf(t, asking(s), lean)
			for _, endpoint := range asked {
				if n := s.Asked()[endpoint]; n != 0 {
					t.Errorf("%s is asked %d times without a request", endpoint, n)
				}
			}
			for _, problem := range compare(t, cleanOf(t, whole), some) {
				t.Error(problem)
			}
			before := map[collectors.Gap]bool{}
			for _, g := range whole.Gaps {
				before[g] = true
			}
			kinds := map[string]int{}
			for _, g := range some.Gaps {
				if before[g] {
					continue
				}
				if kinds[g.Kind+" "+g.Path]++; g.Cause != collectors.Spared || g.Needs != "--deep, or the option deep=true" {
					t.Errorf("%s %s %s: %s, %q", g.Kind, g.Resource, g.Path, g.Cause, g.Needs)
				}
			}
			for _, place := range places {
				if kinds[place] == 0 {
					t.Errorf("no gap at %s", place)
				}
			}
		})
	}
	s := githubtest.Acme(t)
	for _, g := range snapshotOf(t, asking(s), target("acme", "deep", "false")).Gaps { // that is a choice
		if g.Cause == collectors.Spared || g.Path == "code_scanning.default_setup" && g.Cause != collectors.NotRequested {
			t.Errorf("%s %s %s has the cause %s", g.Kind, g.Resource, g.Path, g.Cause)
		}
	}
	s.Reset()
	one := target("acme/good")
	delete(one.Options, "deep")
	if snapshotOf(t, asking(s), one); s.Asked()[secretsOf] != 1 || s.Asked()[setupOf] != 1 {
		t.Errorf("a single repository is not asked for all: %v", s.Asked())
	}
	s.Reset()
	if snapshotOf(t, asking(s), target("acme/good", "deep", "false")); s.Asked()[secretsOf] != 0 || s.Asked()[setupOf] != 0 {
		t.Errorf("a single repository is asked for what nobody wants: %v", s.Asked())
	}
}
