package github

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func protectionEntry() entry {
	return entry{
		service: "branch protection", kinds: []string{"github.branch_protection"}, calls: []string{rulesOf, branchOf, protectionOf, rulesetOf},
		repository: collectProtection, about: aboutProtection, counted: true, living: true,
	}
}

// collectProtection reads what holds for the default branch.
func collectProtection(ctx context.Context, v *visit, r *repository) error {
	if r.branch == "" {
		v.unlisted(r, &fault{request: r.from, cause: collectors.NotFoundAmbiguous, detail: "the answer names no default branch"}, "github.branch_protection")
		return nil
	}
	m := newMerge()
	classic, err := v.classic(ctx, r)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case saysOf(err, 404, "Branch not found"):
		r.empty = true
		return nil
	case err == nil && !classic.has("enforce_admins"):
		err = &fault{request: classic.from, cause: collectors.Failed, detail: "the answer is no protection of a branch"}
		m.unread = append(m.unread, gapOf(err))
	case err == nil:
		m.classic(classic.read(&m.partial), r.full)
	case !absentIn(err):
		m.unread = append(m.unread, gapOf(err))
	}
	if len(m.unread) > 0 && r.object.number("size") == 0 { // it may be that nothing was ever pushed
		v.unlisted(r, err, "github.branch_protection")
		return nil
	}
	r.branchSeen = err == nil || absentIn(err)
	err = nil
	if !r.ruleless && !v.none(ctx, r, "rulesets", rulesOf) {
		err = v.eachRule(ctx, r, func(o object) error { return m.rule(o.read(&m.partial)) })
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		m.unread = append(m.unread, gapOf(err))
	}
	bypass := v.wanted("github.branch_protection", "admins_exempt", "bypass_actors")
	for _, s := range m.rulesets() {
		if !bypass {
			gap := unwanted().gap()
			s.unknown = &gap
			continue
		}
		s.bypass, s.unknown = v.bypassOf(ctx, r, s)
	}
	facts := m.facts(r)
	id := strings.ToLower(r.full) + "@" + r.branch
	return v.emit(collectors.Head{Kind: "github.branch_protection", ID: id, Name: r.full + "@" + r.branch}, facts, m.partial)
}

// bypassOf says who may do without a ruleset, wherever it comes from.
func (v *visit) bypassOf(ctx context.Context, r *repository, s *origin) ([]kinds.BypassActor, *collectors.Gap) {
	number := *s.ruleset
	switch {
	case s.level == "enterprise":
		return nil, &collectors.Gap{
			Cause: collectors.Unsupported, Detail: "who bypasses a ruleset of an enterprise is not shown below it", Needs: "a look at the enterprise's settings",
			Call: fmt.Sprintf("ruleset %d", number),
		}
	case s.level == "organization" && v.whole:
		all, err := v.organizationRulesets(ctx)
		if known := all[number]; known != nil {
			return known.bypass()
		}
		if err == nil {
			err = &fault{request: at(orgRulesetsOf, v.owner), cause: collectors.NotFoundAmbiguous, detail: fmt.Sprintf("the list has no ruleset %d", number)}
		}
		gap := gapOf(err)
		return nil, &gap
	}
	if r.rulesets[number] == nil {
		r.rulesets[number] = v.ruleset(ctx, object{}, &r.full, at(rulesetOf, r.owner, r.name, strconv.Itoa(number)))
	}
	return r.rulesets[number].bypass()
}
