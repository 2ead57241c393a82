package github

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestGraphMatrix has GraphQL fail as a whole in each way, and each of its fields with each error that GitHub has: what the clean
// visit told is told again, or has a gap that says why not.
func TestGraphMatrix(t *testing.T) {
	for _, address := range []string{"acme", "acme/good"} {
		server := githubtest.Acme(t)
		narrow := narrowed{}
		clean := narrow.clean(t, address, "")
		for name, trouble := range troubles() {
			t.Run(address+" "+name, func(t *testing.T) { inTrouble(t, clean, githubtest.GraphQL, name, trouble) })
		}
		fields := map[string]bool{}
		var mu sync.Mutex
		server.Field = func(field string, _ []any) *githubtest.GraphError {
			mu.Lock()
			defer mu.Unlock()
			fields[field] = true
			return nil
		}
		snapshotOf(t, asking(server), target(address))
		cases := 0
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			touched := touchedBy(t, clean, address, failing(field, graphErrors()[0]), failing(field, graphErrors()[4]))
			for i, bad := range graphErrors() {
				cases++
				before := clean
				if i != 0 && i != 4 {
					before = narrow.clean(t, address, touched)
				}
				t.Run(address+" "+field+" "+bad.Type+bad.Message[:9], func(t *testing.T) { fieldInTrouble(t, before, field, bad) })
			}
		}
		t.Logf("%s: %d fields, %d cases", address, len(fields), cases)
		if cases < 100 {
			t.Errorf("only %d cases", cases)
		}
	}
}

func graphErrors() []githubtest.GraphError {
	return []githubtest.GraphError{
		{Type: "FORBIDDEN", Message: "Resource not accessible by personal access token"},
		{Type: "NOT_FOUND", Message: "Could not resolve to a node"},
		{Type: "INSUFFICIENT_SCOPES", Message: "Your token has not been granted the required scopes"},
		{Type: "FORBIDDEN", Message: "Although you appear to have the correct authorization credentials, the `acme` organization has enabled SAML SSO."},
		{Message: "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug."},
		{Type: "SERVICE_UNAVAILABLE", Message: "Service is not available"},
	}
}

// failing has a field of GraphQL say an error.
func failing(field string, bad githubtest.GraphError) func(*githubtest.Server) {
	return func(s *githubtest.Server) {
		s.Field = func(at string, _ []any) *githubtest.GraphError {
			if at == field {
				return &bad
			}
			return nil
		}
	}
}

func fieldInTrouble(t *testing.T, clean *cleanVisit, field string, bad githubtest.GraphError) {
	t.Parallel()
	server := githubtest.Acme(t)
	failing(field, bad)(server)
	broken, err := visitOf(t, asking(server), clean.target)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range collectortest.Verify(broken) {
		t.Error(err)
	}
	for _, problem := range compare(t, clean, broken) {
		t.Error(problem)
	}
	for _, g := range broken.Gaps {
		if strings.HasPrefix(g.Call, "POST /graphql") && g.Cause == collectors.Failed && bad.Type != "" && bad.Type != "SERVICE_UNAVAILABLE" {
			t.Errorf("the error %q is a gap without a cause: %+v", bad.Type, g)
		}
	}
}

// TestGraphAndRESTAgree: what both can tell is the same, whoever asks.
func TestGraphAndRESTAgree(t *testing.T) {
	for _, reader := range []bool{false, true} {
		s := githubtest.Many(t, 60)
		s.Reader = reader
		graph := snapshotOf(t, asking(s), target("acme"))
		if s.Asked()[githubtest.GraphQL] == 0 {
			t.Fatal("GraphQL was not asked")
		}
		s.Reset()
		rest := snapshotOf(t, asking(s), target("acme", "graphql", "false"))
		if n := s.Asked()[githubtest.GraphQL]; n != 0 {
			t.Fatalf("GraphQL was asked %d times", n)
		}
		if diff := cmp.Diff(withoutChanges(t, rest), withoutChanges(t, graph)); diff != "" {
			t.Errorf("reader %t (-REST +GraphQL):\n%s", reader, diff)
		}
	}
	s := githubtest.Acme(t)
	graph, rest := snapshotOf(t, asking(s), target("acme")), snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if diff := cmp.Diff(withoutChanges(t, rest), withoutChanges(t, graph)); diff != "" {
		t.Errorf("acme (-REST +GraphQL):\n%s", diff)
	}
}

