package github

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// graphEdge is a RepositoryCollaboratorEdge. Its node is a User: no app is among them.
type graphEdge struct {
	Permission        string
	PermissionSources []struct{ RoleName *string }
	Node              struct{ Login string }
}

// eachCollaborator hands each of those who are named on a repository to tell, in the form of REST's answer: as GraphQL shows them, or as
// REST lists them. Its error is as that of each.
func (v *visit) eachCollaborator(ctx context.Context, r *repository, tell func(object) error) error {
	people, ok := v.collaboratorsShown(ctx, r)
	if !ok {
		return v.each(ctx, at(collaboratorsOf, r.owner, r.name).with("affiliation", "direct"), "", tell)
	}
	for _, one := range people {
		if err := tell(one); err != nil {
			return err
		}
	}
	return nil
}

// collaboratorsShown are those who are named on a repository as GraphQL shows them; ok is false where REST is to be asked.
func (v *visit) collaboratorsShown(ctx context.Context, r *repository) (out []object, ok bool) {
	g := v.shown(ctx, r, collaboratorsOf, partAccess)
	if g == nil || g.err("collaborators") != nil {
		return nil, false
	}
	list, _ := g.object.in("collaborators")
	var edges []*graphEdge
	if !list.has("edges") || !list.has("totalCount") || json.Unmarshal(list.fields["edges"], &edges) != nil || len(edges) != list.number("totalCount") {
		return nil, false
	}
	uncustomised := v.lesser(g.object.from, "custom roles") != nil
	for _, edge := range edges {
		if edge == nil {
			return nil, false
		}
		fields, ok := edge.rest(uncustomised)
		if !ok {
			return nil, false
		}
		one, ok := asREST(fields, g.object.from)
		if !ok {
			return nil, false
		}
		out = append(out, one)
	}
	return out, true
}

// baseRoles are GitHub's own roles on a repository, the highest first, and baseKeys REST's names for what they may do.
var (
	baseRoles = []string{"admin", "maintain", "write", "triage", "read"}
	baseKeys  = []string{"admin", "maintain", "push", "triage", "pull"}
)

// rest writes somebody as REST does, if all of it is told. The role is that of the permission, unless it is one that the organisation
// made itself, by whatever way the person came to it: then REST names it. GraphQL must name the roles for that, unless uncustomised
// says that the organisation has none of its own; and the highest of them must be what the permission says.
func (e graphEdge) rest(uncustomised bool) (map[string]any, bool) {
	level := slices.Index(baseRoles, strings.ToLower(e.Permission))
	if level < 0 || e.Node.Login == "" {
		return nil, false
	}
	highest := len(baseRoles)
	for _, source := range e.PermissionSources {
		role := -1
		if source.RoleName != nil {
			role = slices.Index(baseRoles, strings.ToLower(*source.RoleName))
		}
		highest = min(highest, role)
	}
	if !uncustomised && highest != level {
		return nil, false
	}
	permissions := map[string]bool{}
	for i, key := range baseKeys {
		permissions[key] = i >= level
	}
	return map[string]any{"login": e.Node.Login, "type": "User", "role_name": baseRoles[level], "permissions": permissions}, true
}

// namedIn says whether a census shows that somebody is named on a repository, and not more than GraphQL shows at once.
func namedIn(census object) bool {
	list, _ := census.in("collaborators")
	n := list.number("totalCount")
	return n > 0 && n <= 100
}
