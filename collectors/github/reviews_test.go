package github

import (
	"net/http"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestReviewsInTrouble: where the second document, on who reviewed the changes, fails in any way, approvals and checks are gaps, nobody is
// said to have approved nothing, and all else is told as ever.
func TestReviewsInTrouble(t *testing.T) {
	clean := snapshotOf(t, asking(githubtest.Acme(t)), target("acme"))
	for name, c := range map[string]struct {
		answer githubtest.Answer
		cause  collectors.Cause
	}{
		"refused":       {githubtest.Answer{Status: 200, Body: `{"data":{"r0":null,"r1":null},"errors":[{"type":"FORBIDDEN","message":"no","path":["r0"]},{"type":"FORBIDDEN","message":"no","path":["r1"]}]}`}, collectors.Denied},
		"not had":       {githubtest.Answer{Status: 200, Body: `{"errors":[{"message":"Field 'pullRequest' doesn't exist on type 'Repository'","extensions":{"code":"undefinedField"}}]}`}, collectors.Unsupported},
		"nothing said":  {githubtest.Answer{Status: 200, Body: `{"data":{"r0":{},"r1":{}}}`}, collectors.Failed},
		"null unsaid":   {githubtest.Answer{Status: 200, Body: `{"data":{"r0":{"p7":null,"p10":null,"p11":null,"p12":null},"r1":{"p7":null,"p10":null,"p11":null,"p12":null}}}`}, collectors.Failed},
		"bad gateway":   {githubtest.Answer{Status: 502, Body: "<html>bad gateway</html>"}, ""},
		"of a proxy":    {githubtest.Answer{Status: 200, Body: "<html>hello</html>"}, ""},
		"half of a one": {githubtest.Answer{Status: 200, Body: `{"data":{"r0":{"p7":{"reviews":null}`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
				if endpoint != githubtest.GraphQL || !strings.Contains(documentIn(t, r), "pullRequest(number") {
					return nil
				}
				return &c.answer
			}
			broken := snapshotOf(t, asking(s), target("acme"))
			for _, problem := range compare(t, cleanOf(t, clean), broken) {
				t.Error(problem)
			}
			gaps := gapsOf(broken, "github.change_sample", "acme/good@main")
			for _, path := range []string{"changes[0].approved_by", "changes[0].checks", "changes[2].approved_by"} {
				if gaps[path] == "" || c.cause != "" && gaps[path] != c.cause {
					t.Errorf("%s has the gap %q, want %q", path, gaps[path], c.cause)
				}
			}
			factsOf(t, broken, "github.release_sample", "acme/good") // another part
		})
	}
}
