package github

import (
	"context"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func environmentsEntry() entry {
	return entry{
		service: "environments", kinds: []string{"github.environment"}, calls: []string{environmentsOf}, about: uncounted(1), counted: true, living: true,
		repository: func(ctx context.Context, v *visit, r *repository) error {
			list := v.environments(ctx, r)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if list.failed != nil {
				v.unlisted(r, list.failed, "github.environment")
			}
			for _, e := range list.all {
				if err := v.emit(collectors.Head{Kind: "github.environment", ID: e.id, Name: e.facts.Environment + " of " + r.full}, e.facts, e.partial); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// environments are those of a repository.
type environments struct {
	all    []environment
	failed error
}

type environment struct {
	id      string
	facts   kinds.Environment
	partial partial
}

// environments lists those of a repository, once.
func (v *visit) environments(ctx context.Context, r *repository) *environments {
	if r.environments == nil {
		r.environments = &environments{}
		if v.none(ctx, r, "environments", environmentsOf) {
			return r.environments
		}
		r.environments.failed = v.each(ctx, at(environmentsOf, r.owner, r.name), "environments", func(o object) error {
			name := o.text("name")
			if name == "" {
				return &fault{request: o.from, cause: collectors.Failed, detail: "an environment in the list has no name"}
			}
			e := environment{id: r.id + "/environments/" + name}
			e.facts = readEnvironment(o.read(&e.partial), r.full, name)
			r.environments.all = append(r.environments.all, e)
			return nil
		})
	}
	return r.environments
}

func readEnvironment(o object, repository, name string) kinds.Environment {
	out := kinds.Environment{Repository: repository, Environment: name, AdminsBypass: must[bool](o, "admins_bypass", "can_admins_bypass")}
	for _, rule := range rulesOfEnvironment(o) {
		switch rule.text("type") {
		case "wait_timer":
			out.WaitMinutes = must[int](rule, "wait_minutes", "wait_timer")
		case "required_reviewers":
			out.PreventSelfReview = must[bool](rule, "prevent_self_review", "prevent_self_review")
			for _, one := range listed(rule, "reviewers", "reviewers") {
				who, _ := one.in("reviewer")
				if one.text("type") == "Team" {
					out.Reviewers = append(out.Reviewers, "team:"+printable(must[string](who, "reviewers", "slug")))
				} else {
					out.Reviewers = append(out.Reviewers, "user:"+printable(must[string](who, "reviewers", "login")))
				}
			}
		}
	}
	out.Reviewers = sorted(out.Reviewers)
	policy, there := o.in("deployment_branch_policy")
	switch _, said := o.fields["deployment_branch_policy"]; {
	case !said:
		o.lacks("branch_policy", "deployment_branch_policy")
	case !there:
		out.BranchPolicy = "none"
	case must[bool](policy, "branch_policy", "protected_branches"):
		out.BranchPolicy = "protected"
	default:
		out.BranchPolicy = "custom"
	}
	return out
}

// rulesOfEnvironment are its protection rules. Without the list nothing is known of them.
func rulesOfEnvironment(o object) []object {
	rules, ok := o.list("protection_rules")
	if !ok {
		for _, path := range []string{"reviewers", "prevent_self_review", "wait_minutes"} {
			o.lacks(path, "protection_rules")
		}
	}
	return rules
}

func deploymentsEntry() entry {
	return entry{
		service: "deployments", kinds: []string{"github.deployment_sample"}, calls: []string{environmentsOf, deploymentsOf, statusesOf, approvalsOf}, counted: true, living: true,
		repository: collectDeployments,
	}
}

// sampledDeployments is how many deployments to an environment are looked at; each takes two
// requests.
const sampledDeployments = 5

// collectDeployments looks at the newest deployments to environments whose deployments must be approved.
func collectDeployments(ctx context.Context, v *visit, r *repository) error {
	if !v.deep {
		v.unlisted(r, onRequest(), "github.deployment_sample")
		return nil
	}
	list := v.environments(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if list.failed != nil {
		v.unlisted(r, list.failed, "github.deployment_sample")
	}
	for _, e := range list.all {
		if len(e.facts.Reviewers) == 0 && !e.partial.misses("reviewers") {
			continue
		}
		if err := v.deploymentSample(ctx, r, e); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) deploymentSample(ctx context.Context, r *repository, e environment) error {
	var p partial
	facts := kinds.DeploymentSample{Repository: r.full, Environment: e.facts.Environment}
	ask := at(deploymentsOf, r.owner, r.name).with("environment", e.facts.Environment).with("per_page", strconv.Itoa(sampledDeployments))
	a, err := v.send(ctx, ask)
	if err == nil {
		items, _, broken := itemsOf(a.body, "")
		if err = broken; err == nil {
			for _, text := range items[:min(len(items), sampledDeployments)] {
				o, ok := decoded(text, ask, &p)
				if !ok {
					o.garbled("deployments", "the list")
					break
				}
				d, failed := v.deployment(ctx, r, o)
				if failed != nil {
					err = failed
					break
				}
				facts.Deployments = append(facts.Deployments, d)
			}
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		if !isFault(err) {
			err = &fault{request: ask, cause: collectors.Failed, detail: err.Error()}
		}
		p.lost(err, "deployments")
	}
	return v.emit(collectors.Head{Kind: "github.deployment_sample", ID: e.id, Name: e.facts.Environment + " of " + r.full}, facts, p)
}

// deployment reads one deployment with who approved it.
func (v *visit) deployment(ctx context.Context, r *repository, o object) (kinds.Deployment, error) {
	const path = "deployments"
	creator, known := o.in("creator")
	d := kinds.Deployment{ID: must[int](o, path, "id"), SHA: must[string](o, path, "sha"), CreatedAt: o.time(path, "created_at"), State: "pending"}
	if known {
		login := creator.text("login")
		d.Creator = &login
	}
	run := ""
	err := v.each(ctx, at(statusesOf, r.owner, r.name, strconv.Itoa(d.ID)), "", func(o object) error {
		if d.State == "pending" { // the newest comes first
			d.State = o.text("state")
		}
		for _, key := range []string{"log_url", "target_url"} {
			if id := runOf(o.text(key)); id != "" {
				run = id
			}
		}
		return nil
	})
	if err != nil || run == "" {
		return d, err
	}
	ask := at(approvalsOf, r.owner, r.name, run)
	a, err := v.send(ctx, ask)
	if err != nil {
		return d, err
	}
	items, _, err := itemsOf(a.body, "")
	if err != nil {
		return d, &fault{request: ask, cause: collectors.Failed, detail: err.Error()}
	}
	var who []string
	for _, text := range items {
		review, ok := decoded(text, ask, o.into)
		if !ok {
			return d, &fault{request: ask, cause: collectors.Failed, detail: "an item of the list is no object"}
		}
		user, _ := review.in("user")
		if must[string](review, path, "state") == "approved" {
			who = append(who, must[string](user, path, "login"))
		}
	}
	d.ApprovedBy = sorted(who)
	d.SelfApproved = known && len(d.ApprovedBy) == 1 && strings.EqualFold(d.ApprovedBy[0], *d.Creator)
	return d, nil
}

// runOf is the number of the run of a workflow in an address of GitHub's: …/actions/runs/NUMBER/….
func runOf(address string) string {
	_, rest, found := strings.Cut(address, "/actions/runs/")
	id, _, _ := strings.Cut(rest, "/")
	if _, err := strconv.ParseInt(id, 10, 64); !found || err != nil {
		return ""
	}
	return id
}
