package git

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
	"github.com/assize/assize/collectors/kinds/git/document"
)

func TestShallowCloneIsAGapBehindItsEnd(t *testing.T) {
	c := newCheckout(t)
	for _, text := range []string{"1", "2", "3"} {
		c.commit(map[string]string{"a": text})
	}
	clone := filepath.Join(t.TempDir(), "clone")
	c.git("clone", "-q", "--depth=2", "file://"+c.dir, clone)
	s := visited(t, clone)
	if diff := cmp.Diff([]string{"commits.authors", "commits.sampled", "commits.signed", "commits.unsigned"}, gapPaths(s, "git.repository")); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
	gap := s.GapsOf(s.Targets[0].ID, "git.repository")[0]
	if gap.Cause != collectors.Truncated || !strings.Contains(gap.Detail, "after 2 commits") || gap.Needs != "git fetch --unshallow" {
		t.Errorf("gap %+v", gap)
	}
	if got := factsOf[kinds.Repository](t, s, "git.repository", "."); got.Commits.NewestAt == nil {
		t.Error("the newest commit's time is gone")
	}
}

func TestPartialCloneIsGaps(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"LICENSE": mitText, "a": "b"})
	c.git("config", "uploadpack.allowFilter", "true")
	clone := filepath.Join(t.TempDir(), "clone")
	c.git("clone", "-q", "--no-checkout", "--filter=blob:none", "file://"+c.dir, clone)
	reset := exec.Command("git", "-C", clone, "read-tree", "HEAD")
	if out, err := reset.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := visited(t, clone)
	if diff := cmp.Diff([]string{"binaries", "large_files", "license.spdx"}, gapPaths(s, "git.repository")); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
}

func TestSampleOfCommits(t *testing.T) {
	c := newCheckout(t)
	key := filepath.Join(t.TempDir(), "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("ssh-keygen: %v\n%s", err, out)
		}
		t.Skipf("ssh-keygen is missing: %v", err)
	}
	c.git("commit", "-q", "--allow-empty", "-m", "unsigned")
	unsigned := strings.TrimSpace(c.git("rev-parse", "HEAD"))
	c.git("-c", "gpg.format=ssh", "-c", "user.signingKey="+key, "commit", "-q", "-S", "--allow-empty", "-m", "signed\n\ngpgsig -----BEGIN PGP SIGNATURE-----")
	c.git("-c", "user.name=x", "commit", "-q", "--allow-empty", "--author=Ben <BEN@example.org>", "-m", "by another")
	third := strings.TrimSpace(c.git("rev-parse", "HEAD"))
	c.git("checkout", "-q", "-b", "side", unsigned)
	c.git("commit", "-q", "--allow-empty", "-m", "on the side")
	c.git("checkout", "-q", "main")
	c.git("merge", "-q", "--no-ff", "-m", "merge", "side")
	merge := strings.TrimSpace(c.git("rev-parse", "HEAD"))
	c.commit(map[string]string{"a": "b"})
	got := factsOf[kinds.Repository](t, visited(t, c.dir), "git.repository", ".").Commits
	newest := "2026-11-01T10:00:00Z"
	head := strings.TrimSpace(c.git("rev-parse", "HEAD"))
	want := kinds.Commits{Sampled: 5, Signed: map[string]int{"ssh": 1}, Unsigned: []string{head, merge, third, unsigned}, NewestAt: &newest, Authors: 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("commits differ (-want +got):\n%s", diff)
	}
}

func TestLinkedWorktreesAndSubmodules(t *testing.T) {
	inner := newCheckout(t)
	inner.commit(map[string]string{"LICENSE": mitText})
	commit := strings.TrimSpace(inner.git("rev-parse", "HEAD"))
	c := newCheckout(t)
	c.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.dir, "deps/inner")
	c.git("config", "-f", ".gitmodules", "submodule.deps/inner.url", "https://bob:hunter2@git.example.org/acme/inner.git")
	c.git("add", "-A")
	c.commit(map[string]string{"README.md": "x"})
	tree := filepath.Join(t.TempDir(), "tree")
	c.git("worktree", "add", "-q", "-b", "other", tree)
	for dir, branch := range map[string]string{c.dir: "main", tree: "other", filepath.Join(tree, "deps"): "other"} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		s := visited(t, dir)
		got := factsOf[kinds.Repository](t, s, "git.repository", ".")
		want := map[string]kinds.Submodule{"deps/inner": {URL: "https://git.example.org/acme/inner", Commit: commit}}
		if diff := cmp.Diff(want, got.Submodules); diff != "" || *got.Branch != branch || got.TrackedFiles != 2 {
			t.Errorf("%s: branch %s, %d files, submodules (-want +got):\n%s", dir, *got.Branch, got.TrackedFiles, diff)
		}
	}
	s := visited(t, filepath.Join(c.dir, "deps", "inner"))
	if got := factsOf[kinds.Repository](t, s, "git.repository", "."); got.License == nil || *got.License.SPDX != "MIT" {
		t.Errorf("the submodule's own licence: %+v", got.License)
	}
}

