package github

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// instead has a server answer git's requests alone.
func instead(s *githubtest.Server, answer func(*http.Request) *githubtest.Answer) {
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		if endpoint != githubtest.Git {
			return nil
		}
		return answer(r)
	}
}

// TestGitInTrouble has git fail in each way: what is told is the same, and it is not tried for ever.
func TestGitInTrouble(t *testing.T) {
	const n = 24
	s := githubtest.Many(t, n)
	c, base := served(t, s)
	c.Workers = 4
	narrow := []string{"only", "workflows"}
	want := withoutChanges(t, byGit(t, c, base, narrow...))
	elsewhere := atomic.Int32{}
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for name, answer := range map[string]githubtest.Answer{
		"401":        {Status: 401, Header: map[string]string{"WWW-Authenticate": `Basic realm="GitHub"`}},
		"403":        {Status: 403, Body: "Write access to repository not granted."},
		"404":        {Status: 404, Body: "Repository not found."},
		"500":        {Status: 500},
		"a page":     {Status: 200, Body: "<html>please sign in</html>", Header: map[string]string{"Content-Type": "text/html"}},
		"dumb":       {Status: 200, Body: "0123456789012345678901234567890123456789\trefs/heads/main\n"},
		"elsewhere":  {Status: 302, Header: map[string]string{"Location": other.URL + "/acme/x.git/info/refs?service=git-upload-pack"}},
		"broken off": {Status: 200, Body: "001e# service=git-upload-pack\n0000000eversion 2\n", Header: map[string]string{"Content-Type": "application/x-git-upload-pack-advertisement"}},
		"slow":       {Status: 503},
	} {
		t.Run(name, func(t *testing.T) {
			s.Reset()
			c := c
			instead(s, func(r *http.Request) *githubtest.Answer {
				if name == "slow" {
					<-r.Context().Done()
				}
				return &answer
			})
			if name == "slow" {
				c.Attempt = 1500 * time.Millisecond
			}
			if diff := cmp.Diff(want, withoutChanges(t, byGit(t, c, base, narrow...))); diff != "" {
				t.Errorf("(-git +REST):\n%s", diff)
			}
			if most := 2 * (maxFirst + c.Workers); s.Gits() == 0 || s.Gits() > most { // two requests where the first one does not fail
				t.Errorf("git sent %d requests, want at most %d", s.Gits(), most)
			}
			if asked := s.Asked(); asked[treeOf] != n || asked[blobOf] != n {
				t.Errorf("REST was asked for %d trees and %d files", asked[treeOf], asked[blobOf])
			}
		})
	}
	if k := elsewhere.Load(); k > 0 {
		t.Errorf("the other server was asked %d times", k)
	}
}

// TestOneRepositoryWithoutGit: where git fails in single repositories it is tried in the others.
func TestOneRepositoryWithoutGit(t *testing.T) {
	s := githubtest.Many(t, 12)
	c, base := served(t, s)
	c.Workers = 1
	instead(s, func(r *http.Request) *githubtest.Answer {
		if strings.Contains(r.URL.Path, "r0000") || strings.Contains(r.URL.Path, "r0009") || r.Method == http.MethodPost && strings.Contains(r.URL.Path, "r0005") {
			return &githubtest.Answer{Status: 403, Body: "no"}
		}
		return nil
	})
	snapshot := byGit(t, c, base, "only", "workflows")
	if asked := s.Asked(); asked[treeOf] != 3 || asked[blobOf] != 3 {
		t.Errorf("REST was asked for %d trees and %d files", asked[treeOf], asked[blobOf])
	}
	for _, name := range []string{"r0000", "r0005", "r0009", "r0011"} {
		factsOf(t, snapshot, "ci.workflow", "acme/"+name+"/.github/workflows/ci.yml")
	}
}

// TestAttemptsOfGit: it is given up after so many failures in a row, fewer before it has brought anything.
func TestAttemptsOfGit(t *testing.T) {
	c := &cloner{config: Config{}.filled()}
	var given []int
	for i, works := range []bool{false, false, true, false, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false} {
		var err error
		if !works {
			err = errGarbled
		}
		if c.usable() && c.note(err) {
			given = append(given, i)
		}
	}
	if !slices.Equal(given, []int{22}) || c.usable() {
		t.Errorf("given up at %v", given)
	}
	fresh := &cloner{config: Config{}.filled()}
	if fresh.note(errGarbled) || fresh.note(errGarbled) || !fresh.note(errGarbled) || fresh.note(errGarbled) || fresh.usable() {
		t.Error("git that brings nothing is not given up after three failures")
	}
}

