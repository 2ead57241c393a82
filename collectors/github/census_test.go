package github

import (
	"fmt"
	"maps"
	"net/http"
	"testing"

	"github.com/assize/assize/collectors/github/githubtest"
)

// renamed sends another token in place of one.
type renamed struct{ next http.RoundTripper }

func (r renamed) RoundTrip(q *http.Request) (*http.Response, error) {
	q = q.Clone(q.Context())
	q.Header.Set("Authorization", "Bearer "+githubtest.Token)
	return r.next.RoundTrip(q)
}

// TestNothingIsBelievedOfWhatNobodySelected: a fine-grained token reaches public repositories that it was not given, where
// GraphQL counts nothing to it; so each of these is asked by REST, which refuses.
func TestNothingIsBelievedOfWhatNobodySelected(t *testing.T) {
	const keys = "/repos/{owner}/{repo}/keys"
	for _, c := range []struct {
		token  string
		public bool
		every  bool
	}{
		{githubtest.Token, true, false}, {"github_pat_x", true, true}, {"ghs_x", true, true}, {"github_pat_x", false, false},
	} {
		const n = 20
		s := githubtest.Acme(t)
		var list []any
		for i := range n {
			one := maps.Clone(s.Example("/orgs/{org}/repos").([]any)[0].(githubtest.Object))
			name := fmt.Sprintf("r%04d", i)
			one["name"], one["full_name"], one["default_branch"], one["archived"] = name, "acme/"+name, "main", false
			one["private"], one["visibility"] = !c.public, map[bool]string{true: "public", false: "private"}[c.public]
			s.Settings(name, c.public)
			list = append(list, one)
		}
		s.Set("/orgs/acme/repos", list)
		config := asking(renamed{s})
		config.Env = variables(map[string]string{"GITHUB_TOKEN": c.token})
		config.Workers = 1 // else several ask before one was answered
		snapshotOf(t, config, target("acme"))
		if got := s.Asked()[keys]; (got == n) != c.every || got == 0 {
			t.Errorf("token %s, public %t: %d of %d repositories were asked for their keys", c.token, c.public, got, n)
		}
	}
}
