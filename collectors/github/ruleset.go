package github

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func rulesetsEntry() entry {
	return entry{
		service: "rulesets", kinds: []string{"github.ruleset"}, calls: []string{orgRulesetsOf, orgRulesetOf, rulesetsOf, rulesetOf},
		organization: collectOrganizationRulesets, repository: collectRulesets, about: uncounted(1), counted: true, living: true,
	}
}

// A ruleset is one as it was read.
type ruleset struct {
	name       string
	facts      kinds.Ruleset
	partial    partial
	conditions object // by what it selects repositories; of no partial
	// rules are what it says, and source whose it is, as they were read; of no partial.
	rules              []object
	sourceType, source json.RawMessage
	// aimed is true when it was told which refs it is for.
	aimed bool
}

// bypass says who may do without its rules; err says why that is not known.
func (r *ruleset) bypass() ([]kinds.BypassActor, *collectors.Gap) {
	for _, g := range r.partial.gaps {
		if g.Path == "bypass_actors" {
			return nil, &g
		}
	}
	return r.facts.BypassActors, nil
}

// organizationRulesets lists those of the organisation, once in a visit. What is lost is told of the kind.
func (v *visit) organizationRulesets(ctx context.Context) (map[int]*ruleset, error) {
	return v.state.rulesets.get(func() (map[int]*ruleset, error) {
		out := map[int]*ruleset{}
		err := v.each(ctx, at(orgRulesetsOf, v.owner), "", func(o object) error {
			number := o.number("id")
			out[number] = v.ruleset(ctx, o, nil, at(orgRulesetOf, v.owner, strconv.Itoa(number)))
			return ctx.Err()
		})
		return out, err
	})
}

func collectOrganizationRulesets(ctx context.Context, v *visit) error {
	all, err := v.organizationRulesets(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.kindGap(err, "github.ruleset")
	}
	for _, number := range sortedNumbers(all) {
		if s := all[number]; !s.partial.misses("repositories") {
			repositories, err := v.selected(ctx, s)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				s.partial.lost(err, "repositories")
			}
			s.facts.Repositories = repositories
		}
		if err := v.tellRuleset(all[number], v.owner); err != nil {
			return err
		}
	}
	return nil
}

