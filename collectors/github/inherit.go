package github

import (
	"context"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// What an organisation has set so that no repository can set otherwise need not be asked of each.

// actionsOfAll is what the organisation says of GitHub Actions, asked once in a visit.
func (v *visit) actionsOfAll(ctx context.Context) (object, error) {
	return v.state.actions.get(func() (object, error) { return v.get(ctx, at(orgActionsOf, v.owner)) })
}

// selectedOfAll are the actions that the organisation has selected, asked once in a visit.
func (v *visit) selectedOfAll(ctx context.Context) (object, error) {
	return v.state.selected.get(func() (object, error) { return v.get(ctx, at(orgSelectedOf, v.owner)) })
}

// workflowOfAll is what the organisation lets workflows do, asked once in a visit.
func (v *visit) workflowOfAll(ctx context.Context) (object, error) {
	return v.state.workflow.get(func() (object, error) { return v.get(ctx, at(orgWorkflowOf, v.owner)) })
}

// selectedActions are the actions that a repository may use which uses selected ones. Where the organisation has selected them, no
// repository can add to them. Source: GitHub Docs, Managing GitHub Actions settings for a repository.
func (v *visit) selectedActions(ctx context.Context, r *repository) (object, error) {
	if v.whole {
		if all, err := v.actionsOfAll(ctx); err == nil && all.text("allowed_actions") == "selected" {
			if o, err := v.selectedOfAll(ctx); err == nil {
				return o, nil
			}
		}
	}
	return v.get(ctx, at(selectedOf, r.owner, r.name))
}

// ceiling is what the organisation lets workflows do, where it chose the less; then no repository can choose the more. Source:
// GitHub Docs, Setting the permissions of the GITHUB_TOKEN for your repository.
func (v *visit) ceiling(ctx context.Context) (o object, given bool) {
	if !v.whole {
		return object{}, false
	}
	o, err := v.workflowOfAll(ctx)
	return o, err == nil && o.text("default_workflow_permissions") == "read" && string(o.fields["can_approve_pull_request_reviews"]) == "false"
}

// workflow is what workflows may do in a repository that do not say.
func (v *visit) workflow(ctx context.Context, r *repository) (object, error) {
	if o, given := v.ceiling(ctx); given {
		return o, nil
	}
	return v.get(ctx, at(workflowOf, r.owner, r.name))
}

// unscanned says whether GitHub scans no code of a repository, because it has no licence for that there.
func unscanned(r *repository, s kinds.RepositorySecurity, p *partial) bool {
	all, _ := r.object.in("security_and_analysis")
	code, there := all.in("code_security")
	return !r.public && !s.AdvancedSecurity && !p.misses("security.advanced_security") && (!there || code.text("status") == "disabled")
}

// ownRunners says whether a repository can have runners of its own. It says yes where that is not known.
func (v *visit) ownRunners(ctx context.Context, r *repository) bool {
	o, err := v.selfHosted(ctx)
	if err != nil {
		return true
	}
	switch o.text("enabled_repositories") {
	case "none":
		return false
	case "selected":
		chosen, err := v.chosen(ctx, &v.state.runners, orgRunnerReposOf)
		return err != nil || chosen[r.id]
	}
	return true
}

// chosen are the repositories in a list of the organisation's, by name in lower case, read once in a visit.
func (v *visit) chosen(ctx context.Context, list *once[map[string]bool], endpoint string) (map[string]bool, error) {
	return list.get(func() (map[string]bool, error) {
		out := map[string]bool{}
		err := v.each(ctx, at(endpoint, v.owner), "repositories", func(o object) error {
			if o.text("full_name") == "" {
				return &fault{request: o.from, cause: collectors.Failed, detail: "a repository in the list has no name"}
			}
			out[strings.ToLower(o.text("full_name"))] = true
			return nil
		})
		return out, err
	})
}

// inactive says whether the organisation certainly lets no Actions run in a repository. Source: GitHub Docs, Disabling or limiting
// GitHub Actions for your organization.
func (v *visit) inactive(ctx context.Context, r *repository) bool {
	if !v.whole {
		return false
	}
	o, err := v.actionsOfAll(ctx)
	if err != nil {
		return false
	}
	switch o.text("enabled_repositories") {
	case "none":
		return true
	case "selected":
		chosen, err := v.chosen(ctx, &v.state.active, orgActionReposOf)
		return err == nil && !chosen[r.id]
	}
	return false
}

// madeImmutable says whether the organisation certainly has made the releases of a repository immutable. Source: GitHub Docs,
// Enforcing immutable releases in your organization; no Enterprise Server has that.
func (v *visit) madeImmutable(ctx context.Context, r *repository) bool {
	if !v.whole || v.options.server() {
		return false
	}
	o, err := v.state.immutable.get(func() (object, error) { return v.get(ctx, at(orgImmutableOf, v.owner)) })
	if err != nil {
		return false
	}
	switch o.text("enforced_repositories") {
	case "all":
		return true
	case "selected":
		chosen, err := v.chosen(ctx, &v.state.immutables, orgImmutablesOf)
		return err == nil && chosen[r.id]
	}
	return false
}
