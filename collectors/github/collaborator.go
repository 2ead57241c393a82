package github

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func collaboratorsEntry() entry {
	return entry{
		service: "collaborators", kinds: []string{"github.collaborator"}, calls: []string{collaboratorsOf, outsideOf}, repository: collectCollaborators,
		about: uncounted(1), counted: true,
	}
}

// named are those who are named on a repository.
type named struct {
	all []collaborator
	// failed is why not all are known, outsideFailed why it is not known who is no member.
	failed, outsideFailed error
}

type collaborator struct {
	facts   kinds.Collaborator
	partial partial
}

// collaborators lists those who are named on a repository, once.
func (v *visit) collaborators(ctx context.Context, r *repository) *named {
	if r.named != nil {
		return r.named
	}
	out := &named{}
	r.named = out
	if v.none(ctx, r, "collaborators", collaboratorsOf) {
		return out
	}
	outside, err := v.outsiders(ctx, r)
	out.outsideFailed = err
	out.failed = v.eachCollaborator(ctx, r, func(o object) error {
		var c collaborator
		o = o.read(&c.partial)
		login := o.text("login")
		if login == "" {
			return &fault{request: o.from, cause: collectors.Failed, detail: "somebody in the list has no login"}
		}
		c.facts = kinds.Collaborator{
			Repository: r.full, Login: login, Permission: permission(o), Role: must[string](o, "role", "role_name"),
			Outside: outside(login), Type: must[string](o, "type", "type"),
		}
		if err != nil && !c.facts.Outside {
			c.partial.lost(err, "outside")
		}
		out.all = append(out.all, c)
		return nil
	})
	return out
}

// outsiders says who is no member of the organisation that has the repository. Of a user's repository that is everybody else.
func (v *visit) outsiders(ctx context.Context, r *repository) (func(login string) bool, error) {
	if !v.wantedOf("access.outside") && !v.wanted("github.collaborator", "outside") {
		return func(string) bool { return false }, unwanted()
	}
	outside := map[string]bool{}
	is := func(login string) bool { return outside[strings.ToLower(login)] }
	if owner, _ := r.object.in("owner"); owner.text("type") == "User" {
		return func(login string) bool { return !strings.EqualFold(login, r.owner) }, nil
	}
	if v.whole {
		people, err := v.people(ctx)
		if err != nil {
			return is, err
		}
		return func(login string) bool { _, there := people.outside[strings.ToLower(login)]; return there }, people.failed.outside
	}
	err := v.each(ctx, at(collaboratorsOf, r.owner, r.name).with("affiliation", "outside"), "", func(o object) error {
		outside[strings.ToLower(o.text("login"))] = true
		return nil
	})
	return is, err
}

// permission is the highest of the permissions in an answer, in the words of GitHub's roles.
func permission(o object) string {
	granted := must[map[string]json.RawMessage](o, "permission", "permissions")
	for _, p := range [][2]string{{"admin", "admin"}, {"maintain", "maintain"}, {"push", "write"}, {"triage", "triage"}, {"pull", "read"}} {
		if string(granted[p[0]]) == "true" {
			return p[1]
		}
	}
	if !o.into.misses("permission") {
		o.garbled("permission", "permissions")
	}
	return ""
}

// access sorts them by what they may do.
func (n *named) access() kinds.RepositoryAccess {
	var out kinds.RepositoryAccess
	for _, c := range n.all {
		switch c.facts.Permission {
		case "admin":
			out.Admins = append(out.Admins, c.facts.Login)
		case "maintain":
			out.Maintainers = append(out.Maintainers, c.facts.Login)
		case "write":
			out.Writers = append(out.Writers, c.facts.Login)
		}
		if c.facts.Outside {
			out.Outside = append(out.Outside, c.facts.Login)
		}
	}
	return kinds.RepositoryAccess{Admins: sorted(out.Admins), Maintainers: sorted(out.Maintainers), Writers: sorted(out.Writers), Outside: sorted(out.Outside)}
}

func collectCollaborators(ctx context.Context, v *visit, r *repository) error {
	people := v.collaborators(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if people.failed != nil {
		v.unlisted(r, people.failed, "github.collaborator")
	}
	for _, c := range people.all {
		id := r.id + "/" + strings.ToLower(c.facts.Login)
		if err := v.emit(collectors.Head{Kind: "github.collaborator", ID: id, Name: c.facts.Login + " on " + r.full}, c.facts, c.partial); err != nil {
			return err
		}
	}
	return nil
}
