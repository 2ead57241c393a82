package github

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// eachRule hands each rule in force on the default branch to tell, in the form of REST's answer: those of the rulesets that certainly are
// in force, because they say so (held.go) or because GraphQL shows that they are, or those that REST lists. Its error is as that of each.
func (v *visit) eachRule(ctx context.Context, r *repository, tell func(object) error) error {
	rules, ok := v.rulesOfHeld(ctx, r)
	if !ok {
		rules, ok = v.rulesShown(ctx, r)
	}
	if !ok {
		return v.each(ctx, at(rulesOf, r.owner, r.name, r.branch), "", tell)
	}
	for _, rule := range rules {
		if err := tell(rule); err != nil {
			return err
		}
	}
	return nil
}

// graphRule is a RepositoryRule in force on a branch, and graphRuleset a RepositoryRuleset that holds for a repository.
type (
	graphRule struct {
		Type              string
		RepositoryRuleset struct{ DatabaseID int }
	}
	graphRuleset struct {
		DatabaseID          int
		Enforcement, Target string
		Source              struct {
			Type string `json:"__typename"`
		}
	}
)

// held is the ruleset as REST lists it for a repository.
func (s graphRuleset) held() held {
	return held{number: s.DatabaseID, target: strings.ToLower(s.Target), enforcement: strings.ToLower(s.Enforcement), level: s.Source.Type}
}

// rulesShown are the rules in force on the default branch, where the patterns of rulesets do not tell (see rulesOfHeld); ok is false
// where REST is to be asked. What the rules say is in the rulesets, which REST tells once for all repositories; which of these are in
// force on a branch GraphQL shows. GitHub says of its list that it has the rules of repositories and organisations, and it knows fewer
// types than REST: what is of an enterprise, or of a type of tomorrow, may be missing without a word. So each active ruleset must be
// one that REST has told, of types that GraphQL knows: one that is in force shows all of its rules, and it is in force, or not, where
// its patterns say so for certain. Rules and rulesets take the same permission.
func (v *visit) rulesShown(ctx context.Context, r *repository) (out []object, ok bool) {
	g := v.shown(ctx, r, rulesetsOf, partProtection)
	if g == nil || g.err("rulesets") != nil {
		return nil, false
	}
	ref, there := g.defaultRef(r.branch, "rules")
	rules, complete := nodesOf[graphRule](ref, "rules")
	rulesets, whole := nodesOf[graphRuleset](g.object, "rulesets")
	if !there || !complete || !whole {
		return nil, false
	}
	told, known := v.toldOf(ctx, r, rulesets)
	if !known {
		return nil, false
	}
	inForce := map[int][]string{}
	for _, rule := range rules {
		number := rule.RepositoryRuleset.DatabaseID
		if told[number] == nil {
			return nil, false
		}
		inForce[number] = append(inForce[number], strings.ToLower(rule.Type))
	}
	for _, number := range sortedNumbers(told) {
		s, shown := told[number], sorted(inForce[number])
		on, certain := holdsFor(s, r.branch)
		if certain && on != (len(shown) > 0) {
			return nil, false
		}
		if len(shown) == 0 {
			continue
		}
		if !slices.Equal(shown, s.facts.Rules) {
			return nil, false
		}
		out = append(out, s.onBranch()...)
	}
	return out, true
}

// nodesOf are the nodes of a connection; whole is false where it is not told, or not to its end.
func nodesOf[T any](o object, key string) (nodes []T, whole bool) {
	var list struct {
		TotalCount *int
		Nodes      []*T
	}
	if !o.has(key) || json.Unmarshal(o.fields[key], &list) != nil || list.TotalCount == nil || len(list.Nodes) != *list.TotalCount || !all(list.Nodes...) {
		return nil, false
	}
	for _, node := range list.Nodes {
		nodes = append(nodes, *node)
	}
	return nodes, true
}

// toldOf are the active rulesets for branches as REST has told them, by number; ok is false where it has not told all of one, or where
// one has a type of rule that GraphQL does not know, or is of a level or a target that it does not speak of.
func (v *visit) toldOf(ctx context.Context, r *repository, rulesets []graphRuleset) (out map[int]*ruleset, ok bool) {
	out = map[int]*ruleset{}
	for _, s := range rulesets {
		if s.Enforcement == "DISABLED" || s.Enforcement == "EVALUATE" || s.Target == "TAG" {
			continue
		}
		var told *ruleset
		switch s.Source.Type {
		case "Organization":
			all, _ := v.organizationRulesets(ctx) // one that is not among them is not known
			told = all[s.DatabaseID]
		case "Repository":
			told = r.rulesets[s.DatabaseID]
		}
		if s.Target != "BRANCH" || told == nil || !told.whole() {
			return nil, false
		}
		if slices.ContainsFunc(told.facts.Rules, func(kind string) bool { return !slices.Contains(graphRules, kind) }) {
			return nil, false
		}
		out[s.DatabaseID] = told
	}
	return out, true
}

// graphRules are the types of rules of branches that GraphQL knows, by REST's names. Source: GitHub's schema, RepositoryRuleType.
var graphRules = []string{
	"branch_name_pattern", "code_scanning", "commit_author_email_pattern", "commit_message_pattern", "committer_email_pattern", "creation", "deletion",
	"merge_queue", "non_fast_forward", "pull_request", "required_deployments", "required_linear_history", "required_signatures", "required_status_checks",
	"update", "workflows",
}

// whole says whether all that matters to a branch is told of it, and that it is active.
func (r *ruleset) whole() bool {
	lost := r.partial.misses("rules") || r.partial.misses("include_refs") || r.partial.misses("exclude_refs")
	return !lost && r.aimed && r.facts.Enforcement == "active" && len(r.sourceType) > 0 && len(r.source) > 0
}

// onBranch are its rules as REST lists those of a branch on which it is in force.
func (r *ruleset) onBranch() []object {
	var out []object
	for _, rule := range r.rules {
		fields := maps.Clone(rule.fields)
		fields["ruleset_id"] = json.RawMessage(strconv.Itoa(r.facts.Number))
		fields["ruleset_source_type"], fields["ruleset_source"] = r.sourceType, r.source
		out = append(out, object{fields: fields, from: rule.from})
	}
	return out
}
