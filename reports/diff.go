package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// WriteJSON writes one of the program's other JSON outputs (engine.Diff, Trend, History, HistoryCheck) in the way
// findings.json is written. Their schemas stand in reports/schemas.
func WriteJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// DiffText is a comparison of two runs to read on a terminal: plain text, without colour.
type DiffText struct {
	// Limit is how many failures are listed of each change; 0 stands for all. What is left out is counted.
	Limit int
}

// changeWords say what a change is called.
func changeWords(c engine.Change) string {
	switch c {
	case engine.NotObserved:
		return "not observed"
	case engine.NoLongerApplies:
		return "no longer applies"
	}
	return string(c)
}

// Write writes the comparison.
func (t DiffText) Write(w io.Writer, d engine.Diff) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From %s\nto   %s\n\n", sideWords(d.Before), sideWords(d.After))
	table := Table{Right: []int{1, 2, 3, 4, 5}}
	table.Row("failures", "all", "critical", "high", "medium", "low")
	for _, c := range engine.Changes() {
		row := []string{changeWords(c), grouped(d.Counts[c])}
		for _, s := range engine.Severities() {
			row = append(row, grouped(d.Severities[c][s]))
		}
		table.Row(row...)
	}
	b.WriteString(table.String())
	if d.Remediation.Count > 0 {
		fmt.Fprintf(&b, "\nWhat is fixed had failed for %s in the mean.\n", Lasting(d.Remediation.MeanSeconds))
	}
	if !d.History {
		b.WriteString("\nWithout the runs before these two nothing is called regressed, and nothing is older than the first.\n")
	}
	for _, c := range engine.Changes() {
		t.list(&b, d, c)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func sideWords(s engine.Side) string {
	text := "run " + s.Run
	if s.Sequence > 0 {
		text = fmt.Sprintf("run %d (%s)", s.Sequence, s.Run)
	}
	return visible(text, nil) + ", " + s.At.UTC().Format("2006-01-02 15:04 UTC")
}

func (t DiffText) list(b *bytes.Buffer, d engine.Diff, c engine.Change) {
	n := d.Counts[c]
	if n == 0 {
		return
	}
	title := changeWords(c)
	fmt.Fprintf(b, "\n%s (%s)\n", strings.ToUpper(title[:1])+title[1:], grouped(n))
	if !slices.Contains(d.Listed, c) {
		b.WriteString("  not listed; --all lists them\n")
		return
	}
	listed := 0
	for _, f := range d.Failures {
		if f.Change != c {
			continue
		}
		if t.Limit > 0 && listed == t.Limit {
			fmt.Fprintf(b, "  … and %s more; --limit 0 lists all\n", grouped(n-listed))
			return
		}
		listed++
		one(b, f)
	}
}

// one writes a failure on two lines.
func one(b *bytes.Buffer, f engine.DiffFailure) {
	fmt.Fprintf(b, "  %-8s  %s  %s  %s\n", visible(string(f.Severity), nil), visible(f.Policy, nil), visible(f.Target, nil), visible(f.Resource, nil))
	what := f.Message
	if f.Key != f.Message && !strings.Contains(f.Message, f.Key) {
		what = f.Key + ": " + f.Message
	}
	fmt.Fprintf(b, "            %s\n            %s\n", cut(visible(folded(what), nil), 300), history(f))
}

// history says since when a failure is there, and what else is to be said.
func history(f engine.DiffFailure) string {
	since := f.Since.UTC().Format(time.DateOnly)
	var text string
	switch f.Change {
	case engine.New:
		text = "since " + since
	case engine.Regressed:
		text = "failed first on " + f.FirstSeen.UTC().Format(time.DateOnly) + ", was fixed, fails again since " + since
	case engine.Fixed:
		text = "failed since " + since + ", fixed after " + Lasting(f.AgeSeconds)
	default:
		text = "failed since " + since + " (" + Lasting(f.AgeSeconds) + ")"
	}
	if f.Why != "" {
		text += "; " + f.Why
	}
	if f.Waiver != "" {
		text += "; waived by " + visible(f.Waiver, nil)
	}
	return text
}

// Lasting says a length of time in words: the larger unit, rounded.
func Lasting(seconds int64) string {
	const hour, day = 3600, 24 * 3600
	switch {
	case seconds < hour:
		return plural(int((seconds+30)/60), "minute", "minutes")
	case seconds < 2*day:
		return plural(int((seconds+hour/2)/hour), "hour", "hours")
	}
	return plural(int((seconds+day/2)/day), "day", "days")
}