// withoutChanges are the resources and gaps of a snapshot but those of what GraphQL alone tells.
func withoutChanges(t *testing.T, s *collectors.Snapshot) []string {
	t.Helper()
	var out []string
	alone := func(kind, path string) bool {
		return kind == "github.change_sample" || kind == "github.release_sample" || strings.HasPrefix(path, "single_sign_on") ||
			kind == "github.repository" && (path == "merge_methods" || path == "delete_branch_on_merge")
	}
	for _, r := range s.Resources {
		var facts map[string]any
		if err := json.Unmarshal(r.JSON, &facts); err != nil {
			t.Fatal(err)
		}
		delete(facts, "single_sign_on")
		if r.Kind == "github.repository" {
			delete(facts, "merge_methods")
			delete(facts, "delete_branch_on_merge")
		}
		text, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		if !alone(r.Kind, "") {
			out = append(out, string(text))
		}
	}
	for _, g := range s.Gaps {
		if !alone(g.Kind, g.Path) {
			text, err := json.Marshal(g)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(text))
		}
	}
	slices.Sort(out)
	return out
}

// TestReaderSeesNothingAsNothing: to who may not see it, GraphQL says without a word that there is none.
func TestReaderSeesNothingAsNothing(t *testing.T) {
	s := githubtest.Acme(t)
	s.Reader = true
	is(t, factsOf(t, snapshotOf(t, asking(s), target("acme")), "github.branch_protection", "acme/good@main"), map[string]string{"protected": "true", "approvals": "2"})
	if s.Asked()[keysOf] < 3 {
		t.Errorf("deploy keys were asked for %d times", s.Asked()[keysOf])
	}
}

// TestBlindAdministrator: a token that may not see something counts none of it, though its owner administers everything. Where REST
// refuses the same, that is believed.
func TestBlindAdministrator(t *testing.T) {
	s := githubtest.Many(t, 30)
	s.Blind = true
	refusing := func(more ...string) {
		refused := append(more, keysOf, environmentsOf, collaboratorsOf, rulesetsOf, rulesOf, protectionOf, vulnerabilityOf)
		s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
			if !slices.Contains(refused, endpoint) {
				return nil
			}
			a := githubtest.Refusal(403, "Resource not accessible by personal access token")
			return &a
		}
	}
	refusing(branchOf)
	graph, rest := snapshotOf(t, asking(s), target("acme")), snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if diff := cmp.Diff(withoutChanges(t, rest), withoutChanges(t, graph)); diff != "" {
		t.Errorf("(-REST +GraphQL):\n%s", diff)
	}
	const branch = "acme/r0003@main"
	if cause := gapsOf(graph, "github.branch_protection", branch)["protected"]; cause != collectors.Denied {
		t.Errorf("whether a branch is protected has the gap %q", cause)
	}
	refusing() // but not the branch, which says to all readers that no classic protection holds: left is what rules may hold
	rest = snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if diff := cmp.Diff(factsOf(t, graph, "github.branch_protection", branch), factsOf(t, rest, "github.branch_protection", branch)); diff != "" {
		t.Errorf("(-GraphQL +REST):\n%s", diff)
	}
	if diff := cmp.Diff(gapsOf(graph, "github.branch_protection", branch), gapsOf(rest, "github.branch_protection", branch)); diff != "" {
		t.Errorf("(-GraphQL +REST):\n%s", diff)
	}
	if gap := gapAt(rest, "github.branch_protection", branch, "protected"); !strings.Contains(gap.Call, "/rules/branches/") {
		t.Errorf("the gap is one of %s", gap.Call)
	}
}

