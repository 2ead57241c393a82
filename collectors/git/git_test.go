package git

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

// A checkout is a real repository in a temporary folder.
type checkout struct {
	t   testing.TB
	dir string
}

func newCheckout(t testing.TB) *checkout {
	t.Helper()
	c := &checkout{t: t, dir: filepath.Join(t.TempDir(), "acme")}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	c.git("init", "-q", "-b", "main")
	return c
}

// git runs git in the checkout with an identity and a fixed clock, and nothing of this machine's configuration.
func (c *checkout) git(args ...string) string {
	c.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = c.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Dir(c.dir), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=2026-11-01T10:00:00Z",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_COMMITTER_DATE=2026-11-01T10:00:00Z",
		"GIT_ALLOW_PROTOCOL=file"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (c *checkout) write(path, text string) {
	c.t.Helper()
	full := filepath.Join(c.dir, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// commit writes the files, adds and commits them.
func (c *checkout) commit(files map[string]string) {
	c.t.Helper()
	for path, text := range files {
		c.write(path, text)
	}
	c.git("add", "-A")
	c.git("commit", "-q", "--allow-empty", "-m", "change")
}

// collect visits a target and returns its snapshot.
func collect(t testing.TB, target collectors.Target) (*collectors.Snapshot, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return collectors.Record(ctx, New(), target, "assize test", func() time.Time { return time.Unix(1_795_000_000, 0) }, nil)
}

func targetOf(dir string, options map[string]string) collectors.Target {
	return collectors.Target{Ref: "git:" + dir, Scheme: "git", Address: dir, Options: options}
}

// visited collects a checkout without its secrets, holds the snapshot against the model and fails the test when
// either goes wrong.
func visited(t testing.TB, dir string) *collectors.Snapshot {
	t.Helper()
	s, err := collect(t, targetOf(dir, map[string]string{"secrets": "false"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range collectortest.Verify(s) {
		t.Error(problem)
	}
	return s
}

// factsOf decodes the resource of a kind and id.
func factsOf[T any](t testing.TB, s *collectors.Snapshot, kind, id string) T {
	t.Helper()
	var out T
	for _, r := range s.Of(s.Targets[0].ID, kind) {
		if r.ID == id {
			if err := json.Unmarshal(r.JSON, &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	t.Fatalf("no %s %q among %d resources", kind, id, len(s.Resources))
	return out
}
