package github

import (
	"context"
	"encoding/json"
	"slices"
)

// What GraphQL shows of the protection of a branch is written as REST would answer it, so that one code reads both (merge.go). Where
// anything is missing, or may be, nothing is taken of it, and REST is asked.

// shown is what a part says of a repository, or nil where it is not to be believed. The conditions of a count (see none) are needed
// for what is shown too. A list may leave out what the token may not see: so its owner has to administer the repository, and a
// credential that was given single repositories has to have been given it, which of a public one cannot be known. And GitHub shows
// by GraphQL what the plan does not put in force, where REST refuses to answer: so REST must have shown the same of another
// repository.
func (v *visit) shown(ctx context.Context, r *repository, endpoint, part string) *graphed {
	census := v.census(ctx, r, endpoint)
	if census == nil || !r.batch.parts[part].among(census.object) {
		return nil
	}
	g, err := v.graph(ctx, r, part)
	if err != nil {
		return nil
	}
	return g
}

// defaultRef is the default branch with what is asked for of it, without an error at any of the places below it.
func (g *graphed) defaultRef(branch string, places ...string) (object, bool) {
	for _, place := range append(places, "name") {
		if g.err("defaultBranchRef."+place) != nil {
			return object{}, false
		}
	}
	ref, there := g.object.in("defaultBranchRef")
	return ref, there && ref.text("name") == branch
}

// asREST is an answer of REST's with these fields.
func asREST(fields map[string]any, from request) (object, bool) {
	out := object{from: from}
	text, err := json.Marshal(fields)
	return out, err == nil && json.Unmarshal(text, &out.fields) == nil
}

// all says whether each of the values is told, which GraphQL leaves null where it fails.
func all[T any](values ...*T) bool { return !slices.Contains(values, nil) }

// graphClassic is a BranchProtectionRule.
type graphClassic struct {
	AllowsDeletions, AllowsForcePushes, IsAdminEnforced, LockBranch           *bool
	RequiresCommitSignatures, RequiresConversationResolution                  *bool
	RequiresLinearHistory, RequiresStatusChecks, RequiresStrictStatusChecks   *bool
	RequiresApprovingReviews, DismissesStaleReviews, RequiresCodeOwnerReviews *bool
	RequireLastPushApproval, RestrictsPushes                                  *bool
	RequiredApprovingReviewCount                                              *int
	RequiredStatusCheckContexts                                               []*string
	RequiredStatusChecks                                                      []graphCheck
	BypassForcePushAllowances, BypassPullRequestAllowances, PushAllowances    graphActors
}

type graphCheck struct {
	Context *string
	App     *struct{ DatabaseID *int }
}

// graphActors are users, teams and apps that a protection names.
type graphActors struct {
	TotalCount *int
	Nodes      []*struct {
		Actor *struct {
			Type        string `json:"__typename"`
			DatabaseID  *int
			Login, Slug *string
		}
	}
}

// classicShown is the classic protection as GraphQL shows it, in the form of REST's answer; ok is false where REST is to be asked.
func (v *visit) classicShown(ctx context.Context, r *repository) (out object, ok bool) {
	g := v.shown(ctx, r, protectionOf, partProtection)
	if g == nil {
		return object{}, false
	}
	ref, there := g.defaultRef(r.branch, "branchProtectionRule")
	if !there || !ref.has("branchProtectionRule") {
		return object{}, false
	}
	var c graphClassic
	if json.Unmarshal(ref.fields["branchProtectionRule"], &c) != nil {
		return object{}, false
	}
	fields, whole := c.rest()
	if !whole {
		return object{}, false
	}
	return asREST(fields, g.object.from)
}

// rest writes it as REST does, if all of it is told and nothing in it is at odds. Who may force a push where not everybody may, REST
// tells in its own way: then it is asked.
func (c graphClassic) rest() (map[string]any, bool) {
	if !all(c.AllowsDeletions, c.AllowsForcePushes, c.IsAdminEnforced, c.LockBranch, c.RequiresCommitSignatures, c.RequiresConversationResolution,
		c.RequiresLinearHistory, c.RequiresStatusChecks, c.RequiresStrictStatusChecks, c.RequiresApprovingReviews, c.DismissesStaleReviews,
		c.RequiresCodeOwnerReviews, c.RequireLastPushApproval, c.RestrictsPushes) || c.BypassForcePushAllowances.some() {
		return nil, false
	}
	enabled := func(on *bool) map[string]any { return map[string]any{"enabled": *on} }
	out := map[string]any{
		"enforce_admins": enabled(c.IsAdminEnforced), "required_signatures": enabled(c.RequiresCommitSignatures),
		"required_linear_history": enabled(c.RequiresLinearHistory), "allow_force_pushes": enabled(c.AllowsForcePushes),
		"allow_deletions": enabled(c.AllowsDeletions), "required_conversation_resolution": enabled(c.RequiresConversationResolution),
		"lock_branch": enabled(c.LockBranch),
	}
	for key, read := range map[string]func() (map[string]any, bool){
		"required_status_checks": c.checks, "required_pull_request_reviews": c.reviews, "restrictions": c.restrictions,
	} {
		part, ok := read()
		if !ok {
			return nil, false
		}
		if part != nil {
			out[key] = part
		}
	}
	return out, true
}

