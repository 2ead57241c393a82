package githubtest

import (
	"fmt"
	"maps"
)

// Many is the organisation acme with n private repositories in the place of its own: r0000, r0001 and so on, with nothing in their
// lists and every feature on but Dependabot's updates.
func Many(t T, n int) *Server {
	t.Helper()
	s := Acme(t)
	scanned := maps.Clone(features(on))
	scanned["dependabot_security_updates"] = off
	var list []any
	for i := range n {
		name := fmt.Sprintf("r%04d", i)
		s.Settings(name, false)
		list = append(list, s.repository(name, Object{"security_and_analysis": scanned}))
	}
	s.Set("/orgs/acme/repos", list)
	return s
}

// Mixed is the organisation acme with n repositories of the kinds that companies have. Of each 20 of them
//
//   - 3 are archived and 2 public,
//   - of the living, 7 have classic protection, 6 the organisation's ruleset, and one a ruleset of its own,
//   - 12 name people, 4 have an environment and 2 of these reviewers for it, who have approved a deployment, one has a deploy key, and 14
//     have workflows,
//   - 10 have Dependabot's updates off.
func Mixed(t T, n int) *Server {
	t.Helper()
	s := Acme(t)
	var list []any
	for i := range n {
		list = append(list, s.mixed(fmt.Sprintf("r%04d", i), i%20))
	}
	s.Set("/orgs/acme/repos", list)
	return s
}

// mixed is the kth of 20.
func (s *Server) mixed(name string, k int) Object {
	at, archived, public := "/repos/acme/"+name, k%7 == 6 || k == 19, k == 4 || k == 11
	s.Settings(name, public)
	same := func(paths ...string) { // as good has it
		for _, path := range paths {
			s.Set(at+path, s.bodies["/repos/acme/good"+path])
		}
	}
	switch {
	case k < 8:
		same("/branches/main/protection")
	case k < 15:
		rules := s.bodies["/repos/acme/good/rules/branches/main"].([]any)
		s.Set(at+"/rules/branches/main", rules[:2]) // of the organisation's ruleset
	case k == 15:
		s.Set(at+"/rules/branches/main", []any{Object{"type": "required_signatures", "ruleset_id": 42, "ruleset_source_type": "Repository", "ruleset_source": "acme/" + name}})
		own := edited(s.bodies["/repos/acme/good/rulesets/42"], Object{"source": "acme/" + name, "rules": []any{Object{"type": "required_signatures"}}})
		s.Set(at+"/rulesets/42", own)
		s.Set(at+"/rulesets", []any{brief(own)})
	}
	if k%5 < 3 {
		same("/collaborators")
	}
	switch {
	case k%15 == 1:
		same("/environments", "/deployments", "/deployments/9/statuses", "/actions/runs/77/approvals")
	case k%5 == 1:
		s.Set(at+"/environments", Object{"total_count": 1, "environments": []any{Object{
			"id": 1, "name": "github-pages", "can_admins_bypass": true, "protection_rules": []any{}, "deployment_branch_policy": nil,
		}}})
	}
	if k == 12 {
		same("/keys")
	}
	if k%10 >= 7 {
		s.Files("acme/"+name, map[string]File{"README.md": {Text: "# " + name}})
	}
	security := maps.Clone(features(on))
	if k%2 == 1 {
		security["dependabot_security_updates"] = off
	}
	visibility := map[bool]string{true: "public", false: "private"}[public]
	return s.repository(name, Object{"archived": archived, "private": !public, "visibility": visibility, "security_and_analysis": security})
}
