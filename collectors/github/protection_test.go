package github

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

const (
	goodProtection = "/repos/acme/good/branches/main/protection"
	goodRules      = "/repos/acme/good/rules/branches/main"
	goodBranch     = "acme/good@main"
)

func TestEffectiveProtection(t *testing.T) {
	snapshot := snapshotOf(t, asking(githubtest.Acme(t)), target("acme"))
	is(t, factsOf(t, snapshot, "github.branch_protection", goodBranch), map[string]string{
		"protected": "true", "pull_request_required": "true",
		"approvals": "2", "dismiss_stale": "true", "code_owner_review": "true", // the ruleset wants two and owners, classic that stale ones go
		"last_push_approval": "true", "thread_resolution": "true", "merge_methods": `["squash"]`, "merge_queue": "true",
		"status_checks": `[{"context":"ci","app":15368}]`, "strict_checks": "true", "signed_commits": "true", "linear_history": "true",
		"force_pushes": "false", "deletion": "false", "push_restricted": "true", "push_allowed": `["user:ada"]`,
		"rules":         `["a_rule_of_tomorrow","merge_queue","pull_request","required_signatures"]`,
		"admins_exempt": "false", "bypass_actors": "[]", // classic binds them, so that the ruleset's exemption is worth nothing
	})
	is(t, factsOf(t, snapshot, "github.branch_protection", "acme/bad@main"), map[string]string{
		"protected": "false", "pull_request_required": "false", "force_pushes": "true", "deletion": "true", "admins_exempt": "true", "sources": "[]",
	})
	is(t, factsOf(t, snapshot, "github.ruleset", "acme/rulesets/22"), map[string]string{
		"enforcement": `"evaluate"`, "rules": `["merge_queue","pull_request"]`, "include_refs": `["refs/heads/main","refs/heads/master"]`,
		"include_repositories": `["another_important_repository","important_repository"]`, "repository": "null",
	})
	is(t, factsOf(t, snapshot, "github.ruleset", "acme/good/rulesets/42"), map[string]string{"rules": `["a_rule_of_tomorrow","required_signatures"]`, "repository": `"acme/good"`})
}

// gapsOf are the paths of a resource's gaps, and their causes.
func gapsOf(s *collectors.Snapshot, kind, id string) map[string]collectors.Cause {
	out := map[string]collectors.Cause{}
	for _, g := range s.Gaps {
		if g.Kind == kind && g.Resource == id {
			out[g.Path] = g.Cause
		}
	}
	return out
}

// always are the facts that one more source could add to, whatever is known.
var always = []string{"merge_methods", "push_allowed", "required_deployments", "required_scanning", "required_workflows", "rules", "sources", "status_checks"}

func TestProtectionThatIsHalfRead(t *testing.T) {
	for _, c := range []struct {
		name, path string
		status     int
		message    string
		cause      collectors.Cause
		open       []string
	}{
		// What the rulesets demand holds whatever the classic protection says: only more can be demanded.
		{"no classic", goodProtection, 404, "Not Found", collectors.NotFoundAmbiguous,
			[]string{"admins_exempt", "approvals", "bypass_actors", "deletion", "dismiss_stale", "force_pushes", "linear_history", "locked", "push_restricted", "strict_checks"}},
		{"no right", goodProtection, 403, "Resource not accessible by personal access token", collectors.Denied,
			[]string{"admins_exempt", "approvals", "bypass_actors", "deletion", "dismiss_stale", "force_pushes", "linear_history", "locked", "push_restricted", "strict_checks"}},
		{"no plan", goodProtection, 403, "Upgrade to GitHub Pro or make this repository public to enable this feature.", collectors.PlanLimit,
			[]string{"admins_exempt", "approvals", "bypass_actors", "deletion", "dismiss_stale", "force_pushes", "linear_history", "locked", "push_restricted", "strict_checks"}},
		{"no rules", goodRules, 404, "Not Found", collectors.NotFoundAmbiguous,
			[]string{"approvals", "code_owner_review", "last_push_approval", "locked", "merge_queue", "signed_commits", "thread_resolution"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := githubtest.Acme(t)
			s.Refuse(c.path, c.status, c.message)
			if c.path == goodRules { // one of the rulesets tells no more, so that nothing tells which are in force
				s.Refuse("/repos/acme/good/rulesets/42", c.status, c.message)
			}
			snapshot := snapshotOf(t, asking(s), target("acme"))
			gaps := gapsOf(snapshot, "github.branch_protection", goodBranch)
			want := slices.Sorted(slices.Values(slices.Concat(always, c.open)))
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(gaps))); diff != "" {
				t.Errorf("open (-want +got):\n%s", diff)
			}
			for path, cause := range gaps {
				if cause != c.cause {
					t.Errorf("%s: %s, want %s", path, cause, c.cause)
				}
			}
			is(t, factsOf(t, snapshot, "github.branch_protection", goodBranch), map[string]string{"protected": "true", "pull_request_required": "true"})
		})
	}
}

// TestNothingKnownOfProtection holds that "not found" is never "not protected".
func TestNothingKnownOfProtection(t *testing.T) {
	s := githubtest.Acme(t)
	s.Refuse("/repos/acme/bad/branches/main/protection", 404, "Not Found")
	snapshot := snapshotOf(t, asking(s), target("acme"))
	if facts := factsOf(t, snapshot, "github.branch_protection", "acme/bad@main"); facts["protected"] != nil || facts["force_pushes"] != nil {
		t.Errorf("protected is %v and force_pushes %v", facts["protected"], facts["force_pushes"])
	}
}

