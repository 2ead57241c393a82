package github

import (
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// An origin is one source of a branch's protection.
type origin struct {
	kinds.ProtectionSource
	ruleset *int
	level   string
	// requires is true when it requires pull requests.
	requires bool
	bypass   []kinds.BypassActor
	unknown  *collectors.Gap // why bypass is not known
}

// A merge adds up the sources of a branch's protection.
type merge struct {
	partial
	sources []*origin
	sum     kinds.BranchProtection
	methods map[string]bool // nil when no rule says which
	// blocks are what some source forbids.
	noForce, noDeletion bool
	// unread are the sources that could not be read. What they would say can only be stricter.
	unread []collectors.Gap
}

func newMerge() *merge { return &merge{} }

func (m *merge) rulesets() []*origin {
	return slices.DeleteFunc(slices.Clone(m.sources), func(s *origin) bool { return s.ruleset == nil })
}

// enabled reads a setting of the classic protection.
func enabled(o object, key, path string) bool {
	inner, there := o.in(key)
	if !there {
		o.lacks(path, key)
	}
	return there && must[bool](inner, path, "enabled")
}

// classic takes the classic protection in.
func (m *merge) classic(o object, owner string) {
	s := &origin{ProtectionSource: kinds.ProtectionSource{Kind: "classic", Level: "repository", Owner: owner}}
	m.sources = append(m.sources, s)
	f := &m.sum
	m.noForce = !enabled(o, "allow_force_pushes", "force_pushes")
	m.noDeletion = !enabled(o, "allow_deletions", "deletion")
	f.SignedCommits = enabled(o, "required_signatures", "signed_commits")
	f.LinearHistory = enabled(o, "required_linear_history", "linear_history")
	f.ThreadResolution = enabled(o, "required_conversation_resolution", "thread_resolution")
	f.Locked = enabled(o, "lock_branch", "locked")
	if !enabled(o, "enforce_admins", "admins_exempt") {
		s.bypass = append(s.bypass, adminActor())
	}
	if m.misses("admins_exempt") {
		s.unknown = &m.gaps[len(m.gaps)-1]
	}
	if checks, there := o.in("required_status_checks"); there {
		m.classicChecks(checks)
	}
	if review, there := o.in("required_pull_request_reviews"); there {
		s.requires = true
		m.review(review, "required_approving_review_count", "dismiss_stale_reviews", "require_code_owner_reviews", "require_last_push_approval")
		if allowed, there := review.in("bypass_pull_request_allowances"); there {
			s.bypass = append(s.bypass, classicActors(allowed)...)
		}
	}
	if allowed, there := o.in("restrictions"); there {
		f.PushRestricted = true
		f.PushAllowed = pushAllowed(allowed)
	}
}

func adminActor() kinds.BypassActor {
	id, name := 5, "admin"
	return kinds.BypassActor{Type: "RepositoryRole", ID: &id, Name: &name, Mode: "always"}
}

func (m *merge) classicChecks(o object) {
	m.sum.StrictChecks = o.has("strict") && must[bool](o, "strict_checks", "strict")
	checks, there := o.list("checks")
	if !there {
		for _, context := range must[[]string](o, "status_checks", "contexts") {
			m.sum.StatusChecks = append(m.sum.StatusChecks, kinds.StatusCheck{Context: printable(context)})
		}
		return
	}
	for _, c := range checks {
		m.check(c, "app_id")
	}
}

func (m *merge) check(o object, app string) {
	check := kinds.StatusCheck{Context: printable(must[string](o, "status_checks", "context"))}
	if id := o.number(app); id > 0 { // 0 and -1 mean any app
		check.App = &id
	}
	m.sum.StatusChecks = append(m.sum.StatusChecks, check)
}

// review takes in what a source wants of pull requests; keys are its names for the number of approvals, and for stale
// approvals, owners of code and the last push.
func (m *merge) review(o object, approvals, stale, owners, last string) {
	f := &m.sum
	f.PullRequestRequired = true
	if o.has(approvals) {
		f.Approvals = max(f.Approvals, must[int](o, "approvals", approvals))
	}
	for _, wish := range []struct {
		into      *bool
		path, key string
	}{{&f.DismissStale, "dismiss_stale", stale}, {&f.CodeOwnerReview, "code_owner_review", owners}, {&f.LastPushApproval, "last_push_approval", last}} {
		*wish.into = *wish.into || o.has(wish.key) && must[bool](o, wish.path, wish.key)
	}
}

// classicActors are users, teams and apps that the classic protection names.
func classicActors(o object) []kinds.BypassActor {
	var out []kinds.BypassActor
	for _, group := range [][3]string{{"users", "User", "login"}, {"teams", "Team", "slug"}, {"apps", "Integration", "slug"}} {
		items, _ := o.list(group[0])
		for _, item := range items {
			id, name := item.number("id"), item.text(group[2])
			out = append(out, kinds.BypassActor{Type: group[1], ID: &id, Name: &name, Mode: "always"})
		}
	}
	return out
}

func pushAllowed(o object) []string {
	var out []string
	for _, group := range [][3]string{{"users", "user:", "login"}, {"teams", "team:", "slug"}, {"apps", "app:", "slug"}} {
		items, ok := o.list(group[0])
		if !ok {
			o.lacks("push_allowed", "restrictions."+group[0])
		}
		for _, item := range items {
			out = append(out, group[1]+item.text(group[2]))
		}
	}
	return sorted(out)
}

// rule takes one rule of an active ruleset in. One of a type that is not known stands by its name.
func (m *merge) rule(o object) error {
	kind := must[string](o, "rules", "type")
	s := m.origin(o, o.number("ruleset_id"))
	m.sum.Rules = append(m.sum.Rules, printable(kind))
	parameters, _ := o.in("parameters")
	if take := ruleTypes[kind]; take != nil {
		take(m, s, parameters)
	}
	return nil
}

// ruleTypes say what the rules of a type that matters here add. Source: GitHub's description, repository-rule.
var ruleTypes = map[string]func(m *merge, s *origin, parameters object){
	"pull_request":            (*merge).pullRequestRule,
	"required_status_checks":  (*merge).checksRule,
	"non_fast_forward":        func(m *merge, _ *origin, _ object) { m.noForce = true },
	"deletion":                func(m *merge, _ *origin, _ object) { m.noDeletion = true },
	"required_signatures":     func(m *merge, _ *origin, _ object) { m.sum.SignedCommits = true },
	"required_linear_history": func(m *merge, _ *origin, _ object) { m.sum.LinearHistory = true },
	"update":                  func(m *merge, _ *origin, _ object) { m.sum.PushRestricted = true },
	"merge_queue":             func(m *merge, _ *origin, _ object) { m.sum.MergeQueue = true },
	"required_deployments": func(m *merge, _ *origin, o object) {
		m.sum.RequiredDeployments = append(m.sum.RequiredDeployments, must[[]string](o, "required_deployments", "required_deployment_environments")...)
	},
	"workflows": func(m *merge, _ *origin, o object) {
		for _, w := range listed(o, "required_workflows", "workflows") {
			m.sum.RequiredWorkflows = append(m.sum.RequiredWorkflows, w.text("repository_id")+"/"+w.text("path"))
		}
	},
	"code_scanning": func(m *merge, _ *origin, o object) {
		for _, t := range listed(o, "required_scanning", "code_scanning_tools") {
			m.sum.RequiredScanning = append(m.sum.RequiredScanning, t.text("tool"))
		}
	},
}

func (m *merge) pullRequestRule(s *origin, o object) {
	s.requires = true
	m.review(o, "required_approving_review_count", "dismiss_stale_reviews_on_push", "require_code_owner_review", "require_last_push_approval")
	if o.has("required_review_thread_resolution") && must[bool](o, "thread_resolution", "required_review_thread_resolution") {
		m.sum.ThreadResolution = true
	}
	m.allow(o)
}

func (m *merge) checksRule(_ *origin, o object) {
	const strict = "strict_required_status_checks_policy"
	if o.has(strict) && must[bool](o, "strict_checks", strict) {
		m.sum.StrictChecks = true
	}
	for _, c := range listed(o, "status_checks", "required_status_checks") {
		m.check(c, "integration_id")
	}
}

// listed reads a list that a rule of this type has.
func listed(o object, path, key string) []object {
	items, ok := o.list(key)
	if !ok {
		o.lacks(path, key)
	}
	return items
}

// allow takes in which ways to merge a rule allows.
func (m *merge) allow(o object) {
	if !o.has("allowed_merge_methods") {
		return
	}
	methods := map[string]bool{}
	for _, method := range must[[]string](o, "merge_methods", "allowed_merge_methods") {
		methods[method] = m.methods == nil || m.methods[method]
	}
	m.methods = methods
}

// origin is the ruleset that a rule belongs to.
func (m *merge) origin(o object, number int) *origin {
	for _, s := range m.sources {
		if s.ruleset != nil && *s.ruleset == number {
			return s
		}
	}
	level := strings.ToLower(must[string](o, "sources", "ruleset_source_type"))
	s := &origin{ruleset: &number, level: level}
	s.ProtectionSource = kinds.ProtectionSource{Kind: "ruleset", Ruleset: &number, Level: level, Owner: o.text("ruleset_source")}
	m.sources = append(m.sources, s)
	return s
}
