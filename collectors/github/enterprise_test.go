package github

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// in2025 has the collector believe that it is the spring of 2025.
func in2025(s *githubtest.Server) Config {
	c := asking(s)
	c.Now = func() time.Time { return time.Date(2025, 4, 10, 12, 0, 0, 0, time.UTC) }
	return c
}

func gapAt(s *collectors.Snapshot, kind, id, path string) *collectors.Gap {
	for i, g := range s.Gaps {
		if g.Kind == kind && g.Resource == id && g.Path == path {
			return &s.Gaps[i]
		}
	}
	return nil
}

// TestSingleSignOn: that there is no identity provider is known only where GitHub would show one.
func TestSingleSignOn(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*githubtest.Server)
		token  string
		want   string // JSON, "" for a gap
		cause  collectors.Cause
	}{
		"its own": {func(*githubtest.Server) {}, "", `{"level":"organization","protocol":"saml","unlinked":["dora"]}`, ""},
		"a plan without it": {func(s *githubtest.Server) {
			s.EditOne("/orgs/acme", githubtest.Object{"plan": githubtest.Object{"name": "team"}})
		}, "github_pat_x", `null`, ""},
		"none":                         {func(s *githubtest.Server) { s.SignOn(nil) }, "", `null`, ""},
		"that of an enterprise":        {func(s *githubtest.Server) { s.SignOn(nil, githubtest.Above(shown("saml"))) }, "", `{"level":"enterprise","protocol":"saml"}`, ""},
		"OIDC of an enterprise":        {func(s *githubtest.Server) { s.SignOn(nil, githubtest.Above(shown("oidc"))) }, "", `{"level":"enterprise","protocol":"oidc"}`, ""},
		"an enterprise has none":       {func(s *githubtest.Server) { s.SignOn(nil, githubtest.Above(shown(""))) }, "", `null`, ""},
		"an enterprise does not show":  {func(s *githubtest.Server) { s.SignOn(nil, githubtest.Above(nil)) }, "", "", collectors.NotFoundAmbiguous},
		"a token that is fine-grained": {func(s *githubtest.Server) { s.SignOn(nil) }, "github_pat_x", "", collectors.NotFoundAmbiguous},
		"no owner":                     {func(s *githubtest.Server) { s.Reader = true }, "", "", collectors.NotFoundAmbiguous},
		"enterprises are refused": {func(s *githubtest.Server) {
			s.SignOn(nil)
			s.Field = func(field string, _ []any) *githubtest.GraphError {
				if field == "User.enterprises" {
					return &githubtest.GraphError{Type: "INSUFFICIENT_SCOPES", Message: "Your token has not been granted the required scopes: read:enterprise"}
				}
				return nil
			}
		}, "", "", collectors.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			test.change(s)
			c := in2025(s)
			if test.token != "" {
				s.Takes = test.token
				c.Env = variables(map[string]string{"GITHUB_TOKEN": test.token})
			}
			snapshot := snapshotOf(t, c, target("acme", "only", "organization"))
			gap := gapAt(snapshot, "github.organization", "acme", "single_sign_on")
			if test.want == "" {
				if gap == nil || gap.Cause != test.cause || !strings.Contains(gap.Needs, "read:enterprise") {
					t.Errorf("the gap is %+v", gap)
				}
				return
			}
			if gap != nil {
				t.Fatalf("a gap: %+v", gap)
			}
			is(t, factsOf(t, snapshot, "github.organization", "acme"), map[string]string{"single_sign_on": test.want})
			if unlinked := gapAt(snapshot, "github.organization", "acme", "single_sign_on.unlinked"); (unlinked != nil) != strings.Contains(test.want, "enterprise") {
				t.Errorf("the gap on who is unlinked: %+v", unlinked)
			}
		})
	}
}

// shown is what an enterprise shows to its owners: an identity provider of a protocol, or none.
func shown(protocol string) githubtest.Object {
	out := githubtest.Object{"__typename": "EnterpriseOwnerInfo", "samlIdentityProvider": nil, "oidcProvider": nil}
	switch protocol {
	case "saml":
		out["samlIdentityProvider"] = githubtest.Provider("EnterpriseIdentityProvider")
	case "oidc":
		out["oidcProvider"] = githubtest.Provider("OIDCProvider")
	}
	return out
}

