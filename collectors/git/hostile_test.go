package git

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/workflow"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// armed makes every program that a repository's configuration can name leave a canary.
func armed(t *testing.T, c *checkout) (canary string) {
	t.Helper()
	dir := t.TempDir()
	canary = filepath.Join(dir, "canary")
	trap := filepath.Join(dir, "trap")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\necho \"$0 $*\" >> '"+canary+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	hooks := filepath.Join(dir, "hooks")
	for _, folder := range []string{hooks, filepath.Join(c.dir, ".git", "hooks")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, hook := range []string{"post-index-change", "fsmonitor-watchman", "pre-auto-gc", "reference-transaction", "post-checkout", "query-watchman"} {
			if err := os.Symlink(trap, filepath.Join(folder, hook)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for key, value := range map[string]string{
		"core.fsmonitor": trap, "core.hooksPath": hooks, "core.sshCommand": trap, "core.pager": trap, "core.editor": trap, "core.askPass": trap,
		"core.gitProxy": trap, "core.alternateRefsCommand": trap, "credential.helper": "!" + trap, "gpg.program": trap, "gpg.ssh.program": trap,
		"diff.external": trap, "diff.x.command": trap, "diff.x.textconv": trap, "filter.x.clean": trap, "filter.x.smudge": trap, "filter.x.process": trap,
		"filter.x.required": "true", "pager.ls-files": trap, "pager.cat-file": trap, "pager.config": trap, "alias.ls-files": "!" + trap,
		"alias.cat-file": "!" + trap, "log.showSignature": "true", "merge.x.driver": trap, "interactive.diffFilter": trap, "uploadpack.packObjectsHook": trap,
		"remote.evil.url": "ext::" + trap, "remote.evil.promisor": "true", "remote.evil.partialclonefilter": "blob:none", "remote.evil.uploadpack": trap,
		"remote.evil2.url": "ssh://evil.example/x", "remote.evil2.promisor": "true", "remote.evil3.url": c.dir + "-none", "remote.evil3.promisor": "true",
		"remote.evil3.uploadpack": trap, "remote.evil4.vcs": trap, "remote.evil4.promisor": "true", "remote.evil4.url": "x",
		"extensions.partialClone": "evil", "core.repositoryFormatVersion": "1", "core.worktree": "/etc", "trace2.eventTarget": canary,
	} {
		c.git("config", key, value)
	}
	return canary
}

func TestNoProgramOfTheRepositoryRuns(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"a.txt": "a\n", "gone.txt": "this blob will be missing\n", ".gitattributes": "* filter=x diff=x merge=x\n", "Dockerfile": "FROM x\n"})
	name := strings.TrimSpace(c.git("rev-parse", ":gone.txt"))
	if err := os.Remove(filepath.Join(c.dir, ".git", "objects", name[:2], name[2:])); err != nil {
		t.Fatal(err)
	}
	canary := armed(t, c)
	s, err := collect(t, targetOf(c.dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadFile(canary); err == nil {
		t.Errorf("the repository's configuration ran a program:\n%s", left)
	}
	if s.Targets[0].ID != "git:"+c.dir { // core.worktree lies
		t.Errorf("target %q", s.Targets[0].ID)
	}
	if _, err := os.Stat(filepath.Join(c.dir, ".git", "index.lock")); err == nil {
		t.Error("a lock was left")
	}
}

func TestTheTrapsWork(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"a.txt": "a\n"})
	canary := armed(t, c)
	cmd := exec.Command("git", "--work-tree="+c.dir, "status")
	cmd.Dir = c.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Logf("git status: %v\n%s", err, out)
	}
	if _, err := os.Stat(canary); err != nil {
		t.Error("plain git did not step into any trap: the test above proves nothing")
	}
}

