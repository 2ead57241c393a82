package github

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func organizationEntry() entry {
	return entry{
		service: "organization", kinds: []string{"github.organization"},
		calls: []string{
			orgOf, membersOf, outsideOf, orgActionsOf, orgSelectedOf, orgWorkflowOf, orgForkOf, orgSelfHostedOf, configurationsOf, defaultsOf, graphqlOf,
		},
		organization: collectOrganization,
	}
}

func collectOrganization(ctx context.Context, v *visit) error {
	var p partial
	o := v.org.read(&p)
	plan, _ := o.in("plan")
	facts := kinds.Organization{
		Login:                       v.owner,
		Plan:                        must[string](plan, "plan", "name"),
		TwoFactorRequired:           must[bool](o, "two_factor_required", "two_factor_requirement_enabled"),
		DefaultRepositoryPermission: must[string](o, "default_repository_permission", "default_repository_permission"),
		MembersCan:                  membersCan(o),
		WebCommitSignoffRequired:    must[bool](o, "web_commit_signoff_required", "web_commit_signoff_required"),
		VerifiedDomain:              must[bool](o, "verified_domain", "is_verified"),
		DeployKeysEnabled:           must[bool](o, "deploy_keys_enabled", "deploy_keys_enabled_for_repositories"),
		NewRepositories:             newRepositories(o),
	}
	if err := v.headcount(ctx, &facts, &p); err != nil {
		return err
	}
	var err error
	if facts.SingleSignOn, err = v.signOn(ctx, &p); err != nil {
		return err
	}
	if facts.Actions, err = v.organizationActions(ctx, &p); err != nil {
		return err
	}
	if facts.SecurityConfigurations, err = v.configurations(ctx, &p); err != nil {
		return err
	}
	return v.emit(collectors.Head{Kind: "github.organization", ID: strings.ToLower(v.owner), Name: v.owner}, facts, p)
}

// headcount fills in who belongs to the organisation. Its error is the end of ctx.
func (v *visit) headcount(ctx context.Context, facts *kinds.Organization, p *partial) error {
	if !v.wanted("github.organization", "owners", "members_count", "outside_count") {
		p.lost(unwanted(), "owners", "members_count", "outside_count")
		return nil
	}
	people, err := v.people(ctx)
	if err != nil {
		return err
	}
	facts.Owners, facts.MembersCount, facts.OutsideCount = people.owners(), len(people.members), len(people.outside)
	people.gap(p, "owners", people.failed.owners)
	people.gap(p, "members_count", people.failed.owners, people.failed.members)
	people.gap(p, "outside_count", people.failed.outside)
	return nil
}

func membersCan(o object) kinds.MembersCan {
	can := func(path, key string) bool { return must[bool](o, "members_can."+path, key) }
	return kinds.MembersCan{
		CreatePublicRepositories:   can("create_public_repositories", "members_can_create_public_repositories"),
		CreatePrivateRepositories:  can("create_private_repositories", "members_can_create_private_repositories"),
		CreateInternalRepositories: can("create_internal_repositories", "members_can_create_internal_repositories"),
		DeleteRepositories:         can("delete_repositories", "members_can_delete_repositories"),
		ChangeVisibility:           can("change_visibility", "members_can_change_repo_visibility"),
		ForkPrivateRepositories:    can("fork_private_repositories", "members_can_fork_private_repositories"),
		InviteOutsideCollaborators: can("invite_outside_collaborators", "members_can_invite_outside_collaborators"),
		CreateTeams:                can("create_teams", "members_can_create_teams"),
		CreatePages:                can("create_pages", "members_can_create_pages"),
	}
}

func newRepositories(o object) kinds.NewRepositories {
	has := func(feature string) bool {
		return must[bool](o, "new_repositories."+feature, feature+"_enabled_for_new_repositories")
	}
	return kinds.NewRepositories{
		AdvancedSecurity:             has("advanced_security"),
		DependabotAlerts:             has("dependabot_alerts"),
		DependabotSecurityUpdates:    has("dependabot_security_updates"),
		DependencyGraph:              has("dependency_graph"),
		SecretScanning:               has("secret_scanning"),
		SecretScanningPushProtection: has("secret_scanning_push_protection"),
	}
}

