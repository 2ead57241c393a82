package github

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// both visits a target by GraphQL and by REST.
func both(t *testing.T, s *githubtest.Server, check func(t *testing.T, snapshot *collectors.Snapshot)) {
	t.Helper()
	for _, graph := range []string{"true", "false"} {
		t.Run("graphql="+graph, func(t *testing.T) { check(t, snapshotOf(t, asking(s), target("acme", "graphql", graph))) })
	}
}

func TestFiles(t *testing.T) {
	s := githubtest.Acme(t)
	both(t, s, func(t *testing.T, snapshot *collectors.Snapshot) {
		const at = "acme/good/.github/workflows/release.yaml"
		is(t, factsOf(t, snapshot, "ci.workflow", at), map[string]string{
			"path": `".github/workflows/release.yaml"`, "title": `"release"`, "jobs.a.self_hosted": "true", "uses[0].line": "7", "uses[0].ref_kind": `"branch"`,
			"origin.file": `"` + at + `"`, "origin.account": `"acme"`,
		})
		is(t, factsOf(t, snapshot, "ci.action", "acme/good/.github/actions/setup/action.yml"), map[string]string{"using": `"docker"`})
		is(t, factsOf(t, snapshot, "ci.action", "acme/good/lint/action.yaml"), map[string]string{"using": `"node24"`})
		is(t, factsOf(t, snapshot, "ci.dependabot", "acme/good/.github/dependabot.yml"), map[string]string{"updates[0].ecosystem": `"gomod"`})
		for _, r := range snapshot.Resources {
			if strings.Contains(r.ID, "deep") {
				t.Errorf("%s is told", r.ID)
			}
		}
	})
	single := snapshotOf(t, asking(s), target("acme/good"))
	is(t, factsOf(t, single, "ci.workflow", ".github/workflows/ci.yml"), map[string]string{"origin.file": `".github/workflows/ci.yml"`})
}

// TestFilesThatAreNoText: what cannot be read of a file is a gap at all that stands in it, and the others are read.
func TestFilesThatAreNoText(t *testing.T) {
	s := githubtest.Acme(t)
	const at = "acme/good/.github/workflows/"
	s.Files("acme/good", map[string]githubtest.File{
		".github/workflows/link.yml":   {Text: "ci.yml", Mode: 0o120000},
		".github/workflows/huge.yml":   {Text: "name: huge", Size: 3 << 20},
		".github/workflows/binary.yml": {Text: "\x00\x01\xff", Binary: true},
		".github/workflows/latin.yml":  {Text: "name: caf\xe9\non: push\n"},
		".github/workflows/none.yml":   {Text: "\t- not yaml ["},
		".github/workflows/empty.yml":  {},
		".github/workflows/fine.yml":   {Text: githubtest.Workflow},
		".github/actions":              {Text: "a file where a folder would be"},
	})
	both(t, s, func(t *testing.T, snapshot *collectors.Snapshot) {
		is(t, factsOf(t, snapshot, "ci.workflow", at+"fine.yml"), map[string]string{"title": `"ci"`})
		for name, cause := range map[string]collectors.Cause{
			"link": collectors.Unsupported, "huge": collectors.Truncated, "binary": collectors.Failed, "none": collectors.Failed,
		} {
			id := at + name + ".yml"
			if facts := factsOf(t, snapshot, "ci.workflow", id); facts["jobs"] != nil || facts["uses"] != nil {
				t.Errorf("%s has facts: %v", name, facts)
			}
			gaps := gapsOf(snapshot, "ci.workflow", id)
			if gaps["jobs"] != cause || gaps["uses"] != cause {
				t.Errorf("%s: the gaps are %v, want %s", name, gaps, cause)
			}
		}
	})
}

