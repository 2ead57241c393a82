package github

import (
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestDocuments: a repository's documents are the same by GraphQL, by REST, and of a repository alone.
func TestDocuments(t *testing.T) {
	s := githubtest.Acme(t)
	for _, how := range [][]string{{"acme"}, {"acme", "graphql", "false"}, {"acme/good"}} {
		snapshot := snapshotOf(t, asking(s), target(how[0], append([]string{"only", "workflows"}, how[1:]...)...))
		is(t, factsOf(t, snapshot, "github.documents", "acme/good"), map[string]string{
			"codeowners": `{"path":".github/CODEOWNERS","rules":1,"default":true,"invalid":[2]}`, "security_policy": `{"path":"SECURITY.md","has_contact":true}`,
			"license": `"LICENSE"`, "readme": `"README.md"`, "contributing": "null", "changelog": `"docs/CHANGES.md"`, "support": `".github/SUPPORT.md"`,
			"code_of_conduct": "null",
		})
		for _, r := range snapshot.Resources {
			if r.Kind == documentsKind && (r.ID == "acme/old" || r.ID == "acme/void") {
				t.Errorf("%v: %s is told, which nobody can change or has nothing", how, r.ID)
			}
		}
	}
}

// TestHugeCodeowners: a file of 10 MB is not fetched, and what stands in it is a gap.
func TestHugeCodeowners(t *testing.T) {
	text := "* @acme/core\n"
	for _, how := range [][]string{{"acme"}, {"acme", "graphql", "false"}, {"acme/good"}} {
		s := githubtest.Acme(t)
		s.Files("acme/good", map[string]githubtest.File{"CODEOWNERS": {Text: text, Size: 10 << 20}, "docs/SECURITY.md": {Text: text, Mode: 0o120000}})
		s.Files("acme/bad", nil)
		s.Field = func(field string, _ []any) *githubtest.GraphError {
			if field == "Blob.text" {
				t.Errorf("%v: a text was asked for", how)
			}
			return nil
		}
		snapshot := snapshotOf(t, asking(s), target(how[0], append([]string{"only", "workflows"}, how[1:]...)...))
		facts := factsOf(t, snapshot, "github.documents", "acme/good")
		is(t, facts, map[string]string{"codeowners": `{"path":"CODEOWNERS"}`, "security_policy": "null"}) // a link is not followed
		for _, fact := range []string{"rules", "default", "invalid"} {
			gap := gapAt(snapshot, "github.documents", "acme/good", "codeowners."+fact)
			if gap == nil || gap.Cause != collectors.Truncated || !strings.Contains(gap.Detail, "10485760 bytes") {
				t.Errorf("%v: the gap of %s: %+v", how, fact, gap)
			}
		}
		if s.Asked()[blobOf] > 0 {
			t.Errorf("%v: %d files were fetched by REST", how, s.Asked()[blobOf])
		}
	}
}

// TestDeeperActions: an action that lies anywhere is read where something uses it, and what it uses too.
func TestDeeperActions(t *testing.T) {
	step := func(action string) string { return "    - uses: " + action + "\n" }
	composite := func(name string, uses ...string) string {
		return "name: " + name + "\nruns:\n  using: composite\n  steps:\n" + strings.Join(uses, "")
	}
	files := map[string]githubtest.File{
		".github/workflows/ci.yml": {Text: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n" + strings.ReplaceAll(
			step("./tools/ci/build")+step("./made/while/it/runs")+step("./lint")+step("./../outside"), "    -", "      -") +
			"  b:\n    uses: ./.github/workflows/called.yml\n"},
		"lint/action.yml":               {Text: composite("lint", step("actions/cache@v4"))},
		"tools/ci/build/action.yaml":    {Text: composite("build", step("./tools/ci/deep/er"))},
		"tools/ci/deep/er/action.yml":   {Text: composite("deeper", step("other/thing@main"))},
		"tools/ci/unused/it/action.yml": {Text: composite("unused", step("other/thing@main"))},
	}
	for _, how := range [][]string{{"acme"}, {"acme", "graphql", "false"}, {"acme/good"}} {
		s := githubtest.Acme(t)
		s.Files("acme/good", files)
		snapshot := snapshotOf(t, asking(s), target(how[0], append([]string{"only", "workflows"}, how[1:]...)...))
		var read []string
		for _, r := range snapshot.Resources {
			if r.Kind == "ci.action" {
				read = append(read, strings.TrimPrefix(r.ID, "acme/good/"))
			}
		}
		want := "lint/action.yml tools/ci/build/action.yaml tools/ci/deep/er/action.yml"
		if got := strings.Join(read, " "); got != want {
			t.Errorf("%v: read are %s, want %s", how, got, want)
		}
		if gap := gapAt(snapshot, "ci.action", "", ""); gap != nil {
			t.Errorf("%v: a gap %+v", how, gap)
		}
	}
	s := githubtest.Acme(t)
	s.Files("acme/good", files)
	s.Field = func(_ string, path []any) *githubtest.GraphError {
		if len(path) == 2 && path[0] == "repository" { // as no batch names it
			return &githubtest.GraphError{Type: "FORBIDDEN", Message: "Resource not accessible by personal access token"}
		}
		return nil
	}
	gap := gapAt(snapshotOf(t, asking(s), target("acme", "only", "workflows")), "ci.action", "", "")
	if gap == nil || gap.Cause != collectors.Denied || gap.Region != "acme/good" || !strings.Contains(gap.Detail, "the action made/while/it/runs that a workflow uses was not read") {
		t.Errorf("the gap of what was not read: %+v", gap)
	}
}