// TestLastSeen reads the audit log once for all, and says nothing of who may be on what was not read.
func TestLastSeen(t *testing.T) {
	s := githubtest.Acme(t)
	snapshot := snapshotOf(t, in2025(s), target("acme", "only", "members"))
	for login, want := range map[string]string{"ada": `"2025-03-01T00:00:00Z"`, "ben": `"2025-02-01T00:00:00Z"`, "oli": `"2025-01-01T00:00:00Z"`, "cem": "null", "pia": "null"} {
		is(t, factsOf(t, snapshot, "github.member", "acme/"+login), map[string]string{"last_seen": want})
	}
	if n := s.Asked()[auditLogOf]; n != 1 {
		t.Errorf("the log was asked for %d times", n)
	}
	many := make([]any, 0, maxEvents)
	for i := range maxEvents {
		many = append(many, githubtest.Object{"actor": "ada", "@timestamp": 1740787200000 - i})
	}
	for name, test := range map[string]struct {
		change func(*githubtest.Server)
		cause  collectors.Cause
	}{
		"a plan without it": {func(s *githubtest.Server) {
			s.EditOne("/orgs/acme", githubtest.Object{"plan": githubtest.Object{"name": "team"}})
		}, collectors.PlanLimit},
		"no right to it": {func(s *githubtest.Server) {
			s.Refuse("/orgs/acme/audit-log", 403, "Must have admin rights to Repository.")
		}, collectors.Denied},
		"more than is read": {func(s *githubtest.Server) { s.Set("/orgs/acme/audit-log", many) }, collectors.Truncated},
		"no times":          {func(s *githubtest.Server) { s.Set("/orgs/acme/audit-log", []any{githubtest.Object{"actor": "ada"}}) }, collectors.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			test.change(s)
			snapshot := snapshotOf(t, in2025(s), target("acme", "only", "members"))
			gap := gapAt(snapshot, "github.member", "acme/cem", "last_seen")
			if gap == nil || gap.Cause != test.cause || gap.Needs == "" {
				t.Errorf("the gap of who was not seen: %+v", gap)
			}
			if known := gapAt(snapshot, "github.member", "acme/ada", "last_seen") == nil; known != (test.cause == collectors.Truncated) {
				t.Errorf("what is known of who was seen: %t", known)
			}
			if test.cause == collectors.PlanLimit && s.Asked()[auditLogOf] > 0 {
				t.Error("the log was asked for, which the plan does not have")
			}
		})
	}
}

func TestReleases(t *testing.T) {
	s := githubtest.Acme(t)
	s.Releases("acme/old", githubtest.Release{Tag: "v1"})
	var assets []string
	for i := range releaseAssets + 1 {
		assets = append(assets, fmt.Sprint("file", i))
	}
	s.Releases("acme/void", githubtest.Release{Tag: "v9", Assets: assets})
	snapshot := snapshotOf(t, asking(s), target("acme", "only", "releases"))
	is(t, factsOf(t, snapshot, "github.release_sample", "acme/good"), map[string]string{
		"releases": `[{"tag":"v2.0.0","published_at":"2025-04-01T10:00:00Z","prerelease":false,"assets":3,"signatures":["good.tar.gz.sig"],"sboms":["good.spdx.json"]},
			{"tag":"v1.0.0","published_at":"2025-01-01T10:00:00Z","prerelease":true,"assets":1,"signatures":[],"sboms":[]}]`,
	})
	if gap := gapAt(snapshot, "github.release_sample", "acme/void", "releases[0].signatures"); gap == nil || gap.Cause != collectors.Truncated {
		t.Errorf("a release with more files than are looked at: %+v", gap)
	}
	n := 0
	for _, r := range snapshot.Resources {
		if r.Kind == "github.release_sample" {
			n++
		}
	}
	if n != 3 || s.Asked()[githubtest.GraphQL] != 1 { // that of who is archived is not read
		t.Errorf("%d samples with %d documents", n, s.Asked()[githubtest.GraphQL])
	}
}

func TestFilesOfReleasesByTheirNames(t *testing.T) {
	for name, want := range map[string][2]bool{
		"a.tar.gz": {}, "a.tar.gz.asc": {true, false}, "a.SIG": {true, false}, "multiple.intoto.jsonl": {true, false}, "a.sigstore.json": {true, false},
		"provenance.json": {true, false}, "a.spdx.json": {false, true}, "bom.xml": {false, true}, "a.cdx.json": {false, true}, "sbom-a.json": {false, true},
		"designer.zip": {}, "bombs.txt": {},
	} {
		if got := [2]bool{signs(name), listsParts(name)}; got != want {
			t.Errorf("%s: signs, lists parts %v, want %v", name, got, want)
		}
	}
}

// TestCredentials: without single sign-on there are none, and nobody asks.
func TestCredentials(t *testing.T) {
	s := githubtest.Acme(t)
	snapshot := snapshotOf(t, asking(s), target("acme", "only", "credentials"))
	is(t, factsOf(t, snapshot, "github.credential", "acme/161195"), map[string]string{
		"owner": `"octocat"`, "type": `"personal access token"`, "scopes": `["repo","user"]`, "authorized_at": `"2011-01-26T19:06:43Z"`,
		"accessed_at": `"2011-01-26T19:06:43Z"`, "expires_at": `"2011-02-25T19:06:43Z"`,
	})
	is(t, factsOf(t, snapshot, "github.credential", "acme/161199"), map[string]string{"type": `"SSH key"`, "scopes": "[]", "expires_at": "null"})
	s = githubtest.Acme(t)
	s.EditOne("/orgs/acme", githubtest.Object{"plan": githubtest.Object{"name": "free"}})
	snapshot = snapshotOf(t, asking(s), target("acme", "only", "credentials"))
	if gap := gapAt(snapshot, "github.credential", "", ""); gap != nil || s.Asked()[credentialsOf] > 0 {
		t.Errorf("a plan without single sign-on: asked %d times, %+v", s.Asked()[credentialsOf], gap)
	}
}
