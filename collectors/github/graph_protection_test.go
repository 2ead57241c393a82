package github

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// askedOf has the server note of which repositories an endpoint of REST is asked.
func askedOf(s *githubtest.Server, endpoint string) func() []string {
	var mu sync.Mutex
	var out []string
	s.Instead = func(at string, r *http.Request) *githubtest.Answer {
		if at == endpoint {
			mu.Lock()
			defer mu.Unlock()
			out = append(out, strings.Split(r.URL.Path, "/")[3])
		}
		return nil
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Sorted(slices.Values(out))
	}
}

// TestShownProtection: of what GraphQL shows nothing is asked by REST but of the first repositories, and where GraphQL does not tell
// all of it; and both tell the same.
func TestShownProtection(t *testing.T) {
	s := githubtest.Protected(t)
	rest := withoutChanges(t, snapshotOf(t, asking(s), target("acme", "graphql", "false")))
	for endpoint, want := range map[string][]string{
		protectionOf:    {"a-first", "ask-any-app", "ask-forcing", "ask-hidden", "ask-many", "ask-renamed", "ask-stale", "bad", "void"},                                  // nobody pushed to void
		rulesOf:         {"ask-crowd", "ask-crowd", "ask-enterprise", "ask-part", "ask-pattern", "ask-push", "ask-silent", "ask-tomorrow", "ask-unlisted", "ask-untold"}, // crowd has two pages
		collaboratorsOf: {"a-first", "ask-crowd", "ask-crowd", "ask-custom", "ask-half-named", "ask-less", "ask-no-role", "ask-person", "ask-team", "ask-unnamed", "ask-untold-roles", "bad"},
	} {
		t.Run(endpoint, func(t *testing.T) {
			asked := askedOf(s, endpoint)
			graph := withoutChanges(t, snapshotOf(t, asking(s), target("acme")))
			if diff := cmp.Diff(want, asked()); diff != "" {
				t.Errorf("asked by REST (-want +got):\n%s", diff)
			}
			if slices.Contains(asked(), "all-three") {
				t.Error("a repository with a classic protection, rulesets and people was asked by REST")
			}
			if diff := cmp.Diff(rest, graph); diff != "" {
				t.Errorf("(-REST +GraphQL):\n%s", diff)
			}
		})
	}
}

// TestRolesWithoutNames: an organisation whose plan has no roles but GitHub's own need not be asked for their names.
func TestRolesWithoutNames(t *testing.T) {
	s := githubtest.Protected(t)
	s.EditOne("/orgs/acme", githubtest.Object{"plan": githubtest.Object{"name": "team"}})
	asked := askedOf(s, collaboratorsOf)
	snapshot := snapshotOf(t, asking(s), target("acme", "only", "collaborators"))
	if diff := cmp.Diff([]string{"a-first", "ask-crowd", "ask-crowd", "ask-person", "bad"}, asked()); diff != "" {
		t.Errorf("asked by REST (-want +got):\n%s", diff)
	}
	for _, name := range []string{"ask-unnamed", "ask-untold-roles", "ask-no-role"} {
		is(t, factsOf(t, snapshot, "github.collaborator", "acme/"+name+"/cem"), map[string]string{"role": `"write"`, "permission": `"write"`, "type": `"User"`})
	}
}

// TestWhatRESTRefuses: where REST shows it of no repository, what GraphQL shows is not believed: a plan may not put it in force.
func TestWhatRESTRefuses(t *testing.T) {
	s := githubtest.Protected(t)
	s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
		switch endpoint {
		case protectionOf, rulesOf, rulesetsOf, collaboratorsOf, branchOf:
			a := githubtest.Refusal(403, "Upgrade to GitHub Pro or make this repository public to enable this feature.")
			return &a
		}
		return nil
	}
	graph, rest := snapshotOf(t, asking(s), target("acme")), snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if diff := cmp.Diff(withoutChanges(t, rest), withoutChanges(t, graph)); diff != "" {
		t.Errorf("(-REST +GraphQL):\n%s", diff)
	}
	if cause := gapsOf(graph, "github.branch_protection", "acme/all-three@main")["locked"]; cause != collectors.PlanLimit {
		t.Errorf("whether a branch is locked has the gap %q", cause)
	}
}