// trapped has git found where it notes its commands with their environment, and an environment and a configuration of the user's in
// which everything that git might run leaves a canary.
func trapped(t *testing.T, base string) (log, canary string) {
	t.Helper()
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	log, canary = filepath.Join(dir, "log"), filepath.Join(dir, "canary")
	trap := filepath.Join(dir, "trap")
	script := "#!/bin/sh\ncase \"$*\" in *http-backend*|*fast-import*) ;; *) { echo \"command $*\"; env; } >> " + log + " ;; esac\nexec " + real + " \"$@\"\n"
	for name, text := range map[string]string{
		"git": script, "trap": "#!/bin/sh\ntouch " + canary + "\n",
		".gitconfig": "[credential]\n\thelper = !" + trap + "\n[core]\n\thooksPath = " + dir + "\n\taskPass = " + trap + "\n[url \"https://elsewhere.example/\"]\n\tinsteadOf = " + base + "/\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range map[string]string{
		"PATH": dir + ":" + os.Getenv("PATH"), "HOME": dir, "GIT_CONFIG_GLOBAL": filepath.Join(dir, ".gitconfig"), "GIT_ASKPASS": trap, "SSH_ASKPASS": trap,
		"GIT_TRACE_CURL": filepath.Join(dir, "trace"), "GIT_DIR": dir, "GIT_SSL_NO_VERIFY": "1", "GIT_ALLOW_PROTOCOL": "ext:file",
	} {
		t.Setenv(name, value)
	}
	return log, canary
}

// shows says whether a text has a token in it, as it is or as git sends it.
func shows(text, token string) bool {
	return strings.Contains(text, token) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte("x-access-token:"+token)))
}

// TestTokenOfGit: no process shows the token among its arguments, what reads does not have it, and nothing of the user's or the
// machine's own configuration is run or asked.
func TestTokenOfGit(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the arguments of processes are read from /proc")
	}
	s := githubtest.Acme(t)
	c, base := served(t, s)
	c.Workers = 1                                       // one command at a time is in the log
	token := fmt.Sprintf("ghp_of_test_%d", os.Getpid()) // nobody else's command has it
	s.Takes = token
	host := strings.TrimPrefix(base, "http://")
	c.Env = variables(map[string]string{"GH_HOST": host, "GH_ENTERPRISE_TOKEN": token})
	log, canary := trapped(t, base)
	var mu sync.Mutex
	var seen []string
	refuse := false
	instead(s, func(*http.Request) *githubtest.Answer {
		mu.Lock()
		defer mu.Unlock()
		if refuse {
			return &githubtest.Answer{Status: 401, Header: map[string]string{"WWW-Authenticate": `Basic realm="GitHub"`}}
		}
		seen = append(seen, commandLines(t)...)
		return nil
	})
	byGit(t, c, base, "only", "workflows")
	if !slices.ContainsFunc(seen, func(line string) bool { return strings.Contains(line, base) && strings.Contains(line, "fetch") }) ||
		!slices.ContainsFunc(seen, func(line string) bool { return strings.Contains(line, "remote-http") }) {
		t.Fatalf("git is not among the processes: %q", seen)
	}
	for _, line := range seen {
		if shows(line, token) {
			t.Errorf("the token is among the arguments: %q", line)
		}
	}
	environmentsIn(t, log, token)
	mu.Lock()
	refuse = true
	mu.Unlock()
	byGit(t, c, base, "only", "workflows")
	if _, err := os.Stat(canary); err == nil {
		t.Error("a program of the user's configuration was run")
	}
}

// environmentsIn holds the environments of the commands in a log against what each may have.
func environmentsIn(t *testing.T, log, token string) {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	reads, fetches := 0, 0
	for _, command := range strings.Split("\n"+string(text), "\ncommand ")[1:] {
		if first, _, _ := strings.Cut(command, "\n"); strings.Contains(first, " fetch ") {
			fetches++
			if !shows(command, token) {
				t.Error("what fetches has no token: the log proves nothing")
			}
		} else if reads++; shows(command, token) || strings.Contains(command, "=always") {
			t.Errorf("what reads may fetch: %s", first)
		}
		for _, word := range []string{"trap", "GIT_TRACE", "GIT_DIR", "NO_VERIFY", "GIT_ALLOW_PROTOCOL"} {
			if strings.Contains(command, word) {
				t.Errorf("git has %s of the environment", word)
			}
		}
	}
	if reads == 0 || fetches == 0 {
		t.Errorf("%d reads and %d fetches are in the log", reads, fetches)
	}
}

