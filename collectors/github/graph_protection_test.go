package github

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors/github/githubtest"
)

// protected is acme with repositories that are protected in many ways.
func protected(t testing.TB) *githubtest.Server {
	s := githubtest.Acme(t)
	s.Protected()
	return s
}

// askedOf has the server note of which repositories an endpoint of REST is asked.
func askedOf(s *githubtest.Server, endpoint string) func() []string {
	var mu sync.Mutex
	var out []string
	s.Instead = func(at string, r *http.Request) *githubtest.Answer {
		if at == endpoint {
			mu.Lock()
			defer mu.Unlock()
			out = append(out, strings.Split(r.URL.Path, "/")[3])
		}
		return nil
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Sorted(slices.Values(out))
	}
}

// TestShownProtection: of what GraphQL shows nothing is asked by REST but of the first repositories, and where GraphQL does not tell
// all of it; and both tell the same.
func TestShownProtection(t *testing.T) {
	s := protected(t)
	asked := askedOf(s, protectionOf)
	graph := snapshotOf(t, asking(s), target("acme"))
	want := []string{"ask-any-app", "ask-forcing", "ask-hidden", "ask-many", "ask-stale"}
	want = append([]string{"a-first"}, append(want, "bad")...) // which are the first that are read
	if diff := cmp.Diff(want, slices.DeleteFunc(asked(), func(name string) bool { return name == "void" })); diff != "" {
		t.Errorf("asked by REST (-want +got):\n%s", diff)
	}
	s.Instead = nil
	rest := snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if diff := cmp.Diff(withoutChanges(t, rest), withoutChanges(t, graph)); diff != "" {
		t.Errorf("(-REST +GraphQL):\n%s", diff)
	}
}