func TestChanges(t *testing.T) {
	snapshot := snapshotOf(t, asking(githubtest.Acme(t)), target("acme"))
	facts := factsOf(t, snapshot, "github.change_sample", "acme/good@main")
	is(t, facts, map[string]string{
		"branch":     `"main"`,
		"changes[0]": `{"sha":"g6","pull_request":12,"committed_at":"2025-04-05T10:00:00Z","author":"dora","merged_by":"ada","author_is_bot":false,"approved_by":["ada","ben"],"checks":"success","signed":true}`,
		"changes[1]": `{"sha":"g5","pull_request":11,"committed_at":"2025-04-04T10:00:01Z","author":"dependabot","merged_by":"dora","author_is_bot":true,"approved_by":[],"checks":"failure","signed":true}`,
		"changes[2]": `{"sha":"g3","pull_request":10,"committed_at":"2025-04-03T10:00:00Z","author":"cem","merged_by":"cem","author_is_bot":false,"approved_by":[],"checks":null,"signed":false}`,
		"changes[3]": `{"sha":"g2","pull_request":null,"committed_at":"2025-04-02T10:00:00Z","author":"ben","merged_by":null,"author_is_bot":false,"approved_by":[],"checks":"pending","signed":false}`,
		"changes[4]": `{"sha":"g1","pull_request":null,"committed_at":"2025-04-01T10:00:00Z","author":null,"merged_by":null,"author_is_bot":false,"approved_by":[],"checks":null,"signed":false}`,
	})
	if n := len(facts["changes"].([]any)); n != 5 {
		t.Errorf("%d changes", n)
	}
	for _, r := range snapshot.Resources {
		if r.Kind == "github.change_sample" && (strings.Contains(r.ID, "old") || strings.Contains(r.ID, "void")) {
			t.Errorf("%s is told", r.ID)
		}
	}
}

// TestOneFieldOfChanges: what is not shown of a change leaves the rest of it.
func TestOneFieldOfChanges(t *testing.T) {
	s := githubtest.Acme(t)
	s.Field = func(field string, _ []any) *githubtest.GraphError {
		if field == "Commit.statusCheckRollup" {
			return &githubtest.GraphError{Type: "FORBIDDEN", Message: "Resource not accessible by integration"}
		}
		return nil
	}
	snapshot := snapshotOf(t, asking(s), target("acme"))
	gaps := gapsOf(snapshot, "github.change_sample", "acme/good@main")
	if len(gaps) != 5 || gaps["changes[0].checks"] != collectors.Denied {
		t.Errorf("%v", gaps)
	}
	is(t, factsOf(t, snapshot, "github.change_sample", "acme/good@main"), map[string]string{"changes[0].approved_by": `["ada","ben"]`})
}

