package github

import (
	"context"

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