func TestSHA256Repository(t *testing.T) {
	c := &checkout{t: t, dir: t.TempDir()}
	c.git("init", "-q", "-b", "main", "--object-format=sha256")
	c.commit(map[string]string{"LICENSE": mitText})
	got := factsOf[kinds.Repository](t, visited(t, c.dir), "git.repository", ".")
	if len(*got.Head) != 64 || got.License == nil || got.License.SPDX == nil {
		t.Errorf("facts %+v", got)
	}
}

func TestConflictsAndIntentToAdd(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"a": "1"})
	c.git("checkout", "-q", "-b", "side")
	c.commit(map[string]string{"a": "2"})
	c.git("checkout", "-q", "main")
	c.commit(map[string]string{"a": "3"})
	if out, err := exec.Command("git", "-C", c.dir, "-c", "user.name=x", "-c", "user.email=x@example.org", "merge", "side").CombinedOutput(); err == nil {
		t.Fatalf("no conflict:\n%s", out)
	}
	c.write("later", "x")
	c.git("add", "--intent-to-add", "later")
	s := visited(t, c.dir)
	if got := factsOf[kinds.Repository](t, s, "git.repository", "."); got.TrackedFiles != 2 || len(s.GapsOf(s.Targets[0].ID, "git.repository")) != 0 {
		t.Errorf("%d files, gaps %v", got.TrackedFiles, s.GapsOf(s.Targets[0].ID, "git.repository"))
	}
}

func TestRemotes(t *testing.T) {
	for text, want := range map[string]kinds.Remote{
		"https://github.com/acme/tool.git":           {Host: "github.com", Path: "acme/tool", Scheme: "https"},
		"https://TOKEN@github.com:443/acme/tool/":    {Host: "github.com", Path: "acme/tool", Scheme: "https", Credentials: true},
		"https://git.example:8443/acme/tool":         {Host: "git.example:8443", Path: "acme/tool", Scheme: "https"},
		"git@GitHub.com:acme/tool.git":               {Host: "github.com", Path: "acme/tool", Scheme: "ssh"},
		"ssh://git@github.com:22/acme/tool.git":      {Host: "github.com", Path: "acme/tool", Scheme: "ssh"},
		"ssh://git:pw@git.example:2222/~x/tool":      {Host: "git.example:2222", Path: "~x/tool", Scheme: "ssh", Credentials: true},
		"git+ssh://git@github.com/acme/tool":         {Host: "github.com", Path: "acme/tool", Scheme: "ssh"},
		"http://[::1]:80/x.git":                      {Host: "[::1]", Path: "x", Scheme: "http"},
		"/srv/git/tool.git":                          {Path: "/srv/git/tool", Scheme: "file"},
		"../tool":                                    {Path: "../tool", Scheme: "file"},
		"file:///srv/git/tool.git":                   {Path: "/srv/git/tool", Scheme: "file"},
		"https://bob:p%zz@git.example/x?token=1":     {Scheme: "https", Credentials: true},
		"https://git.example/x.git?private_token=s3": {Host: "git.example", Path: "x", Scheme: "https", Credentials: true},
	} {
		if diff := cmp.Diff(want, kinds.ParseRemote(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzRemote(f *testing.F) {
	f.Add("https://u:p@h:1/p?q#f")
	f.Add("u@h:p")
	f.Fuzz(func(t *testing.T, text string) {
		remote := kinds.ParseRemote(text)
		if strings.ContainsAny(remote.Host+remote.Path, "\n\x00\x1b") {
			t.Fatalf("%q became %+v", text, remote)
		}
		identity("/x", map[string]kinds.Remote{"origin": remote})
	})
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte("100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391 0\ta\nb\x00"))
	f.Fuzz(func(t *testing.T, out []byte) {
		entries, err := parseIndex(out)
		seen := map[string]bool{}
		for _, e := range entries {
			if seen[e.path] || err != nil {
				t.Fatalf("%q twice", e.path)
			}
			seen[e.path] = true
		}
	})
}

func FuzzCommit(f *testing.F) {
	f.Add([]byte("tree x\nparent y\nauthor A <a@b> 1 +0\ncommitter A <a@b> 1 +0\ngpgsig -----BEGIN SSH SIGNATURE-----\n x\n\nm"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := parseCommit(data); err == nil && c.committed.IsZero() {
			t.Fatal("a commit without a time")
		}
	})
}

func FuzzDocuments(f *testing.F) {
	f.Add("* @a/b c@d.e # x\n[S]\n!x\n")
	f.Fuzz(func(t *testing.T, text string) {
		owners := document.ParseCodeowners(text)
		if lines := strings.Count(text, "\n") + 1; owners.Rules+len(owners.Invalid) > lines {
			t.Fatalf("%d rules of %d lines", owners.Rules, lines)
		}
		document.SPDX(text)
		ignores(text, ".env")
		_, _ = parseDependabot([]byte(text))
		for _, eco := range manifestNames {
			eco.depends([]byte(text))
		}
	})
}
