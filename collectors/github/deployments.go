package github

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func deploymentsEntry() entry {
	return entry{
		service: "deployments", kinds: []string{"github.deployment_sample"}, calls: []string{environmentsOf, graphqlOf, deploymentsOf, statusesOf, approvalsOf}, counted: true, living: true,
		repository: collectDeployments, about: aboutDeployments,
	}
}

// sampledDeployments is how many deployments to an environment are looked at.
const sampledDeployments = 5

// collectDeployments looks at the newest deployments to environments whose deployments must be approved: by GraphQL, one document for
// a repository, and by REST, which takes 11 requests for each environment, on request, and where GraphQL shows one without approval.
func collectDeployments(ctx context.Context, v *visit, r *repository) error {
	const kind = "github.deployment_sample"
	list := v.environments(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if list.failed != nil {
		v.unlisted(r, list.failed, kind)
	}
	var approved []environment
	for _, e := range list.all {
		if len(e.facts.Reviewers) > 0 || e.partial.misses("reviewers") {
			approved = append(approved, e)
		}
	}
	untold := false
	for i, d := range v.deploymentsByGraph(ctx, r, approved) {
		e := approved[i]
		var err error
		switch {
		case len(d.known) > 0:
			facts := kinds.DeploymentSample{Repository: r.full, Environment: e.facts.Environment, Deployments: d.known}
			err = v.emit(deploymentHead(r, e), facts, partial{})
		case d.doubted || v.deep:
			err = v.deploymentSample(ctx, r, e)
		default:
			untold = true
		}
		if err != nil {
			return err
		}
	}
	if untold {
		v.unlisted(r, v.onRequest(), kind)
	}
	return ctx.Err()
}

func deploymentHead(r *repository, e environment) collectors.Head {
	return collectors.Head{Kind: "github.deployment_sample", ID: e.id, Name: e.facts.Environment + " of " + r.full}
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
				d, failed := v.deployment(ctx, r, o, facts.Environment)
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
	return v.emit(deploymentHead(r, e), facts, p)
}

// deployment reads one deployment to an environment with who approved it.
func (v *visit) deployment(ctx context.Context, r *repository, o object, environment string) (kinds.Deployment, error) {
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
	who, err := v.approvers(ctx, at(approvalsOf, r.owner, r.name, run), environment, o.into)
	approvedBy(&d, who)
	return d, err
}

// approvers are those who approved what a run deploys to an environment: each review names the environments that it is of.
func (v *visit) approvers(ctx context.Context, ask request, environment string, p *partial) ([]string, error) {
	a, err := v.send(ctx, ask)
	if err != nil {
		return nil, err
	}
	items, _, err := itemsOf(a.body, "")
	if err != nil {
		return nil, &fault{request: ask, cause: collectors.Failed, detail: err.Error()}
	}
	var who []string
	for _, text := range items {
		review, ok := decoded(text, ask, p)
		of, named := review.list("environments")
		if !ok || !named {
			return nil, &fault{request: ask, cause: collectors.Failed, detail: "a review in the list does not say what it is of"}
		}
		user, _ := review.in("user")
		mine := slices.ContainsFunc(of, func(e object) bool { return e.text("name") == environment })
		if must[string](review, "deployments", "state") == "approved" && mine {
			who = append(who, must[string](user, "deployments", "login"))
		}
	}
	return who, nil
}

// approvedBy notes who approved a deployment.
func approvedBy(d *kinds.Deployment, who []string) {
	d.ApprovedBy = sorted(who)
	d.SelfApproved = d.Creator != nil && len(d.ApprovedBy) == 1 && strings.EqualFold(d.ApprovedBy[0], *d.Creator)
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
