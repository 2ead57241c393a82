package githubtest

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Protected is Acme with private repositories that are protected in many ways, and called so: of those whose names begin with "ask"
// GraphQL does not tell all, and "a-first" is the first of all.
func Protected(t T) *Server {
	t.Helper()
	return copied(t, guarded())
}

// guarded makes it, once.
var guarded = sync.OnceValue(func() *Server {
	s := copied(loud{}, acme())
	s.guard()
	return s
})

// guard adds the repositories.
func (s *Server) guard() {
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
		"plain": {}, "forced": {"allow_force_pushes": setTo(true)}, "deleted": {"allow_deletions": setTo(true)}, "exempt": {"enforce_admins": setTo(false)},
		"locked": {"lock_branch": setTo(true)}, "signed": {"required_signatures": setTo(true)}, "linear": {"required_linear_history": setTo(true)},
		"discussed":   {"required_conversation_resolution": setTo(true)},
		"checked":     {"required_status_checks": checks(7)},
		"unchecked":   {"required_status_checks": Object{"strict": true, "contexts": []any{}, "checks": []any{}}},
		"reviewed":    {"required_pull_request_reviews": review(nil)},
		"by-nobody":   {"required_pull_request_reviews": review(Object{"required_approving_review_count": 0})},
		"bypassed":    {"required_pull_request_reviews": review(Object{"bypass_pull_request_allowances": actors(named(2, nil), named(1, nil), named(1, nil))})},
		"restricted":  {"restrictions": actors(named(1, nil), named(2, nil), named(1, nil))},
		"to-nobody":   {"restrictions": actors(named(0, nil), named(0, nil), named(0, nil))},
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
	s.ruled()
	s.renamed()
	s.accessible()
}

// accessible adds repositories on which people are named.
func (s *Server) accessible() {
	template := first(s.Example("/repos/{owner}/{repo}/collaborators"))
	one := func(login, role string, more Object) Object {
		out := edited(template, Object{"login": login, "type": "User", "role_name": role})
		highest, allowed := false, Object{}
		for _, p := range [][2]string{{"admin", "admin"}, {"maintain", "maintain"}, {"write", "push"}, {"triage", "triage"}, {"read", "pull"}} {
			highest = highest || p[0] == role
			allowed[p[1]] = highest
		}
		out["permissions"] = allowed
		maps.Copy(out, more)
		return out
	}
	writer := Object{"permissions": Object{"admin": false, "maintain": false, "push": true, "triage": true, "pull": true}}
	crowd := []any{}
	for i := range 101 {
		crowd = append(crowd, one(fmt.Sprint("u", i), "read", nil))
	}
	for name, people := range map[string][]any{
		"a-first":          {one("ada", "admin", nil)},
		"of-all":           {one("ada", "admin", nil), one("ben", "maintain", nil), one("cem", "write", nil), one("Pia", "triage", nil), one("oli", "read", nil)},
		"all-three":        {one("ben", "maintain", nil), one("Pia", "write", nil)},
		"twice":            {one("cem", "write", Object{"graphql roles": []any{"read", "Write"}})},
		"ask-custom":       {one("cem", "releaser", writer)},
		"ask-team":         {one("cem", "releaser", edited(writer, Object{"graphql roles": []any{"write", "releaser"}}))},
		"ask-unnamed":      {one("cem", "write", Object{"graphql roles": []any{nil}})},
		"ask-untold-roles": {one("cem", "write", Object{"graphql roles": nil})},
		"ask-no-role":      {one("cem", "write", Object{"graphql roles": []any{}})},
		"ask-less":         {one("cem", "write", Object{"graphql roles": []any{"read"}})},
		"ask-half-named":   {one("cem", "write", Object{"graphql roles": []any{nil, "write"}})},
		"ask-person":       {one("ada", "admin", nil), one("cem", "write", Object{"graphql hidden": true})},
		"ask-crowd":        crowd,
	} {
		if _, there := s.bodies["/repos/acme/"+name+"/hooks"]; !there {
			s.added(name)
		}
		s.Set("/repos/acme/"+name+"/collaborators", people)
	}
}

