package github

import (
	"net/http"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// enforcing has an organisation enforce a security configuration with Dependabot's alerts on and another with them off.
func enforcing(t *testing.T, n int) *githubtest.Server {
	s := githubtest.Many(t, n)
	type object = githubtest.Object
	configuration := func(id int, enforcement, alerts string) any {
		return object{"id": id, "name": "c", "target_type": "organization", "enforcement": enforcement, "dependabot_alerts": alerts}
	}
	in := func(name, status string) any {
		return object{"status": status, "repository": object{"full_name": "acme/" + name}}
	}
	const at = "/orgs/acme/code-security/configurations"
	s.Set(at, []any{configuration(1, "enforced", "enabled"), configuration(2, "enforced", "disabled"), configuration(3, "unenforced", "enabled"), configuration(4, "enforced", "not_set")})
	s.Set(at+"/1/repositories?status=enforced", []any{in("R0000", "enforced"), in("r0001", "enforced"), in("r0006", "enforced")})
	s.Set(at+"/2/repositories?status=enforced", []any{in("r0002", "enforced"), in("r0006", "enforced")})
	s.Set(at+"/3/repositories?status=enforced", []any{in("r0003", "enforced")}) // nobody asks
	s.Set(at+"/4/repositories?status=enforced", []any{in("r0004", "enforced")})
	s.Refuse("/repos/acme/r0002/vulnerability-alerts", 404, "Vulnerability alerts are disabled.")
	return s
}

// TestConfigured: where an enforced configuration says whether Dependabot's alerts are on, no repository is asked; elsewhere it is not
// known without asking it.
func TestConfigured(t *testing.T) {
	for _, deep := range []string{"false", "true"} {
		s := enforcing(t, 8)
		snapshot := snapshotOf(t, asking(s), target("acme", "graphql", "false", "deep", deep))
		for name, want := range map[string]string{"r0000": "true", "r0001": "true", "r0002": "false"} {
			is(t, factsOf(t, snapshot, "github.repository", "acme/"+name), map[string]string{"security.vulnerability_alerts": want})
		}
		for _, name := range []string{"r0003", "r0004", "r0005", "r0006"} {
			cause := gapsOf(snapshot, "github.repository", "acme/"+name)["security.vulnerability_alerts"]
			if deep == "false" && cause != collectors.NotRequested || deep == "true" && cause != "" {
				t.Errorf("deep=%s: whether alerts are on in %s has the gap %q", deep, name, cause)
			}
		}
		if asked := s.Asked(); asked[configuredOf] != 2 || deep == "true" && asked[vulnerabilityOf] != 5 || deep == "false" && asked[vulnerabilityOf] != 0 {
			t.Errorf("deep=%s: %d lists and %d repositories were asked for", deep, asked[configuredOf], asked[vulnerabilityOf])
		}
	}
}

// TestConfiguredInTrouble has both lists fail in each way: each repository is asked then, and what is told is the same.
func TestConfiguredInTrouble(t *testing.T) {
	for _, endpoint := range []string{configurationsOf, configuredOf} {
		clean := cleanOf(t, snapshotOf(t, asking(enforcing(t, 8)), target("acme", "graphql", "false", "deep", "true", "only", "repositories")))
		for name, trouble := range troubles() {
			if trouble.slow {
				continue // it takes as long as an answer may
			}
			t.Run(endpoint+" "+name, func(t *testing.T) {
				s := enforcing(t, 8)
				s.Instead = func(at string, _ *http.Request) *githubtest.Answer {
					if at != endpoint {
						return nil
					}
					a := trouble.answer
					return &a
				}
				broken := snapshotOf(t, asking(s), target("acme", "graphql", "false", "deep", "true", "only", "repositories"))
				for _, problem := range compare(t, clean, broken) {
					t.Error(problem)
				}
				if n := s.Asked()[vulnerabilityOf]; n != 8 {
					t.Errorf("%d repositories were asked", n)
				}
			})
		}
	}
}

// TestConfigurationOfAnotherState: an item whose state is not the one that was asked for ends the list, and says nothing.
func TestConfigurationOfAnotherState(t *testing.T) {
	s := enforcing(t, 4)
	s.Set("/orgs/acme/code-security/configurations/1/repositories?status=enforced", []any{
		githubtest.Object{"status": "attached", "repository": githubtest.Object{"full_name": "acme/r0000"}},
		githubtest.Object{"status": "enforced", "repository": githubtest.Object{"full_name": "acme/r0001"}},
	})
	snapshot := snapshotOf(t, asking(s), target("acme", "graphql", "false", "deep", "false", "only", "repositories"))
	for _, name := range []string{"r0000", "r0001"} {
		if cause := gapsOf(snapshot, "github.repository", "acme/"+name)["security.vulnerability_alerts"]; cause != collectors.NotRequested {
			t.Errorf("whether alerts are on in %s has the gap %q", name, cause)
		}
	}
}
