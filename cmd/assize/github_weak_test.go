package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assize/assize/collectors/github/githubtest"
	"github.com/assize/assize/engine"
)

// open are the paths, by their ends, that GitHub shows to everybody who may read a repository.
var open = []string{
	"/orgs/acme", "/orgs/acme/repos", "/orgs/acme/members", "/rulesets", "/rulesets/30", "/rulesets/31", "/rulesets/42", "/rulesets/21", "/environments", "/deployments",
	"/statuses", "/approvals", "/private-vulnerability-reporting", "/rules/branches/main", "/git/trees/main", "/repos/acme/good", "/repos/acme/bad", "/repos/acme/void",
}

// TestWeakToken audits an organisation, and repositories of it one by one, with tokens that see less: each verdict is that of an
// owner's token, or unknown. Tags are protected by rulesets of the organisation and of its enterprise alone.
func TestWeakToken(t *testing.T) {
	owner := map[string]engine.Verdict{}
	for key, f := range judgeServer(t, tagged(t), "github:acme", "--deep") {
		owner[key] = f.Verdict
	}
	for _, policy := range []string{"change/github_tags_protected"} {
		for _, name := range []string{"good", "bad"} {
			if v := owner[policy+" acme/"+name]; v != engine.Pass {
				t.Errorf("%s: %s of acme/%s with a token of an owner", policy, v, name)
			}
		}
	}
	for name, weaken := range map[string]func(*githubtest.Server){
		"owner": func(*githubtest.Server) {}, "stranger, forbidden": stranger(403, "Resource not accessible by personal access token"),
		"stranger, not found": stranger(404, "Not Found"), "member": member,
	} {
		for _, asked := range [][]string{{"github:acme", "--deep"}, {"github:acme"}, {"github:acme/good,bad,void"}} {
			t.Run(name+" "+strings.Join(asked, " "), func(t *testing.T) {
				s := tagged(t)
				weaken(s)
				decided := 0
				for key, f := range judgeServer(t, s, asked...) {
					want, there := owner[key]
					switch {
					case f.Verdict == engine.Unknown:
					case f.Resource == engine.WholeKind("") && f.Verdict == engine.NotApplicable: // the repository has none
						if of := belowTarget(owner, f); of != "" {
							t.Errorf("%s: %s has none, and with the token of an owner there is %s", f.Policy, f.Target, of)
						}
					case !there && strings.Contains(f.Resource, "/rulesets/"): // as a repository alone shows them
					case f.Verdict != want:
						t.Errorf("%s: %s, and with the token of an owner %q", key, f.Verdict, want)
					default:
						decided++
					}
				}
				if decided < 20 {
					t.Errorf("only %d verdicts are not unknown", decided)
				}
			})
		}
	}
}

// findingKey is what a finding is of: for one on a kind as a whole the target besides.
func findingKey(f engine.Finding) string {
	if strings.HasPrefix(f.Resource, engine.WholeKind("")) {
		return f.Policy + " " + f.Resource + " of " + f.Target
	}
	return f.Policy + " " + f.Resource
}

// belowTarget is a finding of the same policy on something of the repository that is f's target, or "".
func belowTarget(owner map[string]engine.Verdict, f engine.Finding) string {
	_, repository, _ := strings.Cut(f.Target, "/")
	for key := range owner {
		if rest, same := strings.CutPrefix(key, f.Policy+" "+repository); same && (rest == "" || strings.Contains("/@", rest[:1])) {
			return key
		}
	}
	return ""
}

