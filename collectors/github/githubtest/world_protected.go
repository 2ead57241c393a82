package githubtest

import (
	"fmt"
	"maps"
	"slices"
)

// Protected adds private repositories to acme that are protected in the ways of which GraphQL can tell, by their names: those that
// begin with "ask" have something that GraphQL does not tell, and "a-first" is the first of all.
func (s *Server) Protected() {
	named := func(n int, members Object) []any {
		out := []any{}
		for i := range n {
			one := Object{"id": 100 + i, "login": fmt.Sprintf("u%d", i), "slug": fmt.Sprintf("u%d", i)}
			maps.Copy(one, members)
			out = append(out, one)
		}
		return out
	}
	actors := func(users, teams, apps []any) Object { return Object{"users": users, "teams": teams, "apps": apps} }
	checks := func(app any) Object {
		return Object{"strict": true, "contexts": []any{"ci", "lint"}, "checks": []any{Object{"context": "ci", "app_id": 15368}, Object{"context": "lint", "app_id": app}}}
	}
	review := func(more Object) Object {
		out := Object{"dismiss_stale_reviews": true, "require_code_owner_reviews": true, "required_approving_review_count": 2, "require_last_push_approval": true}
		maps.Copy(out, more)
		return out
	}
	for name, more := range map[string]Object{
		"a-first": {}, "plain": {}, "bare": {"allow_force_pushes": setTo(true), "allow_deletions": setTo(true), "enforce_admins": setTo(false)},
		"checked":     {"required_status_checks": checks(7)},
		"unchecked":   {"required_status_checks": Object{"strict": true, "contexts": []any{}, "checks": []any{}}},
		"reviewed":    {"required_pull_request_reviews": review(nil)},
		"by-nobody":   {"required_pull_request_reviews": review(Object{"required_approving_review_count": 0})},
		"bypassed":    {"required_pull_request_reviews": review(Object{"bypass_pull_request_allowances": actors(named(2, nil), named(1, nil), named(1, nil))})},
		"restricted":  {"restrictions": actors(named(1, nil), named(2, nil), named(1, nil))},
		"to-nobody":   {"restrictions": actors(named(0, nil), named(0, nil), named(0, nil))},
		"locked":      {"lock_branch": setTo(true), "required_signatures": setTo(true), "required_linear_history": setTo(true), "required_conversation_resolution": setTo(true)},
		"ask-any-app": {"required_status_checks": checks(nil)},
		"ask-hidden":  {"restrictions": actors(named(1, nil), named(1, Object{"hidden": true}), named(0, nil))},
		"ask-many":    {"restrictions": actors(named(101, nil), named(0, nil), named(0, nil))},
		"ask-forcing": {"graphql bypassForcePushAllowances": connection{Object{}}},
		"ask-stale":   {"graphql dismissesStaleReviews": true},
	} {
		s.added(name)
		body := Object{
			"enforce_admins": setTo(true), "required_signatures": setTo(false), "required_linear_history": setTo(false), "allow_force_pushes": setTo(false),
			"allow_deletions": setTo(false), "required_conversation_resolution": setTo(false), "lock_branch": setTo(false),
		}
		maps.Copy(body, more)
		s.Set("/repos/acme/"+name+"/branches/main/protection", body)
	}
	s.added("unruled")
}

// setTo is a setting of the classic protection.
func setTo(on bool) Object { return Object{"enabled": on} }

// added adds a private repository to acme.
func (s *Server) added(name string) {
	s.Settings(name, false)
	one := s.repository(name, nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies["/orgs/acme/repos"] = slices.Concat(s.bodies["/orgs/acme/repos"].([]any), []any{one})
}