// TestTreeThatIsCutOff: what a list that breaks off may have lost is a gap on the kinds, in that repository.
func TestTreeThatIsCutOff(t *testing.T) {
	s := githubtest.Acme(t)
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		if endpoint != treeOf || !strings.Contains(r.URL.Path, "/good/") {
			return nil
		}
		return &githubtest.Answer{Status: 200, Body: `{"sha":"x","truncated":true,"tree":[]}`}
	}
	snapshot := snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	found := 0
	for _, g := range snapshot.Gaps {
		if g.Cause == collectors.Truncated && g.Region == "acme/good" && strings.HasPrefix(g.Kind, "ci.") {
			found++
		}
	}
	if found != 3 {
		t.Errorf("%d gaps: %+v", found, snapshot.Gaps)
	}
}

// TestFilesAreKept: what git names by its content is asked for once, and not again when it comes back elsewhere.
func TestFilesAreKept(t *testing.T) {
	s := githubtest.Acme(t)
	for _, graph := range []string{"true", "false"} {
		c := asking(s)
		c.CacheDir = t.TempDir()
		cold := snapshotOf(t, c, target("acme", "graphql", graph))
		s.Reset()
		warm := snapshotOf(t, c, target("acme", "graphql", graph))
		if n := s.Asked()[blobOf]; n > 0 {
			t.Errorf("graphql=%s: %d files were asked for again", graph, n)
		}
		for _, document := range s.Documents()[len(s.Documents())-2:] {
			if strings.Contains(document, "isTruncated") && s.Asked()[githubtest.GraphQL] > 2 {
				t.Errorf("graphql=%s: files were asked for again", graph)
			}
		}
		if a, b := fmt.Sprint(texts(cold)), fmt.Sprint(texts(warm)); a != b {
			t.Errorf("graphql=%s: the second visit told something else", graph)
		}
	}
}

// TestAnotherTextUnderTheName: a text that is not the one that git gives the name to is nobody's file.
func TestAnotherTextUnderTheName(t *testing.T) {
	s := githubtest.Acme(t)
	s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
		if endpoint == blobOf {
			return &githubtest.Answer{Status: 200, Body: `{"sha":"x","size":8,"encoding":"base64","content":"bmFtZTogeA=="}`}
		}
		return nil
	}
	snapshot := snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if cause := gapsOf(snapshot, "ci.workflow", "acme/bad/.github/workflows/ci.yml")["jobs"]; cause != collectors.Failed {
		t.Errorf("the jobs have the gap %q", cause)
	}
}

// TestNoGraphQL: a server without it, or one that does not know a field, is asked by REST, and only what GraphQL alone tells is a
// gap.
func TestNoGraphQL(t *testing.T) {
	for name, c := range map[string]struct {
		answer githubtest.Answer
		cause  collectors.Cause
	}{
		"none":        {refused(404, "Not Found"), collectors.NotFoundAmbiguous},
		"may not":     {refused(403, "Resource not accessible by personal access token"), collectors.Denied},
		"an old one":  {githubtest.Answer{Status: 200, Body: `{"errors":[{"path":["query","r0"],"extensions":{"code":"undefinedField"},"message":"Field 'x' doesn't exist on type 'Repository'"}]}`}, collectors.Unsupported},
		"switched on": {githubtest.Answer{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Many(t, 60)
			s.Base = "/api/v3"
			s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
				if endpoint == githubtest.GraphQL && c.cause != "" {
					return &c.answer
				}
				return nil
			}
			config := asking(s)
			config.Env = variables(map[string]string{"GH_HOST": "ghe.example", "GH_ENTERPRISE_TOKEN": githubtest.Token})
			snapshot := snapshotOf(t, config, target("acme", "base_url", "https://ghe.example/api/v3"))
			var causes []collectors.Cause
			for _, g := range snapshot.Gaps {
				if g.Kind == "github.change_sample" {
					causes = append(causes, g.Cause)
				}
			}
			if c.cause == "" && len(causes) > 0 || c.cause != "" && (len(causes) != 1 || causes[0] != c.cause) {
				t.Errorf("the gaps have the causes %v, want one of %q", causes, c.cause)
			}
			if n := s.Asked()[githubtest.GraphQL]; c.cause != "" && n > 6 { // two batches of three parts at most
				t.Errorf("GraphQL was asked %d times", n)
			}
			factsOf(t, snapshot, "ci.workflow", "acme/r0007/.github/workflows/ci.yml")
		})
	}
}
