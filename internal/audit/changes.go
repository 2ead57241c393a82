package audit

import (
	"fmt"
	"slices"
	"time"

	"github.com/assize/assize/engine"
)

// Changes are what a history says of an assessment. Like the waivers they are an input, which a replay takes over.
type Changes struct {
	// Log is nil for the first run of a history, and where the run before cannot be compared with.
	Log  *engine.ChangeLog
	Lost Loss
	// Known says which failures a gate that counts only what is new lets pass, by fingerprint; nil for none.
	Known func(fingerprint string) bool
	// Plan is what the plans among the targets change; nil for none.
	Plan *engine.PlanLog
}

// A Loss is why it is not known what changed, in the words of the assessment's notes; "" is none.
type Loss string

// The losses.
const (
	LostPruned  Loss = "What changed since the run before is not known: it was pruned from the history."
	LostDamaged Loss = "What changed since the run before is not known: it cannot be read in the history."
	LostIndex   Loss = "What changed since the run before is not known: the history could not be asked."
)

// takenOver are the changes that an assessment tells of.
func takenOver(a *engine.Assessment) Changes {
	known := map[string]bool{}
	for i := range a.Findings {
		for _, f := range a.Findings[i].Failures {
			if f.Known {
				known[f.Fingerprint] = true
			}
		}
	}
	return Changes{Log: a.Changes, Plan: a.Plan, Lost: lossOf(a.Notes), Known: func(fingerprint string) bool { return known[fingerprint] }}
}

// lossOf is the loss that notes tell of.
func lossOf(notes []string) Loss {
	for _, loss := range []Loss{LostPruned, LostDamaged, LostIndex} {
		if slices.Contains(notes, string(loss)) {
			return loss
		}
	}
	return ""
}

// notes are what the scope must not lack of the changes, for a run of that time.
func (c Changes) notes(at time.Time) []string {
	var out []string
	if c.Lost != "" {
		out = append(out, string(c.Lost))
	}
	if c.Log != nil && at.Before(c.Log.Since.At) {
		out = append(out, fmt.Sprintf("The clock of this run is earlier than that of the run before it in the history (%s): what is said of ages and of times to remediate may be too short.",
			c.Log.Since.At.UTC().Format(time.RFC3339)))
	}
	return out
}
