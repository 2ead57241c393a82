package github

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// deploys gives good some deployments to the environment of the example, the newest first; each has states with the runs in them,
// and a run has reviews.
func deploys(s *githubtest.Server, creator string, states []githubtest.Object, reviews map[int][]githubtest.Object) {
	const at = "/repos/acme/good"
	var list []any
	for i := range 2 {
		id := 9 - i
		list = append(list, githubtest.Object{
			"id": id, "sha": fmt.Sprintf("a%d", id), "environment": "staging", "created_at": "2025-04-01T10:00:00Z", "creator": githubtest.Object{"login": creator, "type": "User"},
		})
		all := []any{}
		for _, state := range states {
			all = append(all, state)
		}
		s.Set(fmt.Sprintf("%s/deployments/%d/statuses", at, id), all)
	}
	s.Set(at+"/deployments", list)
	for run, some := range reviews {
		all := []any{}
		for _, review := range some {
			all = append(all, review)
		}
		s.Set(fmt.Sprintf("%s/actions/runs/%d/approvals", at, run), all)
	}
}

func status(is string, run int) githubtest.Object {
	out := githubtest.Object{"state": is, "log_url": ""}
	if run > 0 {
		out["log_url"] = fmt.Sprintf("https://github.com/acme/good/actions/runs/%d/job/5", run)
	}
	return out
}

func review(is, by string, of ...string) githubtest.Object {
	if of == nil {
		of = []string{"staging"}
	}
	var environments []any
	for _, name := range of {
		environments = append(environments, githubtest.Object{"name": name})
	}
	return githubtest.Object{"state": is, "comment": "", "environments": environments, "user": githubtest.Object{"login": by}}
}

func hidden(review githubtest.Object) githubtest.Object {
	review["graphql hidden"] = true
	return review
}

// TestDeploymentsByGraph: GraphQL tells of deployments what REST tells, without its requests, or REST is asked.
func TestDeploymentsByGraph(t *testing.T) {
	type (
		states  = []githubtest.Object
		reviews = map[int][]githubtest.Object
	)
	for name, c := range map[string]struct {
		change func(*githubtest.Server)
		rest   int // requests
	}{
		"as it is": {func(*githubtest.Server) {}, 0},
		"approved by two": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("success", 7), status("in_progress", 7)}, reviews{7: {review("approved", "ada"), review("approved", "ben")}})
		}, 0},
		"approved by itself": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("inactive", 7)}, reviews{7: {review("approved", "cem")}})
		}, 0},
		"approved for both": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("success", 7)}, reviews{7: {review("approved", "ada", "qa", "staging"), review("approved", "ben", "qa")}})
		}, 0},
		"of a bot": {func(s *githubtest.Server) {
			deploys(s, "github-actions[bot]", states{status("success", 7)}, reviews{7: {review("approved", "ada")}})
		}, 0},
		"approved for another": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("success", 7)}, reviews{7: {review("approved", "ada", "qa")}})
		}, 5},
		"an approval is not shown": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("success", 7)}, reviews{7: {hidden(review("approved", "ada"))}})
		}, 5},
		"rejected": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("failure", 7)}, reviews{7: {review("rejected", "ada")}})
		}, 0},
		"unapproved":     {func(s *githubtest.Server) { deploys(s, "cem", states{status("success", 7)}, reviews{7: {}}) }, 5},
		"by no workflow": {func(s *githubtest.Server) { deploys(s, "cem", states{status("success", 0)}, nil) }, 0},
		"pending":        {func(s *githubtest.Server) { deploys(s, "cem", nil, nil) }, 0},
		"two runs": {func(s *githubtest.Server) {
			deploys(s, "cem", states{status("success", 8), status("success", 7)}, reviews{7: {review("approved", "ada")}, 8: {}})
		}, 5},
		"none": {func(s *githubtest.Server) { s.Set("/repos/acme/good/deployments", []any{}) }, 1},
		"reviews are refused": {func(s *githubtest.Server) {
			s.Field = func(field string, _ []any) *githubtest.GraphError {
				return map[string]*githubtest.GraphError{"WorkflowRun.deploymentReviews": {Type: "FORBIDDEN", Message: "Resource not accessible by integration"}}[field]
			}
		}, 3},
		"GraphQL shows none": {func(s *githubtest.Server) {
			s.EditOne("/repos/acme/good/environments", githubtest.Object{"environments": []any{githubtest.Object{
				"name": "prod", "can_admins_bypass": false, "deployment_branch_policy": nil,
				"protection_rules": []any{githubtest.Object{"type": "required_reviewers", "prevent_self_review": true, "reviewers": []any{githubtest.Object{"type": "User", "reviewer": githubtest.Object{"login": "ada"}}}}},
			}}})
		}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			c.change(s)
			graph := snapshotOf(t, asking(s), target("acme", "only", "environments,deployments"))
			asked := s.Asked()
			if n := s.Points(); n > 2 { // of the census, and of the deployments to one environment
				t.Errorf("%d points of GraphQL", n)
			}
			if n := asked[deploymentsOf] + asked[statusesOf] + asked[approvalsOf]; n != c.rest {
				t.Errorf("%d requests by REST, want %d", n, c.rest)
			}
			rest := snapshotOf(t, asking(s), target("acme", "only", "environments,deployments", "graphql", "false"))
			if diff := cmp.Diff(samplesOf(rest), samplesOf(graph)); diff != "" {
				t.Errorf("-REST +GraphQL:\n%s", diff)
			}
			if name == "approved for another" && !strings.Contains(samplesOf(graph)[0], `"approved_by":[]`) {
				t.Errorf("an approval for another environment counts: %s", samplesOf(graph)[0])
			}
		})
	}
}

func samplesOf(s *collectors.Snapshot) []string {
	var out []string
	for _, r := range s.Resources {
		if r.Kind == "github.deployment_sample" {
			out = append(out, string(r.JSON))
		}
	}
	return out
}