// TestTooMuch: a document that asks for too much is halved until it is small enough; what is too much by itself is a gap.
func TestTooMuch(t *testing.T) {
	for name, answer := range map[string]githubtest.Answer{
		"502":     {Status: 502, Body: "<html>bad gateway</html>"},
		"504":     refused(504, "We couldn't respond to your request in time."),
		"nodes":   {Status: 200, Body: `{"errors":[{"type":"MAX_NODE_LIMIT_EXCEEDED","message":"This query requests up to 1,000,000 possible nodes"}]}`},
		"timeout": {Status: 200, Body: `{"data":null,"errors":[{"message":"Something went wrong while executing your query. This may be the result of a timeout"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Many(t, 30)
			s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
				if endpoint != githubtest.GraphQL {
					return nil
				}
				names := namesIn(t, r)
				if len(names) > 7 || slices.Contains(names, "r0011") {
					return &answer
				}
				return nil
			}
			snapshot := snapshotOf(t, asking(s), target("acme"))
			told := 0
			for _, r := range snapshot.Resources {
				if r.Kind == "github.change_sample" {
					told++
				}
			}
			var gaps []string
			for _, g := range snapshot.Gaps {
				if g.Kind == "github.change_sample" {
					gaps = append(gaps, g.Region)
				}
			}
			if told != 29 || !slices.Equal(gaps, []string{"acme/r0011"}) {
				t.Errorf("%d samples, and gaps in %v", told, gaps)
			}
			t.Logf("%d documents", s.Asked()[githubtest.GraphQL])
		})
	}
}

// namesIn are the repositories that a document asks for. It leaves the request as it was.
func namesIn(t *testing.T, r *http.Request) []string {
	body, err := r.GetBody()
	if err != nil {
		t.Error(err)
		return nil
	}
	var asked struct{ Variables map[string]string }
	if err := json.NewDecoder(body).Decode(&asked); err != nil {
		t.Error(err)
	}
	var out []string
	for key, value := range asked.Variables {
		if strings.HasPrefix(key, "n") {
			out = append(out, value)
		}
	}
	return out
}

// TestPointsSpent: the limit of GraphQL is waited for like all others, and when it does not pass, the rest goes on by REST.
func TestPointsSpent(t *testing.T) {
	s := githubtest.Acme(t)
	var mu sync.Mutex
	waited := time.Duration(0)
	reset := time.Now().Add(2 * time.Second)
	s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
		mu.Lock()
		defer mu.Unlock()
		if endpoint != githubtest.GraphQL || waited > 0 {
			return nil
		}
		return &githubtest.Answer{Status: 200, Body: `{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}`, Header: map[string]string{
			"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(reset.Unix()),
		}}
	}
	c := asking(s)
	c.Sleep = func(ctx context.Context, d time.Duration) error { // the client library has a clock of its own
		mu.Lock()
		waited += d
		mu.Unlock()
		return sleep(ctx, d)
	}
	factsOf(t, snapshotOf(t, c, target("acme")), "github.change_sample", "acme/good@main")
	if waited < time.Second || waited > 10*time.Second {
		t.Errorf("waited %s", waited)
	}
}

// TestOnlyQueries: the gate lets documents pass that ask, and none that does anything else.
func TestOnlyQueries(t *testing.T) {
	s := githubtest.Acme(t)
	c := New(asking(s))
	for name, one := range map[string]struct {
		body string
		pass bool
	}{
		"a query":          {`{"query":"query { repository(owner: \"acme\", name: \"good\") { nameWithOwner } }","variables":{}}`, true},
		"braces alone":     {`{"query":"{ repository(owner: \"acme\", name: \"good\") { nameWithOwner } }"}`, true},
		"a mutation":       {`{"query":"mutation { addStar(input: {starrableId: \"x\"}) { clientMutationId } }"}`, false},
		"a subscription":   {`{"query":"subscription { x }"}`, false},
		"both":             {`{"query":"query a { x } mutation b { y }","operationName":"b"}`, false},
		"two queries":      {`{"query":"query a { x } query b { y }"}`, false},
		"behind a comment": {`{"query":"# query\nmutation { x }"}`, false},
		"another spelling": {`{"query":"{ x }","Query":"mutation { x }"}`, false},
		"a known document": {`{"query":"{ x }","extensions":{"persistedQuery":{"sha256Hash":"x"}}}`, false},
		"no document":      {`{"query":"not one"}`, false},
		"no JSON":          {`query { x }`, false},
		"nothing":          {``, false},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := c.parseOptions(nil)
			if err != nil {
				t.Fatal(err)
			}
			g := c.client(o, credential{token: githubtest.Token}, nil).gate
			r, _ := http.NewRequest(http.MethodPost, "https://api.github.com/graphql", strings.NewReader(one.body))
			if got := g.reads(r); got != one.pass {
				t.Errorf("passes: %t", got)
			}
			r, _ = http.NewRequest(http.MethodPost, "https://api.github.com/graphql/", strings.NewReader(one.body))
			if g.reads(r) {
				t.Error("it passes to another path")
			}
		})
	}
}
