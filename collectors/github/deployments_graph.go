package github

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// deploymentFields are the newest deployments to an environment with the workflow runs of their commits, and who approved those. Each list
// below another costs as often as that may be long: these are 131 for an environment, of which 100 cost a point.
const deploymentFields = `nodes {
    databaseId commitOid createdAt creator { __typename login } latestStatus { state }
    statuses(first: 20) { totalCount nodes { logUrl } }
    commit { checkSuites(first: 8) { nodes { workflowRun { databaseId
      deploymentReviews(first: 2) { totalCount nodes { state user { login } environments(first: 10) { totalCount nodes { name } } } } } } } }
  }`

// partDeployments is what it is called where a server does not have it.
const partDeployments = "deployments"

// maxEnvironments is how many environments of a repository one document asks about.
const maxEnvironments = 20

// A deployed environment has some deployments, as REST would tell them, or is not known: GraphQL does not tell of a run that is not
// among the first of its commit. Doubted is true where it shows none, or one that went out and that nobody approved: so it does,
// without a word, to those who may not see what there is, and REST refuses.
type deployed struct {
	known   []kinds.Deployment
	doubted bool
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
	for i, e := range all {
		place := fmt.Sprintf("e%d", i)
		if list, ok := repository.in(place); ok && g.err("repository."+place) == nil {
			out[i] = deploymentsIn(list, e.facts.Environment)
		}
	}
	return out
}

// deploymentsIn are those of an answer to an environment.
func deploymentsIn(list object, environment string) deployed {
	nodes, ok := list.list("nodes")
	out := deployed{doubted: ok && len(nodes) == 0}
	for _, node := range nodes {
		d, run, known := deploymentOf(node, environment)
		if !known {
			return deployed{}
		}
		out.known = append(out.known, d)
		wentOut := run != "" && (d.State == "success" || d.State == "inactive")
		out.doubted = out.doubted || wentOut && len(d.ApprovedBy) == 0
	}
	if out.doubted {
		out.known = nil
	}
	return out
}

// deploymentOf reads one deployment to an environment, and the run that made it, "" where none did; known is false where something of
// it is missing.
func deploymentOf(o object, environment string) (d kinds.Deployment, run string, known bool) {
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
		return d, "", false
	}
	for _, s := range states {
		id := runOf(s.text("logUrl"))
		if id != "" && run != "" && id != run {
			return d, "", false // in which order they are GitHub does not say
		}
		run = orElse(id, run)
	}
	if run == "" {
		return d, "", true
	}
	who, known := approversOf(o, run, environment)
	approvedBy(&d, who)
	return d, run, known
}

// approversOf are those who approved what a run deploys to an environment, among the runs of the commit.
func approversOf(o object, run, environment string) (who []string, known bool) {
	commit, _ := o.in("commit")
	suites, _ := commit.in("checkSuites")
	list, _ := suites.list("nodes")
	for _, suite := range list {
		one, there := suite.in("workflowRun")
		if !there || string(one.fields["databaseId"]) != run {
			continue
		}
		reviews, whole := wholeList(one, "deploymentReviews")
		for _, review := range reviews {
			user, _ := review.in("user")
			login, state := user.text("login"), review.text("state")
			of, told := wholeList(review, "environments")
			if whole = whole && told && login != "" && state != ""; !whole {
				return nil, false
			}
			if state == "APPROVED" && slices.ContainsFunc(of, func(e object) bool { return e.text("name") == environment }) {
				who = append(who, login)
			}
		}
		return who, whole
	}
	return nil, false
}

// wholeList are the nodes of a connection; whole is false where some are missing.
func wholeList(o object, key string) (nodes []object, whole bool) {
	list, _ := o.in(key)
	nodes, ok := list.list("nodes")
	return nodes, ok && list.has("totalCount") && len(nodes) == list.number("totalCount")
}