func TestHostileNames(t *testing.T) {
	c := newCheckout(t)
	names := []string{"-rf/Dockerfile", "new\nline/Dockerfile", "tab\t/Dockerfile", "quo\"te/Dockerfile", "\"/Dockerfile", "esc\x1b[31m/Dockerfile",
		"bad\xff/Dockerfile", "bad\xfe/Dockerfile", "bi\u202edi/Dockerfile", " /Dockerfile", ":(top)/Dockerfile", "ü/Dockerfile", "\"bad\\xff/Dockerfile"}
	files := map[string]string{}
	for i, name := range names {
		files[name] = fmt.Sprintf("FROM image%d\n", i)
	}
	files[".github/workflows/a\nb.yml"] = "on: push\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n"
	c.commit(files)
	s := visited(t, c.dir)
	images := map[string]bool{}
	for _, r := range s.Of(s.Targets[0].ID, "git.dockerfile") {
		for _, image := range factsOf[kinds.Dockerfile](t, s, "git.dockerfile", r.ID).BaseImages {
			images[image.Image] = true
		}
	}
	if len(images) != len(names) {
		t.Errorf("%d of %d files were told", len(images), len(names))
	}
	if got := len(s.Of(s.Targets[0].ID, "ci.workflow")); got != 1 {
		t.Errorf("%d workflows", got)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	c := newCheckout(t)
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte(mitText), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"LICENSE", "Dockerfile", "SECURITY.md", ".env"} {
		if err := os.Symlink(outside, filepath.Join(c.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	c.commit(map[string]string{"a": "b"})
	s := visited(t, c.dir)
	got := factsOf[kinds.Repository](t, s, "git.repository", ".")
	if got.License != nil || got.SecurityPolicy != nil || len(got.SensitiveFiles) > 0 || len(s.Of(s.Targets[0].ID, "git.dockerfile")) > 0 {
		t.Errorf("a link was followed: %+v", got)
	}
}

// object returns the file of a loose object.
func (c *checkout) object(spec string) string {
	name := strings.TrimSpace(c.git("rev-parse", spec))
	return filepath.Join(c.dir, ".git", "objects", name[:2], name[2:])
}

func gapPaths(s *collectors.Snapshot, kind string) []string {
	var out []string
	for _, g := range s.GapsOf(s.Targets[0].ID, kind) {
		out = append(out, strings.TrimPrefix(g.Resource+" "+g.Path, ". "))
	}
	return out
}

func TestMissingAndCorruptObjectsAreGaps(t *testing.T) {
	for name, ruin := range map[string]func(*testing.T, string){
		"missing": func(t *testing.T, file string) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		},
		"corrupt": func(t *testing.T, file string) {
			if err := os.Chmod(file, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte("nonsense"), 0o644); err != nil {
				t.Fatal(err)
			}
		},
		"cut off": func(t *testing.T, file string) {
			if err := os.Chmod(file, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(file, 40); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCheckout(t)
			filler := strings.Repeat("some words that do not compress into nothing 0123456789\n", 3)
			c.commit(map[string]string{"LICENSE": mitText, ".github/workflows/a.yml": "on: push\n# " + filler, "Dockerfile": "FROM x\n# " + filler,
				"CODEOWNERS": "* @acme/core\n# " + filler, "a.txt": "a\n", "go.mod": "module x\nrequire a.example/b v1.0.0\n// " + filler})
			for _, spec := range []string{":LICENSE", ":.github/workflows/a.yml", ":Dockerfile", ":CODEOWNERS", ":go.mod"} {
				ruin(t, c.object(spec))
			}
			s, err := collect(t, targetOf(c.dir, nil))
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"binaries", "codeowners.default", "codeowners.invalid", "codeowners.rules", "large_files", "license.spdx", `manifests["go.mod"].needs_lockfile`}
			if diff := cmp.Diff(want, gapPaths(s, "git.repository")); diff != "" {
				t.Errorf("gaps of the repository (-want +got):\n%s", diff)
			}
			if got := gapPaths(s, "ci.workflow"); len(got) != len(workflow.Facts()) {
				t.Errorf("gaps of the workflow: %v", got)
			}
			if got := gapPaths(s, "git.dockerfile"); len(got) != 6 {
				t.Errorf("gaps of the container file: %v", got)
			}
			if diff := cmp.Diff([]string{"found"}, gapPaths(s, "git.secrets")); diff != "" {
				t.Errorf("gaps of the secrets (-want +got):\n%s", diff)
			}
			if told := factsOf[ci.Workflow](t, s, "ci.workflow", ".github/workflows/a.yml"); told.Path == "" {
				t.Error("the workflow's path is gone")
			}
		})
	}
}

func TestSecretsFoundStayFoundWhenObjectsAreMissing(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"a.sh": "T=" + token("a") + "\n", "b.txt": "missing\n"})
	if err := os.Remove(c.object(":b.txt")); err != nil {
		t.Fatal(err)
	}
	s, err := collect(t, targetOf(c.dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := factsOf[kinds.Secrets](t, s, "git.secrets", "."); len(got.Found) != 1 {
		t.Errorf("found %v", got.Found)
	}
	if gaps := s.GapsOf(s.Targets[0].ID, "git.secrets"); len(gaps) != 1 || gaps[0].Resource != "" {
		t.Errorf("gaps %v, want one on the kind", gaps)
	}
}

func TestAnObjectUnderAnotherNameIsCorrupt(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"LICENSE": "all rights reserved\n", "MIT": mitText})
	forged, err := os.ReadFile(c.object(":MIT"))
	if err != nil {
		t.Fatal(err)
	}
	file := c.object(":LICENSE")
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, forged, 0o644); err != nil {
		t.Fatal(err)
	}
	s := visited(t, c.dir)
	if got := factsOf[kinds.Repository](t, s, "git.repository", "."); got.License == nil || got.License.SPDX != nil {
		t.Errorf("licence %+v", got.License)
	}
	if !slices.Contains(gapPaths(s, "git.repository"), "license.spdx") {
		t.Errorf("gaps %v", gapPaths(s, "git.repository"))
	}
}

