package main

import (
	"fmt"

	"github.com/assize/assize/engine"
)

// changes holds what the report says of the run before against its findings. No replay can judge it again.
func (v *verification) changes(a *engine.Assessment) {
	const name = "changes"
	if a.Changes == nil {
		if a.Digests.Previous != "" {
			v.note(name, checkUndecided, "", "the report follows another run and does not say what changed", "Only the history can show what changed (assize diff).")
		}
		return
	}
	if err := a.CheckChanges(); err != nil {
		v.note(name, checkFailed, "changes_differ", err.Error(), "What the report says of changes does not agree with its findings.")
		return
	}
	c := a.Changes
	v.note(name, checkPassed, "", fmt.Sprintf("%d new, %d regressed, %d persisting and %d fixed since run %d agree with the findings",
		c.Counts[engine.New], c.Counts[engine.Regressed], c.Counts[engine.Persisting], c.Counts[engine.Fixed], c.Since.Sequence),
		"What failed before, and since when, was taken over and not judged again: only the history can show it (assize history check, assize diff).")
}
