package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"

	"github.com/assize/assize/engine"
)

// TestAPlainUserPassesNothingMoreThanRoot is the promise that what could not be read never passes: every
// verdict of a plain user is root's, or unknown with a reason.
func TestAPlainUserPassesNothingMoreThanRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can be both")
	}
	dir := t.TempDir()
	for d := dir; d != filepath.Dir(os.TempDir()) && d != "/"; d = filepath.Dir(d) {
		if d == filepath.Clean(os.TempDir()) {
			break
		}
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	process(t, dir, nil, "audit", "host:local", "-q", "-o", "json=root.json")
	process(t, dir, &syscall.Credential{Uid: 65534, Gid: 65534}, "audit", "host:local", "-q", "-o", "json=user.json")
	process(t, dir, nil, "audit", "host:local", "-q", "-o", "json=after.json")
	root, user := readAssessment(t, dir+"/root.json"), readAssessment(t, dir+"/user.json")

	known := map[string]engine.Verdict{}
	for _, f := range append(root.Findings, readAssessment(t, dir+"/after.json").Findings...) {
		known[f.Policy+" "+f.Kind+" "+f.Resource] = f.Verdict
	}
	unknown := 0
	for _, f := range user.Findings {
		key := f.Policy + " " + f.Kind + " " + f.Resource
		switch {
		case f.Verdict == engine.Unknown:
			unknown++
			if len(f.Gaps) == 0 {
				t.Errorf("%s is unknown without a reason", key)
			}
		case f.Kind == "linux.socket" && known[key] == "": // somebody's socket that came and went meanwhile
		case f.Verdict != known[key]:
			t.Errorf("%s is %s for a plain user and %q for root", key, f.Verdict, known[key])
		}
	}
	if unknown == 0 {
		t.Error("nothing is unknown to a plain user: the test proves nothing")
	}
	t.Logf("root: %v; plain user: %v", root.Summary.Verdicts, user.Summary.Verdicts)
}

// TestNoSocketIsOpened watches every system call: an audit of this host and a checkout needs no network.
func TestNoSocketIsOpened(t *testing.T) {
	need(t, "strace", "git")
	dir := t.TempDir()
	repository(t, dir, 20)
	cmd := exec.Command("strace", "-f", "-qq", "-e", "trace=network", "-o", dir+"/trace", build(t).path, "audit", "-q", "-o", "json=a.json")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CACHE_HOME="+dir+"/.cache")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if a := readAssessment(t, dir+"/a.json"); len(a.Targets) != 2 {
		t.Fatalf("audited %d targets, want this host and the checkout", len(a.Targets))
	}
	trace, err := os.ReadFile(dir + "/trace")
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range regexp.MustCompile(`(?m)^.*\bsocket\(AF_INET6?\b.*$`).FindAllString(string(trace), 5) {
		t.Errorf("a network socket: %s", call)
	}
}
