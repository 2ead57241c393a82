package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/assize/assize/collectors/github/githubtest"
)

// A scriptT has the stand-in for GitHub complain to a script. Requests come on other goroutines, so that it keeps what it hears.
type scriptT struct {
	mu    sync.Mutex
	heard []string
}

func (*scriptT) Helper() {}

func (t *scriptT) Errorf(format string, args ...any) { t.Error(fmt.Sprintf(format, args...)) }

func (t *scriptT) Error(args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heard = append(t.heard, fmt.Sprint(args...))
}

func (t *scriptT) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

func (t *scriptT) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// troubled are what GitHub answers in trouble of some kind.
func troubled(kind string) githubtest.Answer {
	switch kind {
	case "sso":
		a := githubtest.Refusal(403, "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.")
		a.Header = map[string]string{"X-GitHub-SSO": "required; url=https://github.com/orgs/acme/sso?authorization_request=abc"}
		return a
	case "blocked":
		return githubtest.Refusal(451, "Repository access blocked")
	case "gone":
		return githubtest.Refusal(404, "Not Found")
	case "page":
		return githubtest.Answer{Status: 200, Body: "<html>please sign in</html>"}
	case "renamed":
		a := githubtest.Refusal(301, "Moved Permanently")
		a.Header = map[string]string{"Location": "/repos/acme/good"}
		return a
	}
	return githubtest.Refusal(403, "Resource not accessible by personal access token")
}

// githubCommand is "github [PATH-PART[=TROUBLE]…]" in a script: from here on there is a server of GitHub with the organisation acme,
// whose API is $GITHUB_API, and which refuses requests whose path ends in one of these, or has it in it where it ends in "/". -odd
// adds repositories that are not as others, -unlimited has it say nothing of limits, and -git serves the repositories to git.
func githubCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: github [PATH-PART…]")
	}
	t := &scriptT{}
	acme := githubtest.Acme(t)
	acme.Instead = func(_ string, r *http.Request) *githubtest.Answer {
		for _, part := range args {
			part, kind, _ := strings.Cut(part, "=")
			if strings.HasSuffix(r.URL.Path, part) || strings.HasSuffix(part, "/") && strings.Contains(r.URL.Path, part) {
				a := troubled(kind)
				return &a
			}
		}
		return nil
	}
	server := httptest.NewServer(acme)
	ts.Defer(func() {
		server.Close()
		if len(t.heard) > 0 {
			ts.Fatalf("GitHub's description was broken: %s", strings.Join(t.heard, "\n"))
		}
	})
	host := strings.TrimPrefix(server.URL, "http://")
	for _, arg := range args {
		switch arg {
		case "-odd":
			acme.Odd()
		case "-unlimited":
			acme.Unlimited = true
		case "-git":
			acme.Bares = ts.MkAbs("bares")
			ts.Check(os.MkdirAll(acme.Bares, 0o755))
		}
	}
	for _, pair := range [][2]string{{"GITHUB_API", server.URL}, {"GH_HOST", host}, {"GH_ENTERPRISE_TOKEN", githubtest.Token}} {
		ts.Setenv(pair[0], pair[1])
	}
}
