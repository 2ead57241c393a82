package githubtest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// on and off are the states of a feature.
var on, off = Object{"status": "enabled"}, Object{"status": "disabled"}

func features(state Object) Object {
	out := Object{}
	for _, name := range []string{
		"advanced_security", "secret_scanning", "secret_scanning_push_protection", "secret_scanning_validity_checks",
		"secret_scanning_non_provider_patterns", "dependabot_security_updates",
	} {
		out[name] = state
	}
	return out
}

// repository is one of acme's, as both a list and its own page tell of it.
func (s *Server) repository(name string, members Object) Object {
	owner := edited(first(s.Example("/orgs/{org}/repos"))["owner"], Object{"login": "acme", "type": "Organization"})
	out := edited(first(s.Example("/orgs/{org}/repos")), Object{
		"name": name, "full_name": "acme/" + name, "clone_url": "https://github.com/acme/" + name + ".git",
		"ssh_url": "git@github.com:acme/" + name + ".git", "owner": owner, "default_branch": "main", "private": true, "visibility": "private",
		"archived": false, "fork": false, "size": 120, "topics": []any{"shop"}, "web_commit_signoff_required": false,
		"custom_properties": Object{"tier": "1", "regions": []any{"eu", "us"}}, "allow_forking": false, "delete_branch_on_merge": true,
		"license": nil, "description": nil, "pushed_at": "2025-04-01T10:00:00Z", "created_at": "2020-01-26T19:01:12Z",
		"security_and_analysis": features(on), "permissions": Object{"admin": true, "maintain": true, "push": true, "triage": true, "pull": true},
	})
	maps.Copy(out, members)
	s.Set("/repos/acme/"+name, edited(s.Example("/repos/{owner}/{repo}"), out))
	return out
}

// Settings sets what each repository of acme has besides: nothing in lists, and everything on.
func (s *Server) Settings(name string, public bool) {
	at := "/repos/acme/" + name
	for _, path := range []string{"/actions/permissions", "/actions/permissions/selected-actions", "/actions/permissions/workflow", "/immutable-releases", "/code-scanning/default-setup", "/code-scanning/analyses"} {
		s.Set(at+path, s.Example("/repos/{owner}/{repo}"+path))
	}
	s.Set(at+"/vulnerability-alerts", nil)
	if public {
		s.Set(at+"/private-vulnerability-reporting", Object{"enabled": true})
		s.Set(at+"/actions/permissions/fork-pr-contributor-approval", Object{"approval_policy": "first_time_contributors"})
	} else {
		s.Set(at+"/actions/permissions/access", Object{"access_level": "organization"})
	}
	for _, path := range []string{"/hooks", "/keys", "/collaborators", "/collaborators?affiliation=outside", "/rulesets", "/rules/branches/main", "/teams", "/deployments"} {
		s.Set(at+path, []any{})
	}
	for path, key := range map[string]string{"/environments": "environments", "/actions/runners": "runners", "/actions/secrets": "secrets"} {
		s.Set(at+path, Object{"total_count": 0, key: []any{}})
	}
	s.Refuse(at+"/branches/main/protection", 404, "Branch not protected")
	s.alerts(at+"/", Object{"full_name": "acme/" + name})
	s.code(name)
}

// withParents adds to the list of a repository's rulesets those that have rules for its branch, of levels above for one, where they
// are asked for. The lock is held.
func (s *Server) withParents(body any, path string, query url.Values) any {
	repository, is := strings.CutSuffix(path, "/rulesets")
	own, list := body.([]any)
	if !is || !list || !strings.HasPrefix(path, "/repos/") || query.Get("includes_parents") == "false" {
		return body
	}
	out := slices.Clone(own)
	rules, _ := s.bodies[repository+"/rules/branches/main"].([]any)
	seen := map[any]bool{}
	for _, ruleset := range own {
		seen[ruleset.(Object)["id"]] = true
	}
	for _, rule := range rules {
		rule, _ := rule.(Object)
		if level, id := rule["ruleset_source_type"], rule["ruleset_id"]; !seen[id] {
			seen[id] = true
			out = append(out, Object{"id": id, "name": "with rules", "target": "branch", "source_type": level, "source": rule["ruleset_source"], "enforcement": "active"})
		}
	}
	return out
}

// branch is the branch main of a repository, as far as its protection and its rules tell; nil for any other path, and where there is no
// such branch. To who may not see the protection it says that there is some. The lock is held.
func (s *Server) branch(path string) any {
	repository, is := strings.CutSuffix(path, "/branches/main")
	files, there := s.files[strings.TrimPrefix(repository, "/repos/")]
	refusal := s.statuses[path+"/protection"]
	if !is || !there || strings.Contains(refusal.Body, "Branch not found") {
		return nil
	}
	rules, _ := s.bodies[repository+"/rules/branches/main"].([]any)
	classic := !strings.Contains(refusal.Body, "Branch not protected")
	return Object{"name": "main", "commit": Object{"sha": commitOf(files)}, "protected": classic || len(rules) > 0, "protection": Object{"enabled": classic}}
}

