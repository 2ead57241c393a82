package github

import (
	"net/http"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestBranchInTrouble has the branch itself fail in each way, which REST alone is asked for: what is told is the same, as the
// protection is asked for then.
func TestBranchInTrouble(t *testing.T) {
	read := func(instead func(string, *http.Request) *githubtest.Answer) (*collectors.Snapshot, *githubtest.Server) {
		server := githubtest.Acme(t)
		server.Instead = instead
		return snapshotOf(t, asking(server), target("acme", "graphql", "false")), server
	}
	clean, server := read(nil)
	if asked := server.Asked(); asked[branchOf] != 3 || asked[protectionOf] != 1 { // of good alone
		t.Errorf("%d branches were asked for, and the protection of %d", asked[branchOf], asked[protectionOf])
	}
	for name, trouble := range troubles() {
		if trouble.slow {
			continue // it takes as long as an answer may
		}
		t.Run(name, func(t *testing.T) {
			broken, server := read(func(at string, _ *http.Request) *githubtest.Answer {
				if at != branchOf {
					return nil
				}
				a := trouble.answer
				return &a
			})
			for _, problem := range compare(t, cleanOf(t, clean), broken) {
				t.Error(problem)
			}
			if n := server.Asked()[protectionOf]; n != 3 {
				t.Errorf("the protection of %d branches was asked for", n)
			}
		})
	}
}

// TestBranchOfAnotherName: the answer for a branch that was renamed meanwhile says nothing of protection.
func TestBranchOfAnotherName(t *testing.T) {
	s := githubtest.Acme(t)
	s.Set("/repos/acme/good/branches/main", githubtest.Object{"name": "trunk", "commit": githubtest.Object{"sha": "c2"}, "protected": false})
	is(t, factsOf(t, snapshotOf(t, asking(s), target("acme", "graphql", "false")), "github.branch_protection", "acme/good@main"),
		map[string]string{"protected": "true", "linear_history": "true"})
}

// TestBranchOfRulesetsAlone: a branch that rulesets alone protect says so itself, and its classic protection is not asked for.
func TestBranchOfRulesetsAlone(t *testing.T) {
	s := githubtest.Acme(t)
	s.Refuse(goodProtection, 404, "Branch not protected")
	snapshot := snapshotOf(t, asking(s), target("acme", "graphql", "false"))
	if n := s.Asked()[protectionOf]; n != 0 {
		t.Errorf("the protection of %d branches was asked for", n)
	}
	is(t, factsOf(t, snapshot, "github.branch_protection", "acme/good@main"), map[string]string{"protected": "true", "linear_history": "false", "approvals": "2"})
	for _, unsaid := range []githubtest.Object{{"enabled": nil}, {"enabled": true}, nil} { // then it may be protected
		s.Set("/repos/acme/good/branches/main", githubtest.Object{"name": "main", "commit": githubtest.Object{"sha": "c2"}, "protected": true, "protection": unsaid})
		s.Reset()
		if snapshotOf(t, asking(s), target("acme", "graphql", "false")); s.Asked()[protectionOf] != 1 {
			t.Errorf("%v: the protection of %d branches was asked for", unsaid, s.Asked()[protectionOf])
		}
	}
}
