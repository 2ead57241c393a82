package github

import (
	"cmp"
	"context"
	"maps"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func membersEntry() entry {
	return entry{
		service: "members", kinds: []string{"github.member"}, calls: []string{membersOf, outsideOf, auditLogOf}, organization: collectMembers,
	}
}

// people are those who belong to the organisation, or have access to some of it.
type people struct {
	members map[string]account // by login in lower case, the owners among them
	outside map[string]account
	// single are those without a second factor, by login in lower case.
	single map[string]bool
	failed struct{ owners, members, outside, singleMembers, singleOutside error }
}

// account is one of them.
type account struct {
	login, kind string
	owner       bool
	siteAdmin   bool
	partial     partial
}

func (p *people) owners() []string {
	var out []string
	for _, a := range p.members {
		if a.owner {
			out = append(out, a.login)
		}
	}
	return sorted(out)
}

// gap makes a gap of the first of the errors.
func (*people) gap(p *partial, path string, errs ...error) {
	for _, err := range errs {
		if err != nil {
			p.lost(err, path)
			return
		}
	}
}

// people lists them, once in a visit. Its error is the end of ctx.
func (v *visit) people(ctx context.Context) (*people, error) {
	return v.state.people.get(func() (*people, error) {
		out := &people{members: map[string]account{}, outside: map[string]account{}, single: map[string]bool{}}
		list := func(r request, tell func(account)) error {
			return v.each(ctx, r, "", func(o object) error {
				a := account{login: o.text("login"), kind: o.text("type")}
				if a.login == "" {
					return &fault{request: r, cause: collectors.Failed, detail: "somebody in the list has no login"}
				}
				o = o.read(&a.partial)
				a.kind = must[string](o, "type", "type")
				a.siteAdmin = must[bool](o, "site_admin", "site_admin")
				tell(a)
				return nil
			})
		}
		members := at(membersOf, v.owner)
		single := func(a account) { out.single[strings.ToLower(a.login)] = true }
		out.failed.owners = list(members.with("role", "admin"), func(a account) {
			a.owner = true
			out.members[strings.ToLower(a.login)] = a
		})
		out.failed.members = list(members.with("role", "member"), func(a account) {
			if _, known := out.members[strings.ToLower(a.login)]; !known {
				out.members[strings.ToLower(a.login)] = a
			}
		})
		out.failed.singleMembers = list(members.with("filter", "2fa_disabled"), single)
		out.failed.outside = list(at(outsideOf, v.owner), func(a account) { out.outside[strings.ToLower(a.login)] = a })
		out.failed.singleOutside = list(at(outsideOf, v.owner).with("filter", "2fa_disabled"), single)
		// To others than members, lists show what is public, and do not say that there is more. Who may see who has no second factor is
		// an owner, or as good as one.
		for _, f := range []*error{&out.failed.owners, &out.failed.members} {
			*f = cmp.Or(*f, out.failed.singleMembers)
		}
		out.failed.outside = cmp.Or(out.failed.outside, out.failed.singleOutside)
		return out, ctx.Err()
	})
}

func collectMembers(ctx context.Context, v *visit) error {
	people, err := v.people(ctx)
	if err != nil {
		return err
	}
	for _, err := range []error{people.failed.owners, people.failed.members, people.failed.outside} {
		if err != nil {
			v.kindGap(err, "github.member")
		}
	}
	log := auditLog{failed: unwanted()}
	if v.wanted("github.member", "last_seen") {
		log = v.lastSeen(ctx, people.everybody())
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, login := range sortedKeys(people.members) {
		if err := v.tellMember(people, people.members[login], "member", people.failed.singleMembers, log); err != nil {
			return err
		}
	}
	for _, login := range sortedKeys(people.outside) {
		if err := v.tellMember(people, people.outside[login], "outside", people.failed.singleOutside, log); err != nil {
			return err
		}
	}
	return nil
}

// everybody are members and others, by login in lower case.
func (p *people) everybody() map[string]account {
	out := maps.Clone(p.outside)
	maps.Copy(out, p.members)
	return out
}

// tellMember tells one of them. Single is why not all who lack a second factor are known.
func (v *visit) tellMember(people *people, a account, affiliation string, single error, log auditLog) error {
	p := a.partial
	facts := kinds.Member{Login: a.login, Affiliation: affiliation, Type: a.kind, SiteAdmin: a.siteAdmin}
	if affiliation == "member" {
		role := "member"
		if a.owner {
			role = "admin"
		}
		facts.Role = &role
		if !a.owner && people.failed.owners != nil { // the list of owners may have lacked them
			p.lost(people.failed.owners, "role")
		}
	}
	facts.TwoFactor = !people.single[strings.ToLower(a.login)]
	if facts.TwoFactor && single != nil {
		p.lost(single, "two_factor")
	}
	if seen, there := log.seen[strings.ToLower(a.login)]; there {
		facts.LastSeen = &seen
	} else if log.failed != nil {
		p.lost(log.failed, "last_seen")
	}
	id := strings.ToLower(v.owner + "/" + a.login)
	return v.emit(collectors.Head{Kind: "github.member", ID: id, Name: a.login}, facts, p)
}