func (s *Server) good() Object {
	s.Settings("good", false)
	const at = "/repos/acme/good"
	s.Set(at+"/branches/main/protection", Object{
		"url": "https://api.github.com/repos/acme/good/branches/main/protection", "enforce_admins": Object{"enabled": true},
		"required_status_checks": Object{"strict": true, "contexts": []any{"ci"}, "checks": []any{Object{"context": "ci", "app_id": 15368}}},
		"required_pull_request_reviews": Object{
			"dismiss_stale_reviews": true, "require_code_owner_reviews": false, "required_approving_review_count": 1, "require_last_push_approval": false,
		},
		"required_signatures": Object{"enabled": false}, "required_linear_history": Object{"enabled": true},
		"allow_force_pushes": Object{"enabled": false}, "allow_deletions": Object{"enabled": false},
		"required_conversation_resolution": Object{"enabled": false}, "lock_branch": Object{"enabled": false},
		"restrictions": Object{"users": []any{Object{"login": "ada", "id": 1}}, "teams": []any{}, "apps": []any{}},
	})
	rule := func(kind string, ruleset int, level, source string, parameters Object) Object {
		out := Object{"type": kind, "ruleset_id": ruleset, "ruleset_source_type": level, "ruleset_source": source}
		if parameters != nil {
			out["parameters"] = parameters
		}
		return out
	}
	s.Set(at+"/rules/branches/main", []any{
		rule("pull_request", 21, "Organization", "acme", twoReviews()),
		rule("merge_queue", 21, "Organization", "acme", Object{"merge_method": "SQUASH"}),
		rule("required_signatures", 42, "Repository", "acme/good", nil),
		rule("a_rule_of_tomorrow", 42, "Repository", "acme/good", Object{"what": "ever"}),
	})
	own := edited(s.Example("/repos/{owner}/{repo}/rulesets/{ruleset_id}"), Object{
		"id": 42, "name": "signed", "target": "branch", "source_type": "Repository", "source": "acme/good", "enforcement": "active",
		"bypass_actors": []any{}, "conditions": Object{"ref_name": Object{"include": []any{"~DEFAULT_BRANCH"}, "exclude": []any{}}},
		"rules": []any{Object{"type": "required_signatures"}, Object{"type": "a_rule_of_tomorrow"}},
	})
	s.Set(at+"/rulesets/42", own)
	s.Set(at+"/rulesets/21", s.bodies["/orgs/acme/rulesets/21"]) // as everywhere that it holds
	s.Set(at+"/rulesets", []any{brief(own)})
	collaborator := first(s.Example("/repos/{owner}/{repo}/collaborators"))
	s.Set(at+"/collaborators", []any{
		edited(collaborator, Object{"login": "ada", "role_name": "admin", "permissions": Object{"admin": true, "push": true, "pull": true}}),
		edited(collaborator, Object{"login": "Pia", "role_name": "write", "permissions": Object{"admin": false, "push": true, "pull": true}}),
	})
	s.Set(at+"/collaborators?affiliation=outside", []any{edited(collaborator, Object{"login": "Pia"})})
	s.Set(at+"/environments", Object{"total_count": 1, "environments": []any{ // the example lacks what every answer has
		edited(first(s.Example("/repos/{owner}/{repo}/environments").(Object)["environments"]), Object{"can_admins_bypass": false}),
	}})
	s.Set(at+"/deployments", []any{edited(first(s.Example("/repos/{owner}/{repo}/deployments")), Object{"id": 9, "environment": "staging"})})
	s.Set(at+"/deployments/9/statuses", []any{edited(first(s.Example("/repos/{owner}/{repo}/deployments/{deployment_id}/statuses")), Object{
		"state": "success", "log_url": "https://github.com/acme/good/actions/runs/77/job/5",
	})})
	s.Set(at+"/actions/runs/77/approvals", s.Example("/repos/{owner}/{repo}/actions/runs/{run_id}/approvals"))
	s.Set(at+"/hooks", s.Example("/repos/{owner}/{repo}/hooks"))
	s.Set(at+"/keys", s.Example("/repos/{owner}/{repo}/keys"))
	s.Set(at+"/actions/secrets", s.Example("/repos/{owner}/{repo}/actions/secrets"))
	s.Set(at+"/actions/runners", s.Example("/repos/{owner}/{repo}/actions/runners"))
	s.goodCode()
	return s.repository("good", nil)
}

func (s *Server) bad() Object {
	s.Settings("bad", true)
	const at = "/repos/acme/bad"
	s.Refuse(at+"/vulnerability-alerts", 404, "Vulnerability alerts are disabled.")
	s.Refuse(at+"/code-scanning/analyses", 404, "no analysis found")
	s.Set(at+"/code-scanning/default-setup", Object{"state": "not-configured", "languages": []any{"go"}})
	s.Set(at+"/private-vulnerability-reporting", Object{"enabled": false})
	s.Set(at+"/actions/permissions", Object{"enabled": true, "allowed_actions": "all", "sha_pinning_required": false})
	s.Set(at+"/actions/permissions/workflow", Object{"default_workflow_permissions": "write", "can_approve_pull_request_reviews": true})
	return s.repository("bad", Object{"private": false, "visibility": "public", "security_and_analysis": features(off), "custom_properties": Object{}})
}

func (s *Server) old() Object {
	s.Settings("old", false)
	return s.repository("old", Object{"archived": true})
}

func (s *Server) void() Object {
	s.Settings("void", false)
	s.Refuse("/repos/acme/void/branches/main/protection", 404, "Branch not found")
	s.Refuse("/repos/acme/void/branches/main", 404, "Branch not found")
	s.Files("acme/void", nil)
	s.Refuse("/repos/acme/void/git/trees/main", 409, "Git Repository is empty.")
	return s.repository("void", Object{"size": 0})
}