// TestServerWithoutIt: a server whose GraphQL lacks what is asked of protection is asked for the other parts all the same.
func TestServerWithoutIt(t *testing.T) {
	s := githubtest.Mixed(t, 300) // in six batches, of which two may be asked about at the same time
	rest := withoutChanges(t, snapshotOf(t, asking(s), target("acme", "graphql", "false")))
	documents := map[string]int{}
	var mu sync.Mutex
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		if endpoint != githubtest.GraphQL {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		for _, word := range []string{"restrictsPushes", "permissionSources", "associatedPullRequests"} {
			if !strings.Contains(documentIn(t, r), word) {
				continue
			}
			if documents[word]++; word != "associatedPullRequests" {
				return &githubtest.Answer{Status: 200, Body: `{"errors":[{"message":"Field '` + word + `' doesn't exist","extensions":{"code":"undefinedField"}}]}`}
			}
		}
		return nil
	}
	graph := snapshotOf(t, asking(s), target("acme"))
	few := func(n int) bool { return n == 1 || n == 2 }
	if diff := cmp.Diff(rest, withoutChanges(t, graph)); diff != "" {
		t.Errorf("(-REST +GraphQL):\n%s", diff)
	}
	if !few(documents["restrictsPushes"]) || !few(documents["permissionSources"]) || documents["associatedPullRequests"] < 6 {
		t.Errorf("documents: %v", documents)
	}
	factsOf(t, graph, "github.change_sample", "acme/r0001@main")
}

// fieldsOf are the fields of GraphQL that a visit asks for.
func fieldsOf(t *testing.T, s *githubtest.Server, options ...string) map[string]bool {
	var mu sync.Mutex
	out := map[string]bool{}
	s.Field = func(field string, _ []any) *githubtest.GraphError {
		mu.Lock()
		defer mu.Unlock()
		out[field] = true
		return nil
	}
	snapshotOf(t, asking(s), target("acme", options...))
	s.Field = nil
	return out
}

// TestShownMatrix has each field be null without a word, and those that TestGraphMatrix does not come by with each error that GitHub
// has: what REST tells is told, and nothing else.
func TestShownMatrix(t *testing.T) {
	only := []string{"only", "rulesets,branch protection,collaborators"}
	s := githubtest.Protected(t)
	rest := withoutChanges(t, snapshotOf(t, asking(s), target("acme", append(only, "graphql", "false")...)))
	known, cases := fieldsOf(t, githubtest.Acme(t)), 0
	for field := range fieldsOf(t, s, only...) {
		errors := []githubtest.GraphError{{}}
		if !known[field] {
			errors = append(errors, graphErrors()...)
		}
		for _, bad := range errors {
			cases++
			t.Run(field+" "+bad.Type+" "+bad.Message, func(t *testing.T) {
				t.Parallel()
				s := githubtest.Protected(t)
				failing(field, bad)(s)
				graph := withoutChanges(t, snapshotOf(t, asking(s), target("acme", only...)))
				if diff := cmp.Diff(rest, graph); diff != "" {
					t.Errorf("(-REST +GraphQL):\n%s", diff)
				}
			})
		}
	}
	if t.Logf("%d cases", cases); cases < 200 {
		t.Errorf("only %d cases", cases)
	}
}

// TestNothingIsAskedOfWhatIsNotBelieved: what would not be believed is not asked for together with what is.
func TestNothingIsAskedOfWhatIsNotBelieved(t *testing.T) {
	s := githubtest.Protected(t)
	s.Refuse("/repos/acme/by-all/branches/main/protection", 404, "Not Found") // its owner administers that one no more
	s.Set("/repos/acme/bad/branches/main/protection", s.Example("/repos/{owner}/{repo}/branches/{branch}/protection"))
	s.Takes = "github_pat_x"
	var mu sync.Mutex
	asked := map[string]bool{}
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		if endpoint == githubtest.GraphQL && strings.Contains(documentIn(t, r), "restrictsPushes") {
			mu.Lock()
			defer mu.Unlock()
			for _, name := range namesIn(t, r) {
				asked[name] = true
			}
		}
		return nil
	}
	config := asking(s)
	config.Env = variables(map[string]string{"GITHUB_TOKEN": s.Takes})
	snapshotOf(t, config, target("acme"))
	if !asked["locked"] || asked["by-all"] || asked["bad"] || asked["unruled"] {
		t.Errorf("asked of %v", slices.Sorted(maps.Keys(asked)))
	}
}

// documentIn is the document that a request sends. It leaves the request as it was.
func documentIn(t *testing.T, r *http.Request) string {
	body, err := r.GetBody()
	if err != nil {
		t.Error(err)
		return ""
	}
	var asked struct{ Query string }
	if err := json.NewDecoder(body).Decode(&asked); err != nil {
		t.Error(err)
	}
	return asked.Query
}