// renamed adds a repository whose default branch became another between the one answer and the other.
func (s *Server) renamed() {
	const at = "/repos/acme/ask-renamed"
	s.Settings("ask-renamed", false)
	s.rulesets("ask-renamed", set(31, "Organization", s.bodies["/orgs/acme/rulesets/31"].(Object)["rules"].([]any)))
	for path, main := range map[string]string{"/branches/%s/protection": "locked", "/rules/branches/%s": "by-all", "/git/trees/%s": "ask-renamed"} {
		s.Set(fmt.Sprintf(at+path, "trunk"), s.bodies[fmt.Sprintf("/repos/acme/"+main+path, "main")])
	}
	s.Set(at+"/branches/main/protection", s.bodies["/repos/acme/plain/branches/main/protection"])
	s.added("ask-renamed", Object{"default_branch": "trunk"})
}

// ruled adds repositories for which rulesets hold, and those of the organisation.
func (s *Server) ruled() {
	whole := func(kind string) Object { return Object{"type": kind} }
	rule := func(kind string, parameters Object) Object { return Object{"type": kind, "parameters": parameters} }
	pull := rule("pull_request", Object{
		"required_approving_review_count": 2, "dismiss_stale_reviews_on_push": true, "require_code_owner_review": true,
		"require_last_push_approval": true, "required_review_thread_resolution": true, "allowed_merge_methods": []any{"squash", "rebase"},
	})
	checks := rule("required_status_checks", Object{
		"strict_required_status_checks_policy": true, "required_status_checks": []any{Object{"context": "ci", "integration_id": 15368}, Object{"context": "any"}},
	})
	all := []any{
		pull, checks, rule("required_deployments", Object{"required_deployment_environments": []any{"staging", "production"}}),
		rule("workflows", Object{"workflows": []any{Object{"path": ".github/workflows/all.yml", "repository_id": 7, "ref": "main"}}}),
		rule("code_scanning", Object{"code_scanning_tools": []any{Object{"tool": "CodeQL", "alerts_threshold": "errors", "security_alerts_threshold": "all"}}}),
		rule("merge_queue", Object{"merge_method": "SQUASH"}), rule("update", Object{"update_allows_fetch_and_merge": true}),
		rule("commit_message_pattern", Object{"operator": "contains", "pattern": "x"}), rule("commit_author_email_pattern", Object{"operator": "contains", "pattern": "x"}),
		rule("committer_email_pattern", Object{"operator": "contains", "pattern": "x"}), rule("branch_name_pattern", Object{"operator": "contains", "pattern": "x"}),
		whole("creation"), whole("deletion"), whole("non_fast_forward"), whole("required_linear_history"), whole("required_signatures"),
	}
	older := rule("pull_request", Object{"required_approving_review_count": 1})
	tomorrow := []any{whole("deletion"), whole("a_rule_of_tomorrow")}
	hidden := Object{"type": "deletion", "graphql hidden": true}
	crowd := []any{}
	for i := range 101 {
		crowd = append(crowd, rule("required_status_checks", Object{"required_status_checks": []any{Object{"context": fmt.Sprint("check", i)}}}))
	}
	const some = "refs/heads/m*" // which takes main in
	s.atOrganization(set(31, "Organization", all))
	s.atOrganization(set(32, "Organization", tomorrow, some))
	s.atOrganization(set(33, "Organization", all, some))
	for name, sets := range map[string][]Object{
		"a-first": {set(31, "Organization", all)}, "by-all": {set(31, "Organization", all)}, "by-own": {set(51, "Repository", []any{older, checks})},
		"all-three": {set(31, "Organization", all), set(51, "Repository", []any{older, whole("deletion")})},
		"elsewhere": {set(51, "Repository", tomorrow[:1], "refs/heads/release")},
		"off":       {edited(set(51, "Repository", tomorrow), Object{"enforcement": "disabled"})},
		"tags":      {edited(set(51, "Repository", tomorrow, "refs/heads/release"), Object{"target": "tag"})},
		"by-some":   {set(33, "Organization", all, some)}, "by-pattern": {set(51, "Repository", tomorrow[:1], some)},
		"tomorrow": {set(51, "Repository", tomorrow)}, "missed": {set(51, "Repository", tomorrow[:1], "refs/heads/m*x")},
		"ask-enterprise": {set(31, "Organization", all), set(61, "Enterprise", []any{pull})},
		"ask-tomorrow":   {set(32, "Organization", tomorrow, some)}, "ask-pattern": {set(51, "Repository", tomorrow[1:], some)},
		"ask-part": {set(51, "Repository", []any{older, hidden}, some)}, "ask-crowd": {set(51, "Repository", crowd, some)},
		"ask-silent":   {set(51, "Repository", []any{hidden}), set(52, "Repository", tomorrow[:1], some)},
		"ask-push":     {edited(set(51, "Repository", tomorrow[:1], "refs/heads/none"), Object{"target": "push"})},
		"ask-unlisted": {edited(set(51, "Repository", tomorrow[:1], some), Object{"graphql hidden": true}), set(52, "Repository", tomorrow[:1], "refs/heads/release")},
		"ask-untold":   {set(51, "Repository", tomorrow[1:])},
	} {
		s.added(name)
		s.rulesets(name, sets...)
	}
	s.Refuse("/repos/acme/ask-untold/rulesets/51", 404, "Not Found")
	s.Set("/repos/acme/all-three/branches/main/protection", s.bodies["/repos/acme/bypassed/branches/main/protection"])
}

