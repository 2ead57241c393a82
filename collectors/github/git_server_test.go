package github

import (
	"bufio"
	"context"
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors/github/githubtest"
)

// TestGitServer: git is asked on the host that the token is meant for, and nowhere else.
func TestGitServer(t *testing.T) {
	for base, want := range map[string]string{
		"":                                    "https://github.com/",
		"https://api.github.com":              "https://github.com/",
		"https://github.com/api/v3":           "https://github.com/",
		"https://ghe.example.org/api/v3":      "https://ghe.example.org/",
		"https://ghe.example.org:8443/api/v3": "https://ghe.example.org:8443/",
		"https://api.octo.ghe.com":            "https://octo.ghe.com/",
		"https://octo.ghe.com/api/v3/":        "https://octo.ghe.com/",
		"http://127.0.0.1:8080":               "http://127.0.0.1:8080/",
		"http://localhost/api/v3":             "http://localhost/",
		"https://api.ghe.example.org":         "", // nothing says where its repositories are
		"https://gateway.example.org/github/": "",
		"https://ghe.com.example.org":         "",
	} {
		given := map[string]string{}
		if base != "" {
			given["base_url"] = base
		}
		o, err := New(Config{}).parseOptions(given)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at := gitServer(o); at != nil {
			got = at.String()
		}
		if got != want {
			t.Errorf("%q: git is asked at %q, want %q", base, got, want)
		}
	}
}

// TestEnvironmentOfGit: proxies and authorities reach what fetches, and nothing else of the environment does.
func TestEnvironmentOfGit(t *testing.T) {
	set := map[string]string{
		"HTTPS_PROXY": "http://proxy.example:3128", "no_proxy": "x.example", "SSL_CERT_FILE": "/ca.pem", "SSL_CERT_DIR": "/one:/two",
		"GIT_SSL_CAPATH": "/certs", "GIT_SSL_NO_VERIFY": "1", "GIT_PROXY_SSL_CERT": "/x", "AWS_SECRET_ACCESS_KEY": "x", "GITHUB_TOKEN": "y",
	}
	at := func(server string) *cloner {
		u, err := url.Parse(server)
		if err != nil {
			t.Fatal(err)
		}
		return &cloner{server: u, config: Config{Env: variables(set)}}
	}
	check := func(env []string, want, not []string) {
		t.Helper()
		for _, line := range want {
			if !slices.Contains(env, line) {
				t.Errorf("%s is not there", line)
			}
		}
		for _, line := range env {
			name, _, _ := strings.Cut(line, "=")
			if slices.Contains(not, name) {
				t.Errorf("%s is there", line)
			}
		}
	}
	never := []string{"GIT_SSL_NO_VERIFY", "GIT_PROXY_SSL_CERT", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN"}
	check(at("https://github.com/").environment("t"),
		[]string{"HTTPS_PROXY=http://proxy.example:3128", "no_proxy=x.example", "GIT_SSL_CAINFO=/ca.pem", "GIT_SSL_CAPATH=/certs", "GIT_TERMINAL_PROMPT=0"}, never)
	check(at("http://127.0.0.1:8080/").environment("t"), []string{"GIT_SSL_CAINFO=/ca.pem"}, append(never, "HTTPS_PROXY"))
	check(at("https://github.com/").environment(""), []string{"GIT_NO_LAZY_FETCH=1"}, append(never, "HTTPS_PROXY", "GIT_SSL_CAINFO"))
	for _, line := range at("https://github.com/").environment("") {
		if strings.Contains(line, "Authorization") || strings.Contains(line, "=always") {
			t.Errorf("what reads has %s", line)
		}
	}
}

// TestAuthoritiesOfGit: who vouches for a server to Go does to git, and nobody else does.
func TestAuthoritiesOfGit(t *testing.T) {
	s := githubtest.Acme(t)
	c, base := served(t, s)
	head := headIn(t, c, base)
	server := httptest.NewTLSServer(s)
	defer server.Close()
	at, err := url.Parse(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for variable, works := range map[string]bool{"SSL_CERT_FILE": true, "GIT_SSL_CAINFO": true, "OTHER": false} {
		config := c
		config.Env = variables(map[string]string{variable: file, "GIT_SSL_NO_VERIFY": "1"})
		from := New(config).cloner(options{base: at, host: at.Host}, &gate{sign: func(context.Context) (secret, error) { return githubtest.Token, nil }})
		clone := from.open("acme", "good", head)
		err := clone.list(context.Background(), "good")
		if (err == nil) != works || works && len(clone.files) == 0 {
			t.Errorf("%s: %d files, and %v", variable, len(clone.files), err)
		}
		if err := clone.close(); err != nil {
			t.Error(err)
		}
	}
}

// TestWatch: a folder that grows too much is noticed, and one that does not is left alone.
func TestWatch(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "objects", "pack"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "objects", "pack", "tmp_pack_x"), make([]byte, 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int64]error{999: errHuge, 1000: context.DeadlineExceeded} {
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		ctx, cancel := context.WithCancelCause(ctx)
		watch(ctx, folder, most, func() { cancel(errHuge) })
		if got := context.Cause(ctx); !errors.Is(got, want) {
			t.Errorf("more than %d bytes: %v, want %v", most, got, want)
		}
		cancel(nil)
		stop()
	}
}

// FuzzEntry: whatever a tree holds, what is taken for a file has the name of an object and a name that can be shown.
func FuzzEntry(f *testing.F) {
	const oid = "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f"
	for _, line := range []string{
		"100644 blob " + oid + "\t.github/workflows/ci.yml", "120000 blob " + oid + "\tCODEOWNERS", "160000 commit " + oid + "\taction.yml",
		"100644 blob " + oid + "\t.github/workflows/caf\xe9\n.yml", "100644 blob short\tx", "100644 blob " + oid, "", "100644 blob -\t\t",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		one, ok, err := entryOf(line)
		if ok && err != nil {
			t.Error("a file and an error")
		}
		if ok && (!objectName.MatchString(one.oid) || one.path != printable(one.path) || !listable(one.path) || one.size != unsized) {
			t.Errorf("%q is the file %+v", line, one)
		}
	})
}

// FuzzHead: a line before a file is taken for that of the file alone that was asked for.
func FuzzHead(f *testing.F) {
	const oid = "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f"
	for _, line := range []string{oid + " blob 3\nabc", oid + " missing\n", oid + " tree 3\n", oid + " blob -1\n", oid + " blob 99999999999999999999\n", oid + " blob 3", "\n"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		size, err := headOf(bufio.NewReader(strings.NewReader(line)), oid)
		if err == nil && (size < 0 || !strings.HasPrefix(line, oid+" blob ")) {
			t.Errorf("%q is a file of %d bytes", line, size)
		}
	})
}
