package githubtest

import (
	"fmt"
	"maps"
	"sync"
)

// Object is a JSON object.
type Object = map[string]any

// edited is a copy of an object with other members.
func edited(o any, members Object) Object {
	out := maps.Clone(o.(Object))
	maps.Copy(out, members)
	return out
}

// first is the first item of a list.
func first(list any) Object { return list.([]any)[0].(Object) }

// Acme returns a server with the organisation acme: two owners, a member and an outside collaborator without a second factor
// each, and four repositories: "good", which is protected by classic protection, its own ruleset and one of the organisation;
// "bad", which is public and where everything is off; "old", which is archived; and "void", to which nobody pushed.
func Acme(t T) *Server {
	t.Helper()
	return copied(t, acme())
}

// copied is a server of its own with what was made.
func copied(t T, made *Server) *Server {
	s := New(t)
	s.bodies, s.queries, s.statuses = maps.Clone(made.bodies), maps.Clone(made.queries), maps.Clone(made.statuses)
	s.commits, s.files, s.releases = maps.Clone(made.commits), maps.Clone(made.files), maps.Clone(made.releases)
	s.linked, s.enterprises = made.linked, made.enterprises
	return s
}

// acme makes it, once: what it is made of is changed by nobody, but replaced.
var acme = sync.OnceValue(func() *Server {
	s := New(loud{})
	s.organization()
	s.people()
	s.Set("/orgs/acme/repos", []any{s.good(), s.bad(), s.old(), s.void()})
	s.vendors()
	s.enterprise()
	return s
})

// loud is told what goes wrong while it is made: that is a defect of the stand-in.
type loud struct{}

func (loud) Helper()                           {}
func (loud) Error(args ...any)                 { panic(fmt.Sprint(args...)) }
func (loud) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (loud) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (loud) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (s *Server) organization() {
	s.Set("/orgs/acme", edited(s.Example("/orgs/{org}"), Object{
		"login": "acme", "is_verified": true, "plan": Object{"name": "enterprise"}, "default_repository_permission": "read",
		"two_factor_requirement_enabled": false, "members_can_change_repo_visibility": false, "members_can_create_teams": true,
		"members_can_invite_outside_collaborators": false, "members_can_fork_private_repositories": false,
		"members_can_delete_repositories": false, "deploy_keys_enabled_for_repositories": true, "web_commit_signoff_required": false,
	}))
	s.Set("/orgs/acme/actions/permissions", edited(s.Example("/orgs/{org}/actions/permissions"), Object{"allowed_actions": "selected"}))
	for _, path := range []string{"selected-actions", "workflow", "fork-pr-contributor-approval", "self-hosted-runners"} {
		s.Set("/orgs/acme/actions/permissions/"+path, s.Example("/orgs/{org}/actions/permissions/"+path))
	}
	s.Set("/orgs/acme/actions/permissions/self-hosted-runners/repositories", Object{"total_count": 1, "repositories": []any{Object{"id": 1, "full_name": "acme/good"}}})
	s.Set("/orgs/acme/settings/immutable-releases", Object{"enforced_repositories": "selected"})
	s.Set("/orgs/acme/settings/immutable-releases/repositories", Object{"total_count": 1, "repositories": []any{Object{"id": 1, "full_name": "acme/good"}}})
	s.Set("/orgs/acme/code-security/configurations", s.Example("/orgs/{org}/code-security/configurations"))
	for _, id := range []string{"17", "1326"} {
		s.Set("/orgs/acme/code-security/configurations/"+id+"/repositories", []any{})
	}
	s.Set("/orgs/acme/code-security/configurations/defaults", s.Example("/orgs/{org}/code-security/configurations/defaults"))
	ruleset := edited(s.Example("/orgs/{org}/rulesets/{ruleset_id}"), Object{
		"id": 21, "name": "everywhere", "source": "acme", "enforcement": "active",
		"bypass_actors": []any{Object{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "pull_request"}},
		"rules":         []any{Object{"type": "pull_request", "parameters": twoReviews()}, Object{"type": "merge_queue", "parameters": Object{"merge_method": "SQUASH"}}},
	})
	trial := edited(ruleset, Object{"id": 22, "name": "trial", "enforcement": "evaluate", "bypass_actors": []any{}})
	s.Set("/orgs/acme/rulesets/21", ruleset)
	s.Set("/orgs/acme/rulesets/22", trial)
	s.Set("/orgs/acme/rulesets", []any{brief(ruleset), brief(trial)})
	s.alerts("/orgs/acme/", Object{"full_name": "acme/good", "id": 1})
}