// checks are nil where none are required. An app that is null may be any app, or one that the token may not see, so that REST is
// asked; and the names alone must be those of the checks.
func (c graphClassic) checks() (map[string]any, bool) {
	if !*c.RequiresStatusChecks {
		return nil, len(c.RequiredStatusCheckContexts) == 0 && len(c.RequiredStatusChecks) == 0
	}
	if c.RequiredStatusChecks == nil || c.RequiredStatusCheckContexts == nil || !all(c.RequiredStatusCheckContexts...) {
		return nil, false
	}
	checks, named := []any{}, map[string]bool{}
	for _, check := range c.RequiredStatusChecks {
		if check.Context == nil || check.App == nil || check.App.DatabaseID == nil {
			return nil, false
		}
		named[*check.Context] = true
		checks = append(checks, map[string]any{"context": *check.Context, "app_id": *check.App.DatabaseID})
	}
	for _, context := range c.RequiredStatusCheckContexts {
		if !named[*context] {
			return nil, false
		}
	}
	return map[string]any{"strict": *c.RequiresStrictStatusChecks, "checks": checks}, true
}

// reviews are nil where none are required; then nothing may be said of them.
func (c graphClassic) reviews() (map[string]any, bool) {
	count := c.RequiredApprovingReviewCount
	if !*c.RequiresApprovingReviews {
		said := *c.DismissesStaleReviews || *c.RequiresCodeOwnerReviews || *c.RequireLastPushApproval || c.BypassPullRequestAllowances.some()
		return nil, !said && (count == nil || *count == 0)
	}
	allowed, ok := c.BypassPullRequestAllowances.rest()
	if !ok || count == nil {
		return nil, false
	}
	return map[string]any{
		"required_approving_review_count": *count, "dismiss_stale_reviews": *c.DismissesStaleReviews,
		"require_code_owner_reviews": *c.RequiresCodeOwnerReviews, "require_last_push_approval": *c.RequireLastPushApproval,
		"bypass_pull_request_allowances": allowed,
	}, true
}

// restrictions are nil where everybody may push who may write; then nobody may be named.
func (c graphClassic) restrictions() (map[string]any, bool) {
	if !*c.RestrictsPushes {
		return nil, !c.PushAllowances.some()
	}
	return c.PushAllowances.rest()
}

// some says whether there are any, or may be.
func (a graphActors) some() bool { return a.TotalCount == nil || *a.TotalCount != 0 }

// rest writes them as REST does, if all of them are told.
func (a graphActors) rest() (map[string]any, bool) {
	users, teams, apps := []any{}, []any{}, []any{}
	for _, node := range a.Nodes {
		if node == nil || node.Actor == nil || node.Actor.DatabaseID == nil {
			return nil, false
		}
		one := *node.Actor
		switch {
		case one.Type == "User" && one.Login != nil:
			users = append(users, map[string]any{"id": *one.DatabaseID, "login": *one.Login})
		case one.Type == "Team" && one.Slug != nil:
			teams = append(teams, map[string]any{"id": *one.DatabaseID, "slug": *one.Slug})
		case one.Type == "App" && one.Slug != nil:
			apps = append(apps, map[string]any{"id": *one.DatabaseID, "slug": *one.Slug})
		default:
			return nil, false
		}
	}
	return map[string]any{"users": users, "teams": teams, "apps": apps}, a.TotalCount != nil && *a.TotalCount == len(a.Nodes)
}

// protectedIn says whether a census shows that the default branch may be protected.
func protectedIn(census object) bool {
	ref, _ := census.in("defaultBranchRef")
	rulesets, _ := census.in("rulesets")
	return ref.has("branchProtectionRule") || rulesets.number("totalCount") > 0
}
