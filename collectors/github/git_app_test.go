package github

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestGitOfApp: an app's git signs in with the token of its installation.
func TestGitOfApp(t *testing.T) {
	file := keyOfApp(t)
	s := githubtest.Acme(t)
	s.Takes = "ghs_of_the_installation"
	c := asGitHub(t, s)
	c.Env = variables(nil)
	s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
		switch endpoint {
		case "/orgs/{org}/installation":
			return &githubtest.Answer{Status: 200, Body: `{"id":5}`}
		case "/app/installations/{installation_id}/access_tokens":
			return &githubtest.Answer{Status: 201, Body: fmt.Sprintf(`{"token":%q,"expires_at":%q}`, s.Takes, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))}
		}
		return nil
	}
	snapshot := snapshotOf(t, c, target("acme", "graphql", "false", "app", "12345", "app_key", file, "only", "workflows"))
	factsOf(t, snapshot, "ci.workflow", "acme/good/.github/workflows/ci.yml")
	if s.Gits() < 8 || s.Asked()[blobOf] > 0 {
		t.Errorf("git sent %d requests, and %d files were asked for by REST", s.Gits(), s.Asked()[blobOf])
	}
}

// TestTreeThatGitHasWhole: git lists a tree to its end that REST would cut off.
func TestTreeThatGitHasWhole(t *testing.T) {
	s := githubtest.Acme(t)
	c := asGitHub(t, s)
	s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
		if endpoint == treeOf {
			return &githubtest.Answer{Status: 200, Body: `{"sha":"x","truncated":true,"tree":[]}`}
		}
		return nil
	}
	to := target("acme", "graphql", "false", "only", "workflows")
	for _, g := range snapshotOf(t, c, to).Gaps {
		if g.Cause == collectors.Truncated {
			t.Errorf("%+v", g)
		}
	}
	t.Setenv("PATH", t.TempDir()) // where there is no git
	if gap := gapAt(snapshotOf(t, c, to), "ci.workflow", "", ""); gap == nil || gap.Cause != collectors.Truncated {
		t.Errorf("the gap of a tree that is cut off: %+v", gap)
	}
}

// TestFilesWithoutTheirRight: a token that may not read files learns from REST why, as git does not say.
func TestFilesWithoutTheirRight(t *testing.T) {
	s := githubtest.Acme(t)
	c := asGitHub(t, s)
	s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
		switch endpoint {
		case branchOf, treeOf, blobOf: // what takes Contents: read
			a := refused(403, "Resource not accessible by personal access token")
			return &a
		case githubtest.Git:
			return &githubtest.Answer{Status: 403, Body: "Write access to repository not granted."}
		}
		return nil
	}
	gap := gapAt(snapshotOf(t, c, target("acme", "graphql", "false", "only", "workflows")), "ci.workflow", "", "")
	if gap == nil || gap.Cause != collectors.Denied || !strings.Contains(gap.Needs, "Contents: read") {
		t.Errorf("the gap is %+v", gap)
	}
	if s.Gits() > 0 {
		t.Errorf("git sent %d requests without knowing what for", s.Gits())
	}
}
