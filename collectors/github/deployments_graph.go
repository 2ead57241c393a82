package github

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// deploymentFields are the newest deployments to an environment with the workflow runs of their commits, and who approved those.
const deploymentFields = `nodes {
    databaseId commitOid createdAt creator { __typename login } latestStatus { state }
    statuses(first: 20) { totalCount nodes { logUrl } }
    commit { checkSuites(first: 20) { nodes { workflowRun { databaseId
      deploymentReviews(first: 20) { totalCount nodes { state user { login } } } } } } }
  }`

// partDeployments is what it is called where a server does not have it.
const partDeployments = "deployments"

// maxEnvironments is how many environments of a repository one document asks about.
const maxEnvironments = 20

// A deployed environment has some deployments, as REST would tell them, or is not known: GraphQL does not tell of a run that is not among the
// first of its commit. Empty is true where GraphQL shows none, as it does to those, too, who may not see them.
type deployed struct {
	known []kinds.Deployment
	empty bool
}

// deploymentsByGraph are the deployments to each of some environments.
func (v *visit) deploymentsByGraph(ctx context.Context, r *repository, all []environment) []deployed {
	out := make([]deployed, len(all))
	if len(all) == 0 || len(all) > maxEnvironments || v.options.noGraph || v.sample != nil || v.state.graphOff(partDeployments) != nil {
		return out
	}
	var head, body strings.Builder
	variables := map[string]any{"owner": v.owner, "name": r.name}
	for i, e := range all {
		variables[fmt.Sprintf("e%d", i)] = []string{e.facts.Environment}
		fmt.Fprintf(&head, ", $e%d: [String!]", i)
		fmt.Fprintf(&body, "  e%d: deployments(environments: $e%d, first: %d, orderBy: {field: CREATED_AT, direction: DESC}) {%s}\n", i, i, sampledDeployments, deploymentFields)
	}
	ask := request{endpoint: graphqlOf, what: "the deployments of " + r.full}
	ask.document = &graphQuery{Variables: variables, Query: fmt.Sprintf(
		"query($owner: String!, $name: String!%s) { repository(owner: $owner, name: $name, followRenames: false) {\n%s} }\n", head.String(), body.String())}
	g := v.askOne(ctx, ask, needsDeploys)
	var f *fault
	if errors.As(g.failed, &f) && f.cause == collectors.Unsupported {
		v.state.noGraph(partDeployments, f)
	}
	repository, ok := g.object.in("repository")
	if g.failed != nil || !ok {
		return out
	}
	for i := range all {
		place := fmt.Sprintf("e%d", i)
		if list, ok := repository.in(place); ok && g.err("repository."+place) == nil {
			out[i] = deploymentsIn(list)
		}
	}
	return out
}

// deploymentsIn are those of an answer.
func deploymentsIn(list object) deployed {
	nodes, ok := list.list("nodes")
	out := deployed{empty: ok && len(nodes) == 0}
	for _, node := range nodes {
		d, known := deploymentOf(node)
		if !known {
			return deployed{}
		}
		out.known = append(out.known, d)
	}
	return out
}

// deploymentOf reads one deployment; known is false where something of it is missing.
func deploymentOf(o object) (d kinds.Deployment, known bool) {
	const path = "deployments"
	var p partial
	o = o.read(&p)
	d = kinds.Deployment{ID: must[int](o, path, "databaseId"), SHA: must[string](o, path, "commitOid"), CreatedAt: o.time(path, "createdAt"), State: "pending"}
	creator, there := o.in("creator")
	if there {
		login := must[string](creator, path, "login")
		if creator.text("__typename") == "Bot" { // as REST writes it
			login += "[bot]"
		}
		d.Creator = &login
	}
	latest, there := o.in("latestStatus")
	if there {
		d.State = strings.ToLower(must[string](latest, path, "state"))
	}
	statuses, _ := o.in("statuses")
	states, listed := statuses.list("nodes")
	_, said := o.fields["latestStatus"]
	if !listed || !said || len(states) != statuses.number("totalCount") || there != (len(states) > 0) || len(p.gaps) > 0 {
		return d, false
	}
	run := ""
	for _, s := range states {
		id := runOf(s.text("logUrl"))
		if id != "" && run != "" && id != run {
			return d, false // in which order they are GitHub does not say
		}
		run = orElse(id, run)
	}
	if run == "" {
		return d, true
	}
	who, known := approversOf(o, run)
	approvedBy(&d, who)
	return d, known
}

// approversOf are those who approved the deployments of a run, among the runs of the commit.
func approversOf(o object, run string) (who []string, known bool) {
	commit, _ := o.in("commit")
	suites, _ := commit.in("checkSuites")
	list, _ := suites.list("nodes")
	for _, suite := range list {
		one, there := suite.in("workflowRun")
		if !there || string(one.fields["databaseId"]) != run {
			continue
		}
		reviews, _ := one.in("deploymentReviews")
		nodes, ok := reviews.list("nodes")
		if !ok || len(nodes) != reviews.number("totalCount") {
			return nil, false
		}
		for _, review := range nodes {
			user, _ := review.in("user")
			login, state := user.text("login"), review.text("state")
			if login == "" || state == "" {
				return nil, false
			}
			if state == "APPROVED" {
				who = append(who, login)
			}
		}
		return who, true
	}
	return nil, false
}
