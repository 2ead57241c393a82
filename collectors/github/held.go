package github

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
)

// A held ruleset is one that a repository's list shows to hold for it, of whatever level.
type held struct {
	number              int
	target, enforcement string
	level, owner        string
}

// eachRule tells of each rule in force on the default branch.
func (v *visit) eachRule(ctx context.Context, r *repository, tell func(object) error) error {
	rules, known := v.rulesOfHeld(ctx, r)
	if !known {
		return v.each(ctx, at(rulesOf, r.owner, r.name, r.branch), "", tell)
	}
	for _, rule := range rules {
		if err := tell(rule); err != nil {
			return err
		}
	}
	return nil
}

// rulesOfHeld are the rules in force on the default branch, as the rulesets themselves have them, which were read already. Known is
// false where that is not certain: a ruleset could not be read whole, is of an enterprise, or may hold or not hold for the branch;
// then GitHub is asked what is in force. A list of rulesets has all that hold for the repository. Source: GitHub's description,
// includes_parents.
func (v *visit) rulesOfHeld(ctx context.Context, r *repository) (rules []object, known bool) {
	if !r.heldWhole {
		return nil, false
	}
	for _, h := range r.held {
		if h.enforcement == "disabled" || h.enforcement == "evaluate" || h.target == "tag" {
			continue
		}
		s := v.heldRuleset(ctx, r, h)
		if s == nil || h.enforcement != "active" || h.target != "branch" || s.partial.misses("rules") || s.facts.Target != h.target || s.facts.Enforcement != h.enforcement {
			return nil, false
		}
		on, certain := holdsFor(s, r.branch)
		if !certain {
			return nil, false
		}
		for _, rule := range s.rules {
			if !on {
				break
			}
			rules = append(rules, ruleOf(rule, h))
		}
	}
	return rules, true
}

// heldRuleset is a ruleset as it was read, or nil where it was not.
func (v *visit) heldRuleset(ctx context.Context, r *repository, h held) *ruleset {
	switch {
	case h.level == "Repository" || h.level == "Organization" && !v.whole:
		return r.rulesets[h.number]
	case h.level == "Organization":
		all, _ := v.organizationRulesets(ctx) // one that the list lacks is not known
		return all[h.number]
	}
	return nil
}

// ruleOf is a rule as the list of those in force on a branch has it.
func ruleOf(rule object, h held) object {
	out := rule
	out.fields = maps.Clone(rule.fields)
	out.fields["ruleset_id"] = json.RawMessage(strconv.Itoa(h.number))
	for key, text := range map[string]string{"ruleset_source_type": h.level, "ruleset_source": h.owner} {
		out.fields[key], _ = json.Marshal(text) // a text has a form
	}
	return out
}

// holdsFor says whether a ruleset's patterns take a repository's default branch in; certain is false where that hangs on how GitHub
// reads them.
func holdsFor(s *ruleset, branch string) (on, certain bool) {
	if s.partial.misses("include_refs") || s.partial.misses("exclude_refs") {
		return false, false
	}
	for _, pattern := range s.facts.ExcludeRefs {
		if matches, certain := takes(pattern, branch); !certain || matches {
			return false, certain
		}
	}
	open := false
	for _, pattern := range s.facts.IncludeRefs {
		matches, certain := takes(pattern, branch)
		if certain && matches {
			return true, true
		}
		open = open || !certain
	}
	return false, !open
}

// takes says whether a pattern takes the default branch in. One that begins otherwise does not.
func takes(pattern, branch string) (matches, certain bool) {
	ref := "refs/heads/" + branch
	if pattern == "~ALL" || pattern == "~DEFAULT_BRANCH" || pattern == ref && !strings.ContainsAny(pattern, `*?[{\`) {
		return true, true
	}
	special := strings.IndexAny(pattern, `~*?[{\`)
	if special < 0 {
		return false, strings.HasPrefix(pattern, "refs/")
	}
	return false, !strings.HasPrefix(ref, pattern[:special])
}