// organizationActions reads what GitHub Actions may do. Its error is the end of ctx.
func (v *visit) organizationActions(ctx context.Context, p *partial) (kinds.OrganizationActions, error) {
	var out kinds.OrganizationActions
	const kind = "github.organization"
	if !v.wanted(kind, "actions") {
		p.lost(unwanted(), "actions")
		return out, nil
	}
	o, err := v.actionsOfAll(ctx)
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	if err != nil {
		p.lost(err, "actions.enabled_repositories", "actions.allowed")
	} else {
		o = o.read(p)
		out.EnabledRepositories = must[string](o, "actions.enabled_repositories", "enabled_repositories")
		out.Allowed = v.allowed(ctx, o, p, out.EnabledRepositories != "none", v.selectedIf(kind, v.selectedOfAll))
	}
	for _, ask := range []struct {
		get   func(context.Context) (object, error)
		read  func(object)
		paths []string
	}{
		{v.workflowOfAll, func(o object) {
			out.DefaultWorkflowPermissions = must[string](o, "actions.default_workflow_permissions", "default_workflow_permissions")
			out.CanApprovePullRequests = must[bool](o, "actions.can_approve_pull_requests", "can_approve_pull_request_reviews")
		}, []string{"actions.default_workflow_permissions", "actions.can_approve_pull_requests"}},
		{func(ctx context.Context) (object, error) { return v.get(ctx, at(orgForkOf, v.owner)) }, func(o object) {
			out.ForkPRApproval = must[string](o, "actions.fork_pr_approval", "approval_policy")
		}, []string{"actions.fork_pr_approval"}},
	} {
		if !v.wanted(kind, ask.paths...) {
			p.lost(unwanted(), ask.paths...)
			continue
		}
		o, err := ask.get(ctx)
		if err != nil {
			p.lost(err, ask.paths...)
			continue
		}
		ask.read(o.read(p))
	}
	if path := "actions.self_hosted_runners"; !v.wanted(kind, path) {
		p.lost(unwanted(), path)
	} else if o, err := v.selfHosted(ctx); err != nil {
		p.lost(err, path)
	} else {
		out.SelfHostedRunners = must[string](o.read(p), "actions.self_hosted_runners", "enabled_repositories")
	}
	return out, ctx.Err()
}

// allowed reads which actions may be used, from the answer that says whether there are some selected ones.
func (v *visit) allowed(ctx context.Context, o object, p *partial, on bool, selected func(context.Context) (object, error)) kinds.AllowedActions {
	if !on {
		return kinds.AllowedActions{Policy: "none"}
	}
	out := kinds.AllowedActions{
		Policy:             must[string](o, "actions.allowed.policy", "allowed_actions"),
		SHAPinningRequired: must[bool](o, "actions.allowed.sha_pinning_required", "sha_pinning_required"),
	}
	paths := []string{"actions.allowed.github_owned", "actions.allowed.verified", "actions.allowed.patterns"}
	if p.misses("actions.allowed.policy") {
		for _, path := range paths {
			o.lacks(path, "allowed_actions")
		}
		return out
	}
	if out.Policy != "selected" {
		return out
	}
	o, err := selected(ctx)
	if err != nil {
		p.lost(err, paths...)
		return out
	}
	o = o.read(p)
	out.GitHubOwned = must[bool](o, paths[0], "github_owned_allowed")
	out.Verified = must[bool](o, paths[1], "verified_allowed")
	out.Patterns = sorted(must[[]string](o, paths[2], "patterns_allowed"))
	return out
}

// configurations reads the code security configurations. Its error is the end of ctx.
func (v *visit) configurations(ctx context.Context, p *partial) ([]kinds.SecurityConfiguration, error) {
	const path = "security_configurations"
	if !v.wanted("github.organization", path) {
		p.lost(unwanted(), path)
		return nil, nil
	}
	defaults, err := v.defaults(ctx)
	var out []kinds.SecurityConfiguration
	if err == nil {
		err = v.each(ctx, at(configurationsOf, v.owner), "", func(o object) error {
			o = o.read(p)
			c := kinds.SecurityConfiguration{
				Name: printable(must[string](o, path, "name")), Target: must[string](o, path, "target_type"),
				Enforcement: must[string](o, path, "enforcement"), DefaultFor: "none", Settings: map[string]string{},
			}
			for key := range o.fields {
				var text string
				if json.Unmarshal(o.fields[key], &text) == nil && slices.Contains([]string{"enabled", "disabled", "not_set"}, text) {
					c.Settings[printable(key)] = text
				}
			}
			if which, there := defaults[o.number("id")]; there {
				c.DefaultFor = which
			}
			out = append(out, c)
			return nil
		})
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		p.lost(err, path)
	}
	slices.SortStableFunc(out, func(a, b kinds.SecurityConfiguration) int { return compareFold(a.Name, b.Name) })
	return out, nil
}

// defaults are the configurations that new repositories get, by number.
func (v *visit) defaults(ctx context.Context) (map[int]string, error) {
	a, err := v.send(ctx, at(defaultsOf, v.owner))
	if err != nil {
		return nil, err
	}
	items, _, err := itemsOf(a.body, "")
	if err != nil {
		return nil, &fault{request: at(defaultsOf, v.owner), cause: collectors.Failed, detail: err.Error()}
	}
	out := map[int]string{}
	for _, text := range items {
		var o object
		if json.Unmarshal(text, &o.fields) != nil {
			return nil, &fault{request: at(defaultsOf, v.owner), cause: collectors.Failed, detail: "an item of the list is no object"}
		}
		if c, ok := o.in("configuration"); ok {
			out[c.number("id")] = o.text("default_for_new_repos")
		}
	}
	return out, nil
}