// tagged is acme with rulesets for tags, and a secret team that administers a repository.
func tagged(t *testing.T) *githubtest.Server {
	s := githubtest.Acme(t)
	for id, at := range map[int][2]string{30: {"Organization", "acme"}, 31: {"Enterprise", "the-enterprise"}} {
		ruleset := githubtest.Object{
			"id": id, "name": "tags", "target": "tag", "enforcement": "active", "source_type": at[0], "source": at[1],
			"conditions": githubtest.Object{
				"ref_name":        githubtest.Object{"include": []any{"~ALL"}, "exclude": []any{}},
				"repository_name": githubtest.Object{"include": []any{map[int]string{30: "good", 31: "bad"}[id]}, "exclude": []any{}},
			},
			"rules": []any{githubtest.Object{"type": "update"}, githubtest.Object{"type": "deletion"}},
		}
		if id == 30 {
			whole := maps.Clone(ruleset)
			whole["bypass_actors"] = []any{}
			s.Set("/orgs/acme/rulesets", []any{ruleset})
			s.Set("/orgs/acme/rulesets/30", whole)
		}
		repository := map[int]string{30: "/repos/acme/good", 31: "/repos/acme/bad"}[id]
		s.Set(repository+"/rulesets", []any{ruleset})
		s.Set(fmt.Sprintf("%s/rulesets/%d", repository, id), ruleset)
	}
	for _, name := range []string{"good", "bad", "old", "void"} {
		s.Set("/repos/acme/"+name+"/immutable-releases", githubtest.Object{"enabled": false})
	}
	for _, feature := range []string{"dependabot", "code-scanning", "secret-scanning"} { // as the organisation's list has it
		s.Set("/repos/acme/void/"+feature+"/alerts", []any{})
	}
	for _, path := range []string{"/orgs/acme/teams/ops/repos", "/repos/acme/good/teams"} {
		team := githubtest.Object{"slug": "ops", "full_name": "acme/good", "role_name": "admin", "permissions": githubtest.Object{"admin": true, "push": true, "pull": true}}
		s.Set(path, []any{team})
	}
	return s
}

// stranger is a token whose owner may read the repositories and is no member. What it may not see is refused with this answer.
func stranger(status int, message string) func(*githubtest.Server) {
	return func(s *githubtest.Server) {
		s.Reader = true
		refusal := githubtest.Refusal(status, message)
		s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
			if endpoint == githubtest.GraphQL || r.URL.Query().Get("filter") == "" && slices.ContainsFunc(open, func(end string) bool { return strings.HasSuffix(r.URL.Path, end) }) &&
				r.URL.Path != "/orgs/acme/rulesets" || strings.Contains(r.URL.Path, "/git/blobs/") {
				return nil
			}
			return &refusal
		}
		s.Set("/orgs/acme", githubtest.Object{"login": "acme", "id": 1, "is_verified": true, "type": "Organization"})
		s.Set("/orgs/acme/members?role=admin", []any{githubtest.Object{"login": "ada", "id": 1, "type": "User", "site_admin": false}})
		s.Set("/orgs/acme/members?role=member", []any{})
		hidden := githubtest.Object{"security_and_analysis": nil, "custom_properties": nil, "allow_forking": nil, "delete_branch_on_merge": nil, "permissions": githubtest.Object{"admin": false, "push": false, "pull": true}}
		s.Edit("/orgs/acme/repos", hidden)
		for _, name := range []string{"good", "bad", "old", "void"} {
			s.EditOne("/repos/acme/"+name, hidden)
		}
	}
}

// member is a token of a member who may push, and sees no secret team.
func member(s *githubtest.Server) {
	stranger(403, "Must have admin rights to Repository.")(s)
	refuse := s.Instead
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		if strings.HasSuffix(endpoint, "/collaborators") || strings.HasSuffix(endpoint, "/teams") || endpoint == "/orgs/{org}/outside_collaborators" && r.URL.RawQuery == "per_page=100" {
			return nil
		}
		return refuse(endpoint, r)
	}
	s.Set("/orgs/acme/teams", []any{})
	s.Set("/repos/acme/good/teams", []any{})
}

// judgeServer audits a target on a stand-in for GitHub and returns its findings by policy and resource.
func judgeServer(t *testing.T, s *githubtest.Server, asked ...string) map[string]engine.Finding {
	t.Helper()
	server := httptest.NewServer(s)
	defer server.Close()
	t.Setenv("GH_HOST", strings.TrimPrefix(server.URL, "http://"))
	t.Setenv("GH_ENTERPRISE_TOKEN", githubtest.Token)
	out := filepath.Join(t.TempDir(), "findings.json")
	var stderr bytes.Buffer
	code := run(append([]string{"audit", "--option", "base_url=" + server.URL, "--no-cache", "-q", "--at", "2026-11-23T12:00:00Z", "-o", "json=" + out}, asked...), &bytes.Buffer{}, &stderr)
	if code != 0 && code != 3 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	var assessment engine.Assessment
	if err := json.Unmarshal(text, &assessment); err != nil {
		t.Fatal(err)
	}
	found := map[string]engine.Finding{}
	for _, f := range assessment.Findings {
		if strings.HasPrefix(f.Kind, "github.") {
			found[findingKey(f)] = f
		}
	}
	return found
}