// set is a ruleset that is in force on the default branch, or on the refs that are named.
func set(id int, level string, rules []any, refs ...any) Object {
	if refs == nil {
		refs = []any{"~DEFAULT_BRANCH"}
	}
	return Object{
		"id": id, "name": fmt.Sprint("set ", id), "target": "branch", "source_type": level, "enforcement": "active", "rules": rules, "bypass_actors": []any{},
		"conditions": Object{"ref_name": Object{"include": refs, "exclude": []any{}}},
	}
}

// atOrganization adds a ruleset to acme.
func (s *Server) atOrganization(one Object) {
	one["source"] = "acme"
	one["conditions"].(Object)["repository_name"] = Object{"include": []any{"~ALL"}, "exclude": []any{}}
	s.Set(fmt.Sprint("/orgs/acme/rulesets/", one["id"]), one)
	s.Set("/orgs/acme/rulesets", slices.Concat(s.bodies["/orgs/acme/rulesets"].([]any), []any{brief(one)}))
}

// rulesets sets those of a repository, and with them the rules of its branch.
func (s *Server) rulesets(name string, sets ...Object) {
	at := "/repos/acme/" + name
	own, rules := []any{}, []any{}
	for _, one := range sets {
		source := map[any]string{"Organization": "acme", "Repository": "acme/" + name, "Enterprise": "the-enterprise"}[one["source_type"]]
		one = edited(one, Object{"source": source})
		if one["source_type"] == "Repository" {
			s.Set(fmt.Sprint(at, "/rulesets/", one["id"]), one)
			own = append(own, brief(one))
		}
		refs := one["conditions"].(Object)["ref_name"].(Object)["include"].([]any)
		for _, rule := range one["rules"].([]any) {
			if one["enforcement"] == "active" && one["target"] == "branch" && slices.Contains([]any{"~DEFAULT_BRANCH", "refs/heads/m*"}, refs[0]) {
				rules = append(rules, edited(rule, Object{"ruleset_id": one["id"], "ruleset_source_type": one["source_type"], "ruleset_source": source}))
			}
		}
	}
	s.Set(at+"/rulesets", own)
	s.Set(at+"/rules/branches/main", rules)
}

// setTo is a setting of the classic protection.
func setTo(on bool) Object { return Object{"enabled": on} }

// added adds a private repository to acme, with other members where they are given. What it has besides is set unless it is.
func (s *Server) added(name string, members ...Object) {
	if _, there := s.bodies["/repos/acme/"+name+"/hooks"]; !there {
		s.Settings(name, false)
	}
	one := s.repository(name, slices.Concat(members, []Object{nil})[0])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies["/orgs/acme/repos"] = slices.Concat(s.bodies["/orgs/acme/repos"].([]any), []any{one})
}
