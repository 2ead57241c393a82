package github

import (
	"net/http"
	"testing"

	"github.com/assize/assize/collectors/github/githubtest"
)

// TestWhatTheOrganisationSettles: what it has set so that no repository can set otherwise is known of each without asking it. Where
// it does not say, or its list does not come, each is asked.
func TestWhatTheOrganisationSettles(t *testing.T) {
	const actions, immutable = "/orgs/acme/actions/permissions", "/orgs/acme/settings/immutable-releases"
	list := func(names ...string) githubtest.Object {
		out := []any{}
		for i, name := range names {
			out = append(out, githubtest.Object{"id": i, "full_name": name})
		}
		return githubtest.Object{"total_count": len(out), "repositories": out}
	}
	short := func(s *githubtest.Server, endpoint string) { // says that there are more than it has
		s.Instead = func(at string, _ *http.Request) *githubtest.Answer {
			if at != endpoint {
				return nil
			}
			return &githubtest.Answer{Status: 200, Body: `{"total_count": 2, "repositories": [{"id": 1, "full_name": "acme/good"}]}`}
		}
	}
	actionsFor := func(who string) githubtest.Object {
		return githubtest.Object{"enabled_repositories": who, "allowed_actions": "all", "sha_pinning_required": false}
	}
	for name, c := range map[string]struct {
		set      func(s *githubtest.Server)
		endpoint string
		asks     int // of good, bad and void; old is archived, and asked for its releases too
		path     string
		want     string // of acme/bad
	}{
		"Actions nowhere": {func(s *githubtest.Server) { s.Set(actions, actionsFor("none")) }, actionsOf, 0, "actions.enabled", "false"},
		"Actions somewhere": {func(s *githubtest.Server) {
			s.Set(actions, actionsFor("selected"))
			s.Set(actions+"/repositories", list("acme/Good"))
		}, actionsOf, 1, "actions.enabled", "false"},
		"Actions, and no list": {func(s *githubtest.Server) {
			s.Set(actions, actionsFor("selected"))
			s.Refuse(actions+"/repositories", 403, "no")
		}, actionsOf, 3, "actions.enabled", "true"},
		"Actions in a list that is short": {func(s *githubtest.Server) {
			s.Set(actions, actionsFor("selected"))
			short(s, orgActionReposOf)
		}, actionsOf, 3, "actions.enabled", "true"},
		"Actions, and nobody may look":  {func(s *githubtest.Server) { s.Refuse(actions, 403, "no") }, actionsOf, 3, "actions.enabled", "true"},
		"releases everywhere":           {func(s *githubtest.Server) { s.Set(immutable, githubtest.Object{"enforced_repositories": "all"}) }, immutableOf, 0, "security.immutable_releases", "true"},
		"releases nowhere":              {func(s *githubtest.Server) { s.Set(immutable, githubtest.Object{"enforced_repositories": "none"}) }, immutableOf, 4, "security.immutable_releases", "false"},
		"releases somewhere":            {func(s *githubtest.Server) {}, immutableOf, 3, "security.immutable_releases", "false"},
		"releases, and nobody may look": {func(s *githubtest.Server) { s.Refuse(immutable, 404, "Not Found") }, immutableOf, 4, "security.immutable_releases", "false"},
		"releases in a list that is short": {func(s *githubtest.Server) {
			short(s, orgImmutablesOf)
		}, immutableOf, 4, "security.immutable_releases", "false"},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			s.Set("/repos/acme/bad/immutable-releases", githubtest.Object{"enabled": false, "enforced_by_owner": false})
			c.set(s)
			snapshot := snapshotOf(t, asking(s), target("acme"))
			if n := s.Asked()[c.endpoint]; n != c.asks {
				t.Errorf("%d repositories were asked, want %d", n, c.asks)
			}
			is(t, factsOf(t, snapshot, "github.repository", "acme/bad"), map[string]string{c.path: c.want})
		})
	}
}
