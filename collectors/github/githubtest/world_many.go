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
