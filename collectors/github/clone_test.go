package github

import (
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// served has a server listen, with its repositories for git, and returns a collector that asks it through a socket, and its address.
// What git leaves behind fails the test.
func served(t *testing.T, s *githubtest.Server) (Config, string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no git")
		}
		t.Skip("there is no git: what is read by it is not tested")
	}
	s.Bares = t.TempDir()
	left := t.TempDir()
	t.Setenv("TMPDIR", left)
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.Close()
		for _, name := range files(t, left) {
			t.Errorf("%s is left behind", name)
		}
	})
	c := asking(nil)
	c.Transport = nil
	host := strings.TrimPrefix(server.URL, "http://")
	c.Env = variables(map[string]string{"GH_HOST": host, "GH_ENTERPRISE_TOKEN": githubtest.Token})
	return c, server.URL
}

// files are the names in a folder.
func files(t *testing.T, folder string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// asGitHub has a server stand for GitHub itself, and listen to git alone.
func asGitHub(t *testing.T, s *githubtest.Server) Config {
	t.Helper()
	_, base := served(t, s)
	at, err := url.Parse(base + "/")
	if err != nil {
		t.Fatal(err)
	}
	c := asking(s)
	c.git = at
	return c
}

// byGit visits an organisation by REST and git.
func byGit(t *testing.T, c Config, base string, options ...string) *collectors.Snapshot {
	t.Helper()
	return snapshotOf(t, c, target("acme", append([]string{"graphql", "false", "base_url", base}, options...)...))
}

// TestGitAndRESTAgree: what git brings of files is what REST tells of them, and costs none of its requests.
func TestGitAndRESTAgree(t *testing.T) {
	step := func(action string) string { return "      - uses: " + action + "\n" }
	for name, files := range map[string]map[string]githubtest.File{
		"as ever": nil,
		"all kinds of files": {
			".github/workflows/link.yml":     {Text: "ci.yml", Mode: 0o120000},
			".github/workflows/huge.yml":     {Text: "name: huge", Size: 3 << 20},
			".github/workflows/latin.yml":    {Text: "name: caf\xe9\non: push\n"},
			".github/workflows/caf\xe9.yml":  {Text: githubtest.Workflow},
			".github/workflows/a b\nc\".yml": {Text: githubtest.Workflow},
			".github/workflows/empty.yml":    {},
			".github/workflows/sub.yml":      {Text: oidOfNothing, Mode: 0o160000},
			".github/actions":                {Text: "a file where a folder would be"},
			"CODEOWNERS":                     {Text: "* @acme/core\n", Size: 10 << 20},
			"docs/SECURITY.md":               {Text: "SECURITY", Mode: 0o120000},
			"config":                         {Text: "[core]\n\thooksPath = .\n"},
			".gitattributes":                 {Text: "* filter=evil\n"},
			".gitmodules":                    {Text: "[submodule \"x\"]\n\tpath = x\n\turl = https://elsewhere.example/x\n"},
		},
		"deeper actions": {
			".github/workflows/ci.yml":      {Text: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n" + step("./tools/ci/build") + step("./made/while/it/runs") + step("./big/one")},
			"tools/ci/build/action.yaml":    {Text: "name: build\nruns:\n  using: composite\n  steps:\n" + strings.TrimPrefix(step("./tools/ci/deep/er"), "  ")},
			"tools/ci/deep/er/action.yml":   {Text: "name: deep\nruns:\n  using: node24\n  main: x.js\n"},
			"tools/ci/unused/it/action.yml": {Text: "name: unused\nruns:\n  using: node24\n  main: x.js\n"},
			"big/one/action.yml":            {Text: "name: big", Size: 2 << 20},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			s.Odd()
			if files != nil {
				s.Files("acme/good", files)
			}
			c, base := served(t, s)
			got := withoutChanges(t, byGit(t, c, base))
			if trees, blobs := s.Asked()[treeOf], s.Asked()[blobOf]; trees != 1 || blobs > 0 { // of the one that GitHub has disabled
				t.Errorf("%d trees and %d files were asked for by REST", trees, blobs)
			}
			if n := s.Gits(); n < 12 { // good, bad and notyaml, four for each
				t.Errorf("git sent %d requests", n)
			}
			t.Setenv("PATH", t.TempDir()) // where there is no git
			s.Reset()
			want := withoutChanges(t, byGit(t, c, base))
			if s.Gits() > 0 || s.Asked()[blobOf] == 0 {
				t.Error("without git it was asked all the same")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-REST +git):\n%s", diff)
			}
		})
	}
}

// oidOfNothing is the text of a file that stands for a commit of another repository.
const oidOfNothing = "0123456789012345678901234567890123456789"

// TestGitIsAskedOnce: a commit that was read is not read again, and one that is new is.
func TestGitIsAskedOnce(t *testing.T) {
	s := githubtest.Acme(t)
	c, base := served(t, s)
	c.CacheDir = t.TempDir()
	cold := byGit(t, c, base)
	read := s.Gits()
	s.Reset()
	warm := byGit(t, c, base)
	if asked := s.Asked(); s.Gits() > 0 || asked[treeOf] > 0 || asked[blobOf] > 0 {
		t.Errorf("%d requests of git's, %d trees and %d files by REST, and nothing had changed", s.Gits(), asked[treeOf], asked[blobOf])
	}
	if diff := cmp.Diff(withoutChanges(t, cold), withoutChanges(t, warm)); diff != "" {
		t.Errorf("(-cold +warm):\n%s", diff)
	}
	s.Files("acme/bad", map[string]githubtest.File{".github/workflows/ci.yml": {Text: "# new\n" + githubtest.Workflow}})
	is(t, factsOf(t, byGit(t, c, base), "ci.workflow", "acme/bad/.github/workflows/ci.yml"), map[string]string{"uses[0].line": "11"})
	if n := s.Gits(); n != 4 || n >= read {
		t.Errorf("git sent %d requests for one new commit, and %d for all of them", n, read)
	}
}
