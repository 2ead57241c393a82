package main

import (
	"fmt"

	"github.com/assize/assize/engine"
)

// changes holds what the report says of the run before against its findings. No replay can judge it again.
func (v *verification) changes(a *engine.Assessment) {
	v.baseline(a)
	v.planned(a)
	const name = "changes"
	if err := a.CheckChanges(); err != nil {
		v.note(name, checkFailed, "changes_differ", err.Error(), "What the report says of changes does not agree with its findings.")
		return
	}
	if a.Changes == nil {
		if a.Digests.Previous != "" {
			v.note(name, checkUndecided, "", "the report follows another run and does not say what changed", "Only the history can show what changed (assize diff).")
		}
		return
	}
	c := a.Changes
	v.note(name, checkPassed, "", fmt.Sprintf("%d new, %d regressed, %d persisting and %d fixed since run %d agree with the findings",
		c.Counts[engine.New], c.Counts[engine.Regressed], c.Counts[engine.Persisting], c.Counts[engine.Fixed], c.Since.Sequence),
		"What failed before, and since when, was taken over and not judged again: only the history can show it (assize history check, assize diff).")
}

// baseline says that a gate let pass what failed in a file that the report does not carry.
func (v *verification) baseline(a *engine.Assessment) {
	if a.Gate.Rules.Baseline == "" {
		return
	}
	v.note("baseline", checkUndecided, "", fmt.Sprintf("the gate counts %d failures as known from the baseline %s", countKnown(a), a.Gate.Rules.Baseline),
		"Which failures are known was taken over and not judged again: hold the findings against that file (assize diff).")
}

// countKnown counts the failures that a gate lets pass as known.
func countKnown(a *engine.Assessment) int {
	known := 0
	for i := range a.Findings {
		for _, f := range a.Findings[i].Failures {
			if f.Known {
				known++
			}
		}
	}
	return known
}

// planned holds what the report says of a plan's changes against its findings. What was there before the plan is in no report.
func (v *verification) planned(a *engine.Assessment) {
	const name = "plan"
	if err := a.CheckPlan(); err != nil {
		v.note(name, checkFailed, "plan_differs", err.Error(), "What the report says of what the plan changes does not agree with its findings.")
		return
	}
	if a.Gate.Rules.PriorState {
		v.note("prior_state", checkUndecided, "", fmt.Sprintf("the gate counts %d failures as known because they are there before the plan", countKnown(a)),
			"Which failures are known was taken over and not judged again: the plan shows what was there before it.")
	}
	if a.Plan != nil {
		v.note(name, checkPassed, "", fmt.Sprintf("what the plan changes agrees with the findings: it breaks %d and fixes %d", a.Plan.Counts[engine.New], a.Plan.Counts[engine.Fixed]),
			"What failed before the plan, and what it deletes, was taken over and not judged again: the plan shows it.")
	}
}