func TestReplacementsAreNotHeard(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"LICENSE": "all rights reserved\n", "MIT": mitText})
	c.git("replace", strings.TrimSpace(c.git("rev-parse", ":LICENSE")), strings.TrimSpace(c.git("rev-parse", ":MIT")))
	if got := factsOf[kinds.Repository](t, visited(t, c.dir), "git.repository", "."); got.License.SPDX != nil {
		t.Errorf("licence %s", *got.License.SPDX)
	}
}

func TestWhatIsNoCheckoutIsAUsageError(t *testing.T) {
	plain := t.TempDir()
	bare := filepath.Join(t.TempDir(), "bare.git")
	unborn := newCheckout(t)
	noIndex := newCheckout(t)
	noIndex.commit(map[string]string{"a": "b"})
	if err := os.Remove(filepath.Join(noIndex.dir, ".git", "index")); err != nil {
		t.Fatal(err)
	}
	badIndex := newCheckout(t)
	badIndex.commit(map[string]string{"a": "b"})
	if err := os.WriteFile(filepath.Join(badIndex.dir, ".git", "index"), []byte("nonsense"), 0o644); err != nil {
		t.Fatal(err)
	}
	unborn.git("init", "-q", "--bare", bare)
	badConfig := newCheckout(t)
	badConfig.commit(map[string]string{"a": "b"})
	badConfig.write(".git/config", "[core\n")
	for name, c := range map[string]struct{ dir, want string }{
		"plain folder": {plain, "is not in a git checkout"}, "nothing": {filepath.Join(plain, "none"), "no such file"},
		"bare": {bare, "is a bare repository"}, "no commits": {unborn.dir, "has no commits on refs/heads/main"},
		"no index": {noIndex.dir, "find the index"}, "broken index": {badIndex.dir, "read the index"}, "broken configuration": {badConfig.dir, "bad config"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := collect(t, targetOf(c.dir, nil))
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q with a hint", err, c.want)
			}
		})
	}
}

func TestTheCheckoutOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root to give files away")
	}
	c := newCheckout(t)
	c.commit(map[string]string{"LICENSE": mitText})
	err := filepath.WalkDir(c.dir, func(p string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(p, 12345, 12345)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := factsOf[kinds.Repository](t, visited(t, c.dir), "git.repository", "."); got.License == nil {
		t.Errorf("facts %+v", got)
	}
}
