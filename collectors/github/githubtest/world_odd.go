package githubtest

import "slices"

// Odd adds repositories to acme that are there and not as others are: "notyaml", whose workflow is no YAML; "unborn", which has commits
// and a default branch that is not there; and "shut", which GitHub has disabled.
func (s *Server) Odd() {
	var odd []any
	for _, name := range []string{"notyaml", "unborn", "shut"} {
		s.Settings(name, false)
		members := Object{}
		switch name {
		case "notyaml":
			s.Files("acme/notyaml", map[string]File{".github/workflows/ci.yml": {Text: "on: [push\n\t- not: {yaml\n"}, ".github/CODEOWNERS": {Text: "\x00\xff"}})
		case "unborn":
			const at = "/repos/acme/unborn"
			s.Files("acme/unborn", nil)
			s.Refuse(at+"/branches/main/protection", 404, "Branch not found")
			s.Refuse(at+"/branches/main", 404, "Branch not found")
			s.Refuse(at+"/git/trees/main", 404, "Not Found")
		case "shut":
			members["disabled"] = true
			for _, path := range []string{"/hooks", "/keys", "/collaborators", "/rulesets", "/rules/branches/main", "/environments", "/actions/permissions",
				"/actions/permissions/workflow", "/actions/permissions/access", "/actions/runners", "/actions/secrets", "/branches/main", "/branches/main/protection", "/git/trees/main", "/deployments",
				"/code-scanning/default-setup", "/code-scanning/analyses", "/immutable-releases", "/vulnerability-alerts"} {
				s.Refuse("/repos/acme/shut"+path, 403, "Repository access blocked")
			}
		}
		odd = append(odd, s.repository(name, members))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies["/orgs/acme/repos"] = slices.Concat(s.bodies["/orgs/acme/repos"].([]any), odd)
}
