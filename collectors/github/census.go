package github

import (
	"context"
	"net/http"
)

// none says whether a repository certainly has none of something, so that nobody need ask for the list. GraphQL counts what most
// repositories have none of, many repositories at once; but to who may not see it counts nothing, mostly without a word. So a
// count of none is believed only where GitHub also says that the token's owner administers the repository, and where REST showed
// the same of another repository to the same token: what a token may do is the same in all repositories that were selected for it,
// and a plan has the same for all that are not public. A public repository may be reached without being selected: there a count
// is believed only of a credential that has no selection.
// Anything else is asked of REST.
func (v *visit) none(ctx context.Context, r *repository, field, endpoint string) bool {
	g := v.census(ctx, r, endpoint)
	if g == nil || g.err(field) != nil {
		return false
	}
	list, there := g.object.in(field)
	return there && string(list.fields["totalCount"]) == "0"
}

// ruledFromAbove says whether all rulesets that hold for a repository certainly are those of the organisation, which are read once, and
// notes which they are.
func (v *visit) ruledFromAbove(ctx context.Context, r *repository) bool {
	g := v.census(ctx, r, rulesetsOf)
	if g == nil || g.err("rulesets") != nil {
		return false
	}
	rulesets, whole := nodesOf[graphRuleset](g.object, "rulesets")
	if !whole {
		return false
	}
	var all []held
	for _, s := range rulesets {
		if s.Source.Type != "Organization" {
			return false
		}
		all = append(all, s.held())
	}
	r.held, r.heldWhole = all, true
	return true
}

// census is what GraphQL counts in a repository, or nil where that is not to be believed.
func (v *visit) census(ctx context.Context, r *repository, endpoint string) *graphed {
	if !v.whole || v.options.noGraph || v.sample != nil || r.public && !v.everywhere || !v.saw(endpoint, r.public) {
		return nil
	}
	g, err := v.graph(ctx, r, partCensus)
	if err != nil || g.err("viewerCanAdminister") != nil || string(g.object.fields["viewerCanAdminister"]) != "true" {
		return nil
	}
	return g
}

// shownIn is an endpoint of repositories that are public, or of those that are not.
type shownIn struct {
	endpoint string
	public   bool
}

// noteShown notes that an endpoint showed what it has. The lock is held.
func (c *client) noteShown(r request) {
	if len(r.args) > 1 {
		c.shown[shownIn{r.endpoint, c.public[r.args[1]]}] = true
	}
}

// saw says whether an endpoint showed what it has, to this token, at least once.
func (c *client) saw(endpoint string, public bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown[shownIn{endpoint, public}]
}

// unprotected says whether the default branch certainly is there, and has no classic protection: not even of the rule that
// everybody sees who may read.
func (v *visit) unprotected(ctx context.Context, r *repository) bool {
	g := v.census(ctx, r, protectionOf)
	if g == nil || g.err("defaultBranchRef") != nil {
		return false
	}
	ref, there := g.object.in("defaultBranchRef")
	if !there || ref.text("name") != r.branch {
		return false
	}
	for _, key := range []string{"branchProtectionRule", "refUpdateRule"} {
		if text, said := ref.fields[key]; !said || string(text) != "null" {
			return false
		}
	}
	return true
}

// classic asks for the classic protection of the default branch, where GraphQL has not shown it, or that there is none.
func (v *visit) classic(ctx context.Context, r *repository) (object, error) {
	ask := at(protectionOf, r.owner, r.name, r.branch)
	bare, err := v.bare(ctx, r)
	if err != nil {
		return object{}, err
	}
	if bare || v.unprotected(ctx, r) {
		return object{}, &fault{request: ask, status: http.StatusNotFound, message: absences[protectionOf]}
	}
	if shown, ok := v.classicShown(ctx, r); ok {
		return shown, nil
	}
	return v.get(ctx, ask)
}

// alerted says whether Dependabot's alerts certainly are on, or certainly off; known is false where neither is.
func (v *visit) alerted(ctx context.Context, r *repository) (on, known bool) {
	g := v.census(ctx, r, vulnerabilityOf)
	if g == nil || g.err("hasVulnerabilityAlertsEnabled") != nil {
		return false, false
	}
	switch string(g.object.fields["hasVulnerabilityAlertsEnabled"]) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}