func collectRulesets(ctx context.Context, v *visit, r *repository) error {
	if r.ruleless = v.none(ctx, r, "rulesets", rulesetsOf); r.ruleless || v.ruledFromAbove(ctx, r) {
		return nil
	}
	list := at(rulesetsOf, r.owner, r.name).with("includes_parents", "true")
	err := v.each(ctx, list, "", func(o object) error {
		number, level := o.number("id"), o.text("source_type")
		r.held = append(r.held, held{number, o.text("target"), o.text("enforcement"), level})
		switch level {
		case "Repository", "":
		case "Organization":
			if !v.whole { // else it is in the organisation's own list
				v.inherit(ctx, r, o)
			}
			return ctx.Err()
		default:
			v.inherit(ctx, r, o)
			return ctx.Err()
		}
		r.rulesets[number] = v.ruleset(ctx, o, &r.full, at(rulesetOf, r.owner, r.name, strconv.Itoa(number)))
		return ctx.Err()
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.heldWhole = err == nil
	if r.ruleless = r.heldWhole && len(r.held) == 0; err != nil {
		v.unlisted(r, err, "github.ruleset")
	}
	for _, number := range sortedNumbers(r.rulesets) {
		if r.rulesets[number].facts.Repository == nil {
			continue // told at the end
		}
		if err := v.tellRuleset(r.rulesets[number], r.full); err != nil {
			return err
		}
	}
	return nil
}

// inherited is a ruleset of a level above a repository, as one of those that it holds for shows it. Once reads it.
type inherited struct {
	once[*ruleset]
	owner string
}

// inherit reads a ruleset of a level above a repository, the first time that a repository shows it, and notes that it holds for that
// repository. It is told at the end: see tellInherited.
func (v *visit) inherit(ctx context.Context, r *repository, o object) {
	number := o.number("id")
	v.mu.Lock()
	one := v.inherited[number]
	if one == nil {
		one = &inherited{owner: orElse(o.text("source"), v.owner)}
		v.inherited[number] = one
	}
	v.mu.Unlock()
	s, _ := one.get(func() (*ruleset, error) { // what is lost is among its gaps
		s := v.ruleset(ctx, o, nil, at(rulesetOf, r.owner, r.name, strconv.Itoa(number)))
		s.partial.gaps = slices.DeleteFunc(s.partial.gaps, func(g collectors.Gap) bool { return g.Path == "repositories" })
		return s, nil
	})
	v.mu.Lock()
	s.facts.Repositories = append(s.facts.Repositories, r.id)
	v.mu.Unlock()
	if !v.whole {
		r.rulesets[number] = s
	}
}

// tellInherited tells the rulesets of levels above, of which each repository showed that they hold for it.
func (v *visit) tellInherited() error {
	for _, number := range sortedNumbers(v.inherited) {
		one := v.inherited[number]
		one.value.facts.Repositories = sorted(one.value.facts.Repositories)
		if err := v.tellRuleset(one.value, one.owner); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) tellRuleset(s *ruleset, owner string) error {
	id := fmt.Sprintf("%s/rulesets/%d", strings.ToLower(owner), s.facts.Number)
	return v.emit(collectors.Head{Kind: "github.ruleset", ID: id, Name: owner + ": " + s.name}, s.facts, s.partial)
}

// ruleset reads one ruleset, of which the list says little.
func (v *visit) ruleset(ctx context.Context, listed object, repository *string, ask request) *ruleset {
	out := &ruleset{name: listed.text("name")}
	out.facts = kinds.Ruleset{Number: listed.number("id"), Repository: repository}
	if repository != nil {
		out.facts.Repositories = []string{strings.ToLower(*repository)}
	}
	o, err := v.get(ctx, ask)
	if err == nil && !o.has("id") {
		err = &fault{request: ask, cause: collectors.Failed, detail: "the answer is no ruleset"}
	}
	if err != nil {
		listed = listed.read(&out.partial)
		out.facts.Target = must[string](listed, "target", "target")
		out.facts.Enforcement = must[string](listed, "enforcement", "enforcement")
		out.partial.lost(err, "include_refs", "exclude_refs", "include_repositories", "exclude_repositories", "rules", "bypass_actors")
		if repository == nil {
			out.partial.lost(err, "repositories")
		}
		return out
	}
	out.conditions, _ = o.read(&partial{}).in("conditions")
	out.rules, _ = o.read(&partial{}).list("rules")
	refs, _ := out.conditions.in("ref_name")
	out.aimed = refs.has("include") && refs.has("exclude")
	out.sourceType, out.source = o.fields["source_type"], o.fields["source"]
	readRuleset(o.read(&out.partial), &out.facts)
	return out
}

// readRuleset fills in what one ruleset says.
func readRuleset(o object, facts *kinds.Ruleset) {
	facts.Target = must[string](o, "target", "target")
	facts.Enforcement = must[string](o, "enforcement", "enforcement")
	conditions, _ := o.in("conditions")
	patterns := func(condition, key, path string) []string {
		c, there := conditions.in(condition)
		if !there || !c.has(key) {
			return nil // a ruleset may have no such condition
		}
		return sorted(must[[]string](c, path, key))
	}
	facts.IncludeRefs = patterns("ref_name", "include", "include_refs")
	facts.ExcludeRefs = patterns("ref_name", "exclude", "exclude_refs")
	facts.IncludeRepositories = patterns("repository_name", "include", "include_repositories")
	facts.ExcludeRepositories = patterns("repository_name", "exclude", "exclude_repositories")
	rules, ok := o.list("rules")
	if !ok {
		o.lacks("rules", "rules")
	}
	var types []string
	for _, rule := range rules {
		types = append(types, must[string](rule, "rules", "type"))
	}
	facts.Rules = sorted(types)
	facts.BypassActors = bypassActors(o)
}

// bypassActors reads who may do without a ruleset. GitHub shows it to those only who may change the ruleset.
func bypassActors(o object) []kinds.BypassActor {
	actors, ok := o.list("bypass_actors")
	if !ok {
		o.lacks("bypass_actors", "bypass_actors")
		return nil
	}
	var out []kinds.BypassActor
	for _, a := range actors {
		actor := kinds.BypassActor{Type: must[string](a, "bypass_actors", "actor_type"), Mode: a.text("bypass_mode")}
		if actor.Mode == "" {
			actor.Mode = "always"
		}
		if a.has("actor_id") && actor.Type != "OrganizationAdmin" && actor.Type != "DeployKey" {
			id := must[int](a, "bypass_actors", "actor_id")
			actor.ID = &id
			if name, known := roles[id]; known && actor.Type == "RepositoryRole" {
				actor.Name = &name
			}
		}
		out = append(out, actor)
	}
	return out
}

// roles are GitHub's roles on a repository. Source: GitHub Docs, REST API endpoints for rules.
var roles = map[int]string{2: "maintain", 4: "write", 5: "admin"}
