package github

import (
	"context"
	"strings"
)

// A held ruleset is one that a repository's list shows to hold for it, of whatever level.
type held struct {
	number                     int
	target, enforcement, level string
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
		if s == nil || h.enforcement != "active" || h.target != "branch" || !s.whole() || s.facts.Target != h.target {
			return nil, false
		}
		on, certain := holdsFor(s, r.branch)
		if !certain {
			return nil, false
		}
		if on {
			rules = append(rules, s.onBranch()...)
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

// holdsFor says whether a ruleset's patterns take a repository's default branch in; certain is false where that hangs on how GitHub
// reads them.
func holdsFor(s *ruleset, branch string) (on, certain bool) {
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