// twoReviews is what a ruleset wants of pull requests.
func twoReviews() Object {
	return Object{
		"required_approving_review_count": 2, "dismiss_stale_reviews_on_push": false, "require_code_owner_review": true,
		"require_last_push_approval": true, "required_review_thread_resolution": true, "allowed_merge_methods": []any{"squash"},
	}
}

// brief is what a list tells of a ruleset.
func brief(ruleset Object) Object {
	out := maps.Clone(ruleset)
	for _, key := range []string{"rules", "conditions", "bypass_actors"} {
		delete(out, key)
	}
	return out
}

// alerts sets one open alert of each feature, all in one repository.
func (s *Server) alerts(below string, repository Object) {
	open := Object{"state": "open", "created_at": "2025-03-01T10:00:00Z", "repository": repository}
	template := map[bool]string{true: "/orgs/{org}/", false: "/repos/{owner}/{repo}/"}[below == "/orgs/acme/"]
	for _, feature := range []string{"dependabot", "code-scanning", "secret-scanning"} {
		s.Set(below+feature+"/alerts", []any{edited(first(s.Example(template+feature+"/alerts")), open)})
	}
}

func (s *Server) people() {
	person := first(s.Example("/orgs/{org}/members"))
	named := func(login string, id int) Object {
		return edited(person, Object{"login": login, "id": id, "site_admin": false})
	}
	s.Set("/orgs/acme/members?role=admin", []any{named("ada", 1), named("ben", 2)})
	s.Set("/orgs/acme/members?role=member", []any{named("cem", 3), named("dora", 4)})
	s.Set("/orgs/acme/members?filter=2fa_disabled", []any{named("cem", 3)})
	s.Set("/orgs/acme/outside_collaborators", []any{named("oli", 5), named("Pia", 6)})
	s.Set("/orgs/acme/outside_collaborators?filter=2fa_disabled", []any{named("Pia", 6)})
}

// vendors sets what others have access with.
func (s *Server) vendors() {
	s.Set("/orgs/acme/installations", s.Example("/orgs/{org}/installations"))
	s.Set("/orgs/acme/personal-access-tokens", s.Example("/orgs/{org}/personal-access-tokens"))
	s.Set("/orgs/acme/hooks", s.Example("/orgs/{org}/hooks"))
	s.Set("/orgs/acme/actions/runners", s.Example("/orgs/{org}/actions/runners"))
	s.Set("/orgs/acme/actions/runner-groups", s.Example("/orgs/{org}/actions/runner-groups"))
	s.Set("/orgs/acme/actions/secrets", s.Example("/orgs/{org}/actions/secrets"))
	s.Set("/orgs/acme/dependabot/secrets", s.Example("/orgs/{org}/dependabot/secrets"))
	s.Set("/orgs/acme/teams", []any{edited(first(s.Example("/orgs/{org}/teams")), Object{"slug": "ops", "name": "Ops"})})
	s.Set("/orgs/acme/teams/ops/repos", []any{edited(first(s.Example("/orgs/{org}/teams/{team_slug}/repos")), Object{
		"full_name": "acme/good", "name": "good", "role_name": "maintain",
		"permissions": Object{"admin": false, "maintain": true, "push": true, "triage": true, "pull": true},
	})})
}

// Edit gives all items of a list that was set other members.
func (s *Server) Edit(path string, members Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.bodies[path].([]any)
	out := make([]any, len(list))
	for i, item := range list {
		out[i] = edited(item, members)
	}
	s.bodies[path] = out
}

// EditOne gives an object that was set other members.
func (s *Server) EditOne(path string, members Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies[path] = edited(s.bodies[path], members)
}