func TestBypass(t *testing.T) {
	actor := func(kind string, id int) githubtest.Object {
		return githubtest.Object{"actor_type": kind, "actor_id": id, "bypass_mode": "always"}
	}
	type object = githubtest.Object
	for _, c := range []struct {
		name          string
		enforceAdmins bool
		allowances    object // of the classic protection
		ruleset       []any  // bypass actors of the ruleset; nil: they are not shown
		admins        string // "" is a gap
		actors        string
	}{
		{"bound by both", true, nil, []any{}, "false", `[]`},
		{"bound by classic", true, nil, []any{actor("RepositoryRole", 5)}, "false", `[]`},
		{"bound by the ruleset", false, nil, []any{actor("Team", 7)}, "false", `[{"type":"RepositoryRole","id":5,"name":"admin","mode":"always"}]`},
		{"bound by neither", false, nil, []any{actor("OrganizationAdmin", 1)}, "true", `[{"type":"RepositoryRole","id":5,"name":"admin","mode":"always"}]`},
		{"named in both", true, object{"users": []any{object{"login": "ada", "id": 1}}, "teams": []any{}, "apps": []any{}}, []any{actor("User", 1)}, "false",
			`[{"type":"User","id":1,"name":"ada","mode":"always"}]`},
		{"not shown, and bound by classic", true, nil, nil, "false", `[]`},
		{"not shown", false, nil, nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := githubtest.Acme(t)
			review := object{"required_approving_review_count": 1}
			if c.allowances != nil {
				review["bypass_pull_request_allowances"] = c.allowances
			}
			s.Set(goodProtection, object{"enforce_admins": object{"enabled": c.enforceAdmins}, "required_pull_request_reviews": review})
			ruleset := s.Example("/orgs/{org}/rulesets/{ruleset_id}").(object)
			ruleset["id"], ruleset["rules"] = 21, []any{object{"type": "pull_request", "parameters": object{"required_approving_review_count": 2}}}
			delete(ruleset, "bypass_actors")
			if c.ruleset != nil {
				ruleset["bypass_actors"] = c.ruleset
			}
			s.Set("/orgs/acme/rulesets/21", ruleset)
			snapshot := snapshotOf(t, asking(s), target("acme"))
			facts := factsOf(t, snapshot, "github.branch_protection", goodBranch)
			for path, want := range map[string]string{"admins_exempt": c.admins, "bypass_actors": c.actors} {
				if want != "" {
					is(t, facts, map[string]string{path: want})
				} else if facts[path] != nil || gapsOf(snapshot, "github.branch_protection", goodBranch)[path] == "" {
					t.Errorf("%s is %v, want a gap", path, facts[path])
				}
			}
		})
	}
}

// TestEnterpriseRuleset: what holds is known, who bypasses it is not.
func TestEnterpriseRuleset(t *testing.T) {
	s := githubtest.Acme(t)
	s.Set("/repos/acme/bad/rules/branches/main", []any{githubtest.Object{
		"type": "pull_request", "ruleset_id": 7, "ruleset_source_type": "Enterprise", "ruleset_source": "the-enterprise",
		"parameters": githubtest.Object{"required_approving_review_count": 1},
	}})
	snapshot := snapshotOf(t, asking(s), target("acme"))
	is(t, factsOf(t, snapshot, "github.branch_protection", "acme/bad@main"), map[string]string{
		"approvals": "1", "sources": `[{"kind":"ruleset","ruleset":7,"level":"enterprise","owner":"the-enterprise"}]`,
	})
	gaps := gapsOf(snapshot, "github.branch_protection", "acme/bad@main")
	if want := map[string]collectors.Cause{"admins_exempt": collectors.Unsupported, "bypass_actors": collectors.Unsupported}; !maps.Equal(gaps, want) {
		t.Errorf("gaps %v, want %v", gaps, want)
	}
}

// TestRuleWithoutItsParts: a rule that is not what it should be leaves a gap, and the others stay.
func TestRuleWithoutItsParts(t *testing.T) {
	s := githubtest.Acme(t)
	s.Set("/repos/acme/bad/rules/branches/main", []any{
		githubtest.Object{"type": "required_status_checks", "ruleset_id": 42, "ruleset_source_type": "Repository", "parameters": nil},
		githubtest.Object{"type": "pull_request", "ruleset_id": 42, "ruleset_source_type": "Repository", "parameters": githubtest.Object{"required_approving_review_count": "many"}},
		githubtest.Object{"type": "deletion", "ruleset_id": 42, "ruleset_source_type": "Repository"},
	})
	snapshot := snapshotOf(t, asking(s), target("acme"))
	facts := factsOf(t, snapshot, "github.branch_protection", "acme/bad@main")
	is(t, facts, map[string]string{"deletion": "false", "pull_request_required": "true"})
	for _, path := range []string{"status_checks", "approvals"} {
		if facts[path] != nil || gapsOf(snapshot, "github.branch_protection", "acme/bad@main")[path] == "" {
			t.Errorf("%s is %v, want a gap", path, facts[path])
		}
	}
	if !strings.HasPrefix(facts["id"].(string), "acme/bad") {
		t.Error(facts["id"])
	}
}
