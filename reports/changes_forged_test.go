package reports

import (
	"slices"
	"testing"
	"time"

	"github.com/assize/assize/engine"
)

// TestForgedChangesAreFoundOut: what an assessment says of changes and its own findings do not bear out is an error.
func TestForgedChangesAreFoundOut(t *testing.T) {
	at := func(c *engine.ChangeLog, change engine.Change) *engine.DiffFailure {
		i := slices.IndexFunc(c.Failures, func(f engine.DiffFailure) bool { return f.Change == change })
		return &c.Failures[i]
	}
	moved := func(c *engine.ChangeLog, from, to engine.Change, s engine.Severity) {
		c.Counts[from]--
		c.Counts[to]++
		c.Severities[from][s]--
		c.Severities[to][s]++
	}
	for name, forge := range map[string]func(*engine.ChangeLog){
		"another run before":             func(c *engine.ChangeLog) { c.Since.Digest = "sha256:00" },
		"another time of the run before": func(c *engine.ChangeLog) { c.Since.At = c.Since.At.AddDate(-1, 0, 0) },
		"fewer new":                      func(c *engine.ChangeLog) { c.Counts[engine.New]--; c.Severities[engine.New][engine.Critical]-- },
		"new called persisting": func(c *engine.ChangeLog) {
			at(c, engine.New).Change = engine.Persisting
			moved(c, engine.New, engine.Persisting, engine.Critical)
		},
		"new counted as persisting and left out": func(c *engine.ChangeLog) {
			moved(c, engine.New, engine.Persisting, engine.Critical)
			c.Failures = slices.DeleteFunc(c.Failures, func(f engine.DiffFailure) bool { return f.Change == engine.New })
		},
		"regressed called new": func(c *engine.ChangeLog) {
			at(c, engine.Regressed).Change = engine.New
			moved(c, engine.Regressed, engine.New, engine.Critical)
			c.Runs[1].New, c.Runs[1].Regressed = 2, 0
		},
		"not observed called fixed": func(c *engine.ChangeLog) {
			f := at(c, engine.NotObserved)
			moved(c, engine.NotObserved, engine.Fixed, f.Severity)
			f.Change, f.Why = engine.Fixed, ""
			c.Remediation.Count++
			slices.SortStableFunc(c.Failures, func(a, b engine.DiffFailure) int {
				return slices.Index(engine.Changes(), a.Change) - slices.Index(engine.Changes(), b.Change)
			})
		},
		"no longer applies called fixed": func(c *engine.ChangeLog) {
			f := at(c, engine.NoLongerApplies)
			moved(c, engine.NoLongerApplies, engine.Fixed, f.Severity)
			f.Change = engine.Fixed
		},
		"another reason":                  func(c *engine.ChangeLog) { at(c, engine.NotObserved).Why = "the policy was not selected" },
		"a fixed one that fails":          func(c *engine.ChangeLog) { at(c, engine.Fixed).Fingerprint = at(c, engine.New).Fingerprint },
		"a fixed one of another resource": func(c *engine.ChangeLog) { at(c, engine.Fixed).Resource = "other" },
		"a fixed one twice":               func(c *engine.ChangeLog) { c.Failures[len(c.Failures)-1] = *at(c, engine.Fixed) },
		"a fixed one left out":            func(c *engine.ChangeLog) { c.Failures = c.Failures[:len(c.Failures)-1] },
		"faster remediation":              func(c *engine.ChangeLog) { c.Remediation.MeanSeconds /= 2 },
		"faster remediation of one":       func(c *engine.ChangeLog) { at(c, engine.Fixed).AgeSeconds = 60 },
		"more remediation":                func(c *engine.ChangeLog) { c.Remediation.Count++ },
		"more fixed":                      func(c *engine.ChangeLog) { c.Counts[engine.Fixed]++; c.Severities[engine.Fixed][engine.Low]++ },
		"a new one with another message":  func(c *engine.ChangeLog) { at(c, engine.New).Message = "harmless" },
		"a new one that is milder":        func(c *engine.ChangeLog) { at(c, engine.New).Severity = engine.Low },
		"a new one with a waiver":         func(c *engine.ChangeLog) { at(c, engine.New).Waiver = "W-7" },
		"another order":                   func(c *engine.ChangeLog) { slices.Reverse(c.Failures) },
		"younger":                         func(c *engine.ChangeLog) { c.Ages[0].Severities[engine.Medium]-- },
		"negative ages": func(c *engine.ChangeLog) {
			c.Ages[0].Severities[engine.Low]--
			c.Ages[1].Severities[engine.Low]++
		},
		"other bands":          func(c *engine.ChangeLog) { c.Ages[0].Days = 8 },
		"no bands":             func(c *engine.ChangeLog) { c.Ages = nil },
		"the oldest left out":  func(c *engine.ChangeLog) { c.Oldest = c.Oldest[1:] },
		"the oldest twice":     func(c *engine.ChangeLog) { c.Oldest[0] = c.Oldest[1] },
		"the oldest not first": func(c *engine.ChangeLog) { c.Oldest[0], c.Oldest[1] = c.Oldest[1], c.Oldest[0] },
		"an age that is not since then": func(c *engine.ChangeLog) {
			c.Oldest[0].AgeSeconds -= 24 * 3600
		},
		"a new one among the oldest": func(c *engine.ChangeLog) { c.Oldest[0] = *at(c, engine.New) },
		"no runs":                    func(c *engine.ChangeLog) { c.Runs = nil },
		"another last run":           func(c *engine.ChangeLog) { c.Runs[1].Run = "00" },
		"another run before it":      func(c *engine.ChangeLog) { c.Runs[0].At = c.Runs[0].At.Add(time.Hour) },
		"a run left out":             func(c *engine.ChangeLog) { c.Runs[0].Sequence-- },
		"fewer failing now":          func(c *engine.ChangeLog) { c.Runs[1].Failing[engine.High]-- },
		"fewer unknown now":          func(c *engine.ChangeLog) { c.Runs[1].Verdicts[engine.Unknown]-- },
		"more waived now":            func(c *engine.ChangeLog) { c.Runs[1].Waived++ },
		"fewer new now":              func(c *engine.ChangeLog) { c.Runs[1].New-- },
		"a change that is none": func(c *engine.ChangeLog) {
			c.Counts["harmless"] = c.Counts[engine.New]
			delete(c.Counts, engine.New)
		},
		"nothing at all": func(c *engine.ChangeLog) { *c = engine.ChangeLog{Since: c.Since} },
	} {
		t.Run(name, func(t *testing.T) {
			a := changedSample(t)
			forge(a.Changes)
			if err := a.CheckChanges(); err == nil {
				t.Error("nothing was found")
			} else {
				t.Log(err)
			}
		})
	}
}
