package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
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

// githubCommand is "github [PATH-PART…]" in a script: from here on there is a server of GitHub with the organisation acme, whose
// API is $GITHUB_API, and which refuses requests whose path ends in one of these.
func githubCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: github [PATH-PART…]")
	}
	t := &scriptT{}
	acme := githubtest.Acme(t)
	acme.Instead = func(_ string, r *http.Request) *githubtest.Answer {
		for _, part := range args {
			if strings.HasSuffix(r.URL.Path, part) {
				a := githubtest.Refusal(403, "Resource not accessible by personal access token")
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
	for _, pair := range [][2]string{{"GITHUB_API", server.URL}, {"GH_HOST", host}, {"GH_ENTERPRISE_TOKEN", githubtest.Token}} {
		ts.Setenv(pair[0], pair[1])
	}
}
