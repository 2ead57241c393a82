package github

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// signOnQuery asks for the identity provider of the organisation, with those who are known to it, and for those of the enterprises
// that the token's owner belongs to. GitHub shows the first to owners alone, and the others to owners of the enterprise.
const signOnQuery = `query($org: String!, $after: String) {
  organization(login: $org) { viewerCanAdminister samlIdentityProvider { id
    externalIdentities(first: 100, after: $after, membersOnly: true) { pageInfo { hasNextPage endCursor } nodes { user { login } } } } }
  viewer { enterprises(first: 20) { totalCount nodes { organizations(first: 20, query: $org) { nodes { login } }
    ownerInfo { samlIdentityProvider { id } oidcProvider { id } } } } }
}
`

const needsSignOn = "a classic token of an owner with the scopes read:org and read:enterprise"

// signOn reads how members sign in. Its error is the end of ctx.
func (v *visit) signOn(ctx context.Context, p *partial) (*kinds.SingleSignOn, error) {
	const path = "single_sign_on"
	if !v.wanted("github.organization", path) {
		p.lost(unwanted(), path)
		return nil, nil
	}
	ask := request{endpoint: graphqlOf, what: "the identity provider of " + v.owner}
	if v.lesser(ask, "single sign-on") != nil {
		return nil, nil
	}
	if v.options.noGraph {
		p.lost(&fault{request: ask, cause: collectors.NotRequested, detail: "the option graphql is false", needs: "the option graphql=true"}, path)
		return nil, nil
	}
	linked, after := map[string]bool{}, any(nil)
	for {
		g := v.askSignOn(ctx, ask, after)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		provider, next, err := g.provider(linked)
		switch {
		case err != nil:
			p.lost(err, path)
			return nil, nil
		case !provider:
			return v.signOnAbove(g, p), nil
		case next != "" && v.sample == nil:
			after = next
			continue
		}
		out := &kinds.SingleSignOn{Level: "organization", Protocol: "saml"}
		people, err := v.people(ctx)
		if err != nil {
			return nil, err
		}
		for login, a := range people.members {
			if !linked[login] {
				out.Unlinked = append(out.Unlinked, a.login)
			}
		}
		out.Unlinked = sorted(out.Unlinked)
		people.gap(p, path+".unlinked", people.failed.owners, people.failed.members)
		return out, nil
	}
}

// askSignOn sends the query.
func (v *visit) askSignOn(ctx context.Context, ask request, after any) *graphed {
	ask.document = &graphQuery{Query: signOnQuery, Variables: map[string]any{"org": v.owner, "after": after}}
	return v.askOne(ctx, ask, needsSignOn)
}

// askOne asks a document that is not about a batch.
func (v *visit) askOne(ctx context.Context, ask request, needs string) *graphed {
	g := &graphed{object: object{from: ask}, needs: needs}
	a, err := v.send(ctx, ask)
	if err != nil {
		g.failed = err
		return g
	}
	var whole struct{ Data map[string]json.RawMessage }
	if json.Unmarshal(a.body, &whole) != nil || len(whole.Data) == 0 {
		g.failed = &fault{request: ask, cause: collectors.Failed, detail: "the answer is none of GraphQL's", needs: needs}
	}
	g.object.fields, g.errors = whole.Data, errorsOf(a.body)
	if g.failed != nil && len(g.errors) > 0 {
		g.failed = g.errors[0].fault(ask, needs)
	}
	return g
}

// provider says whether the organisation has an identity provider of its own, notes who is known to it, and where the list goes on.
func (g *graphed) provider(linked map[string]bool) (there bool, next string, err error) {
	if g.failed != nil {
		return false, "", g.failed
	}
	bad := func(text string) error {
		if err := g.err("organization"); err != nil {
			return err
		}
		return &fault{request: g.object.from, cause: collectors.Failed, detail: text, needs: g.needs}
	}
	organization, ok := g.object.in("organization")
	if _, said := organization.fields["samlIdentityProvider"]; !ok || !said || g.err("organization") != nil {
		return false, "", bad("the answer says nothing of the organisation")
	}
	provider, there := organization.in("samlIdentityProvider")
	if !there {
		return false, "", nil
	}
	identities, _ := provider.in("externalIdentities")
	list, ok := identities.list("nodes")
	page, paged := identities.in("pageInfo")
	if !ok || !paged {
		return false, "", bad("the answer does not say who is known to the identity provider")
	}
	for _, one := range list {
		if user, is := one.in("user"); is {
			linked[strings.ToLower(user.text("login"))] = true
		}
	}
	if string(page.fields["hasNextPage"]) == "true" {
		next = page.text("endCursor")
	}
	return true, next, nil
}

// signOnAbove is how members sign in where the organisation has no identity provider of its own: by that of the enterprise above it,
// of whose members nothing more is known, or not at all. GitHub shows "none" to many who may not see, without a word.
func (v *visit) signOnAbove(g *graphed, p *partial) *kinds.SingleSignOn {
	const path = "single_sign_on"
	lose := func(text string) *kinds.SingleSignOn {
		err := g.err("viewer")
		if err == nil {
			err = &fault{request: g.object.from, cause: collectors.NotFoundAmbiguous, detail: text, needs: needsSignOn}
		}
		p.lost(err, path)
		return nil
	}
	organization, _ := g.object.in("organization")
	viewer, _ := g.object.in("viewer")
	enterprises, _ := viewer.in("enterprises")
	list, told := enterprises.list("nodes")
	switch {
	case string(organization.fields["viewerCanAdminister"]) != "true" || !v.everywhere:
		return lose("GitHub shows no identity provider, and shows one to owners alone")
	case !told || g.err("viewer") != nil || enterprises.number("totalCount") > len(list):
		return lose("the enterprise that may be above the organisation is not known")
	}
	for _, one := range list {
		organizations, _ := one.in("organizations")
		below, _ := organizations.list("nodes")
		for _, o := range below {
			if !strings.EqualFold(o.text("login"), v.owner) {
				continue
			}
			info, shown := one.in("ownerInfo")
			if !shown {
				return lose("the enterprise above the organisation shows its identity provider to its owners alone")
			}
			for key, protocol := range map[string]string{"samlIdentityProvider": "saml", "oidcProvider": "oidc"} {
				if info.has(key) {
					p.lost(&fault{request: g.object.from, cause: collectors.Unsupported, detail: "who is known to the enterprise's identity provider is not read",
						needs: "a look at the enterprise's list of members"}, path+".unlinked")
					return &kinds.SingleSignOn{Level: "enterprise", Protocol: protocol}
				}
			}
		}
	}
	return nil
}
