package github

import (
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestFilesOfAListThatWasKept: where the list of a commit was kept and a file was not, because nobody wanted it, git brings the file
// alone.
func TestFilesOfAListThatWasKept(t *testing.T) {
	s := githubtest.Acme(t)
	c := asGitHub(t, s)
	c.CacheDir = t.TempDir()
	to := target("acme", "graphql", "false", "only", "workflows")
	one := to
	one.Wants = collectors.NewWants(map[string][]collectors.Path{"ci.dependabot": {{}}})
	snapshotOf(t, c, one)
	read := s.Gits()
	s.Reset()
	factsOf(t, snapshotOf(t, c, to), "ci.workflow", "acme/good/.github/workflows/ci.yml")
	if n := s.Gits(); n != 4 || s.Asked()[blobOf] > 0 || s.Asked()[treeOf] > 0 { // two for each of good and bad
		t.Errorf("git sent %d requests and then %d, and REST was asked for %d files", read, n, s.Asked()[blobOf])
	}
	s.Reset()
	snapshotOf(t, c, to)
	if s.Gits() > 0 {
		t.Errorf("git sent %d requests when all was kept", s.Gits())
	}
}
