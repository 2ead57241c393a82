package engine

import (
	"fmt"
	"slices"

	"github.com/assize/assize/collectors"
)

// A Threshold says from which severity on a failure counts: a severity, "any" or "never".
type Threshold string

// The thresholds that are not a severity.
const (
	Any   Threshold = "any"
	Never Threshold = "never"
)

// Thresholds lists all of them.
func Thresholds() []Threshold {
	out := []Threshold{}
	for _, s := range Severities() {
		out = append(out, Threshold(s))
	}
	return append(out, Any, Never)
}

func (t Threshold) reached(s Severity) bool {
	switch t {
	case Never:
		return false
	case Any:
		return true
	}
	return s.Rank() >= Severity(t).Rank()
}

// Unlimited as Rules.MaxUnknown allows any number of unknowns.
const Unlimited = -1

// Rules are what a gate is asked to hold.
type Rules struct {
	FailOn     Threshold `json:"fail_on"`
	MaxUnknown int       `json:"max_unknown"` // Unlimited for any number
	// StrictPlan counts unknowns that only a plan's nature causes as well.
	StrictPlan bool `json:"strict_plan"`
	// NewOnly lets pass what failed before and was not seen fixed since: the failures that are marked as known.
	NewOnly bool `json:"new_only,omitempty"`
	// Baseline is the digest of the findings.json in which the known ones fail; "" for the run before in the history.
	Baseline string `json:"baseline,omitempty"`
	// PriorState says that the known ones are those that fail before the plans among the targets are applied, by the plans' own
	// prior state. Of other targets nothing is known.
	PriorState bool `json:"prior_state,omitempty"`
}

// Reason is why a gate did not let pass. Code is "failures", "incomplete_target", "nothing_assessed",
// "policy_error" or "unknowns".
type Reason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Count   int    `json:"count"`
}

// A Gate is the decision. ExitCode is 0, 1 (failures) or 3 (incomplete).
type Gate struct {
	Rules    Rules    `json:"rules"`
	Passed   bool     `json:"passed"`
	ExitCode int      `json:"exit_code"`
	Reasons  []Reason `json:"reasons"`
}

// Decide holds the findings against the rules. A failure that a waiver covers does not count. A target that
// could not be visited and a policy that broke always count, and so does an audit of nothing: what is not whole is
// never a pass.
func Decide(findings []Finding, targets []collectors.TargetInfo, rules Rules) Gate {
	gate := Gate{Rules: rules, Reasons: []Reason{}}
	n := rules.count(findings)
	lost := 0
	for _, t := range targets {
		if t.Error != "" {
			lost++
		}
	}
	add := func(code string, count int, format string, args ...any) {
		gate.Reasons = append(gate.Reasons, Reason{Code: code, Count: count, Message: fmt.Sprintf(format, args...)})
	}
	if n.failed > 0 && rules.NewOnly {
		add("failures", n.failed, "%s at or above the threshold %s with a failure that is new", plural(n.failed, "finding fails", "findings fail"), rules.FailOn)
	} else if n.failed > 0 {
		add("failures", n.failed, "%s at or above the threshold %s", plural(n.failed, "finding fails", "findings fail"), rules.FailOn)
	}
	if lost > 0 {
		add("incomplete_target", lost, "%s could not be visited", plural(lost, "target", "targets"))
	}
	if n.assessed == 0 {
		add("nothing_assessed", len(findings), "nothing was assessed: no selected policy applies to anything that was found")
	}
	if n.broken > 0 {
		add("policy_error", n.broken, "%s in a policy error", plural(n.broken, "finding ended", "findings ended"))
	}
	if rules.MaxUnknown != Unlimited && n.unknown > rules.MaxUnknown {
		add("unknowns", n.unknown, "%s unknown, at most %d allowed", plural(n.unknown, "finding is", "findings are"), rules.MaxUnknown)
	}
	switch {
	case n.failed > 0:
		gate.ExitCode = 1
	case len(gate.Reasons) > 0:
		gate.ExitCode = 3
	}
	gate.Passed = gate.ExitCode == 0
	return gate
}

// tally counts the findings that the rules look at.
type tally struct{ failed, unknown, broken, assessed int }

func (r Rules) count(findings []Finding) tally {
	var n tally
	for _, f := range findings {
		if f.Verdict != NotApplicable {
			n.assessed++
		}
		switch f.Verdict {
		case Fail:
			if r.FailOn.reached(f.Severity) && r.fails(f) {
				n.failed++
			}
		case Unknown:
			if r.StrictPlan || !ByNature(f) {
				n.unknown++
			}
		case Error:
			n.broken++
		}
	}
	return n
}

// fails says whether a failing finding counts: no waiver covers all of it, and where only what is new counts, there is a
// failure that no waiver covers and that is not known.
func (r Rules) fails(f Finding) bool {
	if !r.NewOnly {
		return !f.Waived()
	}
	return len(f.Failures) == 0 || slices.ContainsFunc(f.Failures, func(x Failure) bool { return x.Waiver == "" && !x.Known })
}

// MarkKnown marks the failures that known names by their fingerprints. It may be nil.
func MarkKnown(findings []Finding, known func(fingerprint string) bool) {
	if known == nil {
		return
	}
	for i := range findings {
		for j := range findings[i].Failures {
			f := &findings[i].Failures[j]
			f.Known = known(f.Fingerprint)
		}
	}
}

// ByNature says whether an unknown has only causes that no permission would mend: a plan that does not show
// the whole account or values known after it is applied, and stages that nobody asked for.
func ByNature(f Finding) bool {
	nature := []collectors.Cause{collectors.AfterApply, collectors.OutsidePlan, collectors.NotRequested}
	return f.Verdict == Unknown && len(f.Gaps) > 0 && !slices.ContainsFunc(f.Gaps, func(g collectors.Gap) bool {
		return !slices.Contains(nature, g.Cause)
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