// commandLines are the arguments of all processes of this machine.
func commandLines(t *testing.T) []string {
	all, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Error(err)
	}
	var out []string
	for _, name := range all {
		if text, err := os.ReadFile(name); err == nil && len(text) > 0 { // others end meanwhile
			out = append(out, strings.ReplaceAll(string(text), "\x00", " "))
		}
	}
	return out
}

// TestGitEndsWithTheVisit: a visit that is called off leaves no process and no folder.
func TestGitEndsWithTheVisit(t *testing.T) {
	s := githubtest.Acme(t)
	c, base := served(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var once sync.Once
	instead(s, func(r *http.Request) *githubtest.Answer {
		once.Do(cancel)
		<-r.Context().Done()
		return nil
	})
	began := time.Now()
	_, err := collectors.Record(ctx, New(c), target("acme", "graphql", "false", "base_url", base), "test", time.Now, nil)
	if err == nil || s.Gits() == 0 {
		t.Errorf("the visit ended with %v after %d requests of git's", err, s.Gits())
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	if runtime.GOOS != "linux" {
		return
	}
	left := func() []string {
		return slices.DeleteFunc(commandLines(t), func(line string) bool { return !strings.Contains(line, base) })
	}
	for range 20 { // what is killed is gone a moment later
		if len(left()) == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("left behind: %q", left())
}

// TestNothingIsFetchedByReading: what is missing from a clone is missing, and reading it asks nobody.
func TestNothingIsFetchedByReading(t *testing.T) {
	s := githubtest.Acme(t)
	c, base := served(t, s)
	at, err := url.Parse(base + "/")
	if err != nil {
		t.Fatal(err)
	}
	from := New(c).cloner(options{base: at, host: at.Host}, &gate{sign: func(context.Context) (secret, error) { return githubtest.Token, nil }})
	clone := from.open("acme", "good", headIn(t, c, base))
	defer func() {
		if err := clone.close(); err != nil {
			t.Error(err)
		}
	}()
	if err := clone.list(context.Background(), "good"); err != nil || len(clone.files) < 5 {
		t.Fatalf("%d files: %v", len(clone.files), err)
	}
	before := s.Gits()
	for _, batch := range []string{"--batch", "--batch-check"} {
		what := command{folder: clone.folder, input: strings.NewReader(clone.files[0].oid + "\n"), args: []string{"cat-file", batch}}
		if err := from.run(context.Background(), what, taking(clone.files[0].oid)); err == nil {
			t.Error("a file was read that nobody had fetched")
		}
	}
	if s.Gits() != before {
		t.Error("reading sent requests")
	}
	if err := clone.bring(context.Background(), clone.files[:1], nil); err != nil || clone.files[0].size < 0 {
		t.Errorf("it is not read where it is fetched: %v", err)
	}
}

// TestGitOnlyReads: git is asked for reads, and for nothing else.
func TestGitOnlyReads(t *testing.T) {
	s := githubtest.Acme(t)
	c := asGitHub(t, s)
	from := New(c).cloner(options{}, &gate{})
	for _, args := range [][]string{nil, {"push", "x"}, {"-c", "x=y", "fetch"}, {"config", "a.b", "c"}} {
		err := from.run(context.Background(), command{folder: t.TempDir(), args: args}, func(io.Reader) error { t.Errorf("git %q was run", args); return nil })
		if err == nil || !strings.Contains(err.Error(), "it is no read") {
			t.Errorf("git %q: %v", args, err)
		}
	}
}

// taking reads the line before a file.
func taking(oid string) func(io.Reader) error {
	return func(r io.Reader) error { _, err := headOf(bufio.NewReader(r), oid); return err }
}

// headIn is the commit of the branch main of acme/good.
func headIn(t *testing.T, c Config, base string) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, base+"/repos/acme/good/branches/main", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+githubtest.Token)
	r.Header.Set("Accept", "application/vnd.github+json")
	response, err := c.filled().transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	o, ok := decoded(swallow(response).text, request{}, nil)
	commit, _ := o.in("commit")
	if !ok || commit.text("sha") == "" {
		t.Fatal("the branch has no commit")
	}
	return commit.text("sha")
}
