package github

import (
	"maps"
	"testing"

	"github.com/assize/assize/collectors/github/githubtest"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// TestHoldsFor: a ruleset's patterns decide where they say so without GitHub's way to read them.
func TestHoldsFor(t *testing.T) {
	type patterns = []string
	for name, c := range map[string]struct {
		include, exclude patterns
		on, certain      bool
	}{
		"every branch":                {patterns{"~ALL"}, nil, true, true},
		"the default branch":          {patterns{"~DEFAULT_BRANCH"}, nil, true, true},
		"by its name":                 {patterns{"refs/heads/dev", "refs/heads/main"}, nil, true, true},
		"another":                     {patterns{"refs/heads/dev"}, nil, false, true},
		"others by a pattern":         {patterns{"refs/heads/release/**"}, nil, false, true},
		"a pattern that may take it":  {patterns{"refs/heads/m*"}, nil, false, false},
		"any by a pattern":            {patterns{"refs/heads/**/*"}, nil, false, false},
		"one that may, and its name":  {patterns{"refs/heads/*", "refs/heads/main"}, nil, true, true},
		"left out":                    {patterns{"~ALL"}, patterns{"~DEFAULT_BRANCH"}, false, true},
		"others are left out":         {patterns{"~ALL"}, patterns{"refs/heads/dev*"}, true, true},
		"perhaps left out":            {patterns{"~ALL"}, patterns{"refs/heads/*"}, false, false},
		"a short name, as it may be":  {patterns{"main"}, nil, false, false},
		"a group of tomorrow":         {patterns{"~RELEASES"}, nil, false, false},
		"an exception of tomorrow":    {patterns{"~ALL"}, patterns{"~RELEASES"}, false, false},
		"a class":                     {patterns{"refs/heads/[lm]ain"}, nil, false, false},
		"nothing":                     {nil, nil, false, true},
		"its name is no pattern here": {patterns{"refs/heads/main"}, patterns{"refs/heads/main"}, false, true},
	} {
		s := &ruleset{facts: kinds.Ruleset{IncludeRefs: c.include, ExcludeRefs: c.exclude}}
		if on, certain := holdsFor(s, "main"); on != c.on && c.certain || certain != c.certain {
			t.Errorf("%s: holds %t, certain %t; want %t, %t", name, on, certain, c.on, c.certain)
		}
	}
}

// TestRulesOfHeld: rules that the rulesets themselves have are not asked for again, and are the same as those in force; where it is not
// certain which are, GitHub is asked.
func TestRulesOfHeld(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*githubtest.Server)
		asked  int
	}{
		"as they are": {func(*githubtest.Server) {}, 0},
		"the organisation's holds perhaps": {func(s *githubtest.Server) {
			s.EditOne("/orgs/acme/rulesets/21", githubtest.Object{"conditions": githubtest.Object{"ref_name": githubtest.Object{"include": []any{"refs/heads/m*"}, "exclude": []any{}}}})
		}, 1},
		"the organisation's does not say what it is for": {func(s *githubtest.Server) { s.EditOne("/orgs/acme/rulesets/21", githubtest.Object{"conditions": nil}) }, 1},
		"it says so of repositories alone": {func(s *githubtest.Server) {
			s.EditOne("/orgs/acme/rulesets/21", githubtest.Object{"conditions": githubtest.Object{"repository_name": githubtest.Object{"include": []any{"~ALL"}, "exclude": []any{}}}})
		}, 1},
		"it says half of it": {func(s *githubtest.Server) {
			s.EditOne("/orgs/acme/rulesets/21", githubtest.Object{"conditions": githubtest.Object{"ref_name": githubtest.Object{"exclude": []any{}}}})
		}, 1},
		"its own is not shown": {func(s *githubtest.Server) { s.Refuse("/repos/acme/good/rulesets/42", 404, "Not Found") }, 1},
		"one is of an enterprise": {func(s *githubtest.Server) {
			s.Set("/repos/acme/good/rulesets", []any{
				githubtest.Object{"id": 42, "name": "signed", "target": "branch", "source_type": "Repository", "source": "acme/good", "enforcement": "active"},
				githubtest.Object{"id": 7, "name": "all", "target": "branch", "source_type": "Enterprise", "source": "e", "enforcement": "active"},
			})
		}, 1},
		"one is of a target of tomorrow": {func(s *githubtest.Server) {
			s.EditOne("/repos/acme/good/rulesets/42", githubtest.Object{"target": "commit"})
		}, 1},
		"one was switched off since": {func(s *githubtest.Server) {
			s.EditOne("/repos/acme/good/rulesets/42", githubtest.Object{"enforcement": "disabled"})
		}, 1},
		"the list is cut off": {func(s *githubtest.Server) { s.Refuse("/repos/acme/good/rulesets", 502, "Bad Gateway") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			c.change(s)
			snapshot := snapshotOf(t, asking(s), target("acme", "graphql", "false"))
			if n := s.Asked()[rulesOf]; n != c.asked {
				t.Errorf("asked %d times which rules are in force, want %d", n, c.asked)
			}
			facts := maps.Clone(factsOf(t, snapshot, "github.branch_protection", goodBranch))
			is(t, facts, map[string]string{
				"approvals": "2", "signed_commits": "true", "merge_queue": "true", "rules": `["a_rule_of_tomorrow","merge_queue","pull_request","required_signatures"]`,
			})
		})
	}
}
