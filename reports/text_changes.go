package reports

import (
	"fmt"
	"time"

	"github.com/assize/assize/engine"
)

// How many failures that are new or came again the summary lists, and how many of the oldest.
const (
	changedShown = 10
	oldestShown  = 3
)

// changes says what became of failures since the run before.
func (s *summary) changes() {
	c := s.assessment.Changes
	if c == nil {
		return
	}
	s.out.section(fmt.Sprintf("Since the last run (run %d, %s)", c.Since.Sequence, c.Since.At.UTC().Format("2006-01-02 15:04 UTC")))
	table := [][]span{severityHeader("failures")}
	for _, change := range engine.Changes() {
		table = append(table, severityCounts(changeWords(change), c.Counts[change], c.Severities[change], changeColour(change)))
	}
	s.out.table(table)
	if n := c.Remediation.Count; n > 0 {
		s.out.wrapped("  ", plain("What is fixed had failed for "+Lasting(c.Remediation.MeanSeconds)+" in the mean"))
	}
	s.begun(c)
	s.ages(c)
}

func changeColour(c engine.Change) colour {
	switch c {
	case engine.Regressed, engine.New:
		return highColour
	case engine.NotObserved:
		return unknownColour
	case engine.Fixed:
		return passColour
	}
	return noColour
}

func severityHeader(first string) []span {
	names := []string{first, "all"}
	for _, severity := range engine.Severities() {
		names = append(names, string(severity))
	}
	return header(names)
}

// severityCounts makes one row of a table by severity; a zero is a dot.
func severityCounts(name string, all int, have map[engine.Severity]int, in colour) []span {
	row := []span{plain(name)}
	number := func(n int, in colour) {
		if n == 0 {
			row = append(row, faint("."))
			return
		}
		row = append(row, span{grouped(n), in})
	}
	number(all, in)
	for _, severity := range engine.Severities() {
		number(have[severity], noColour)
	}
	return row
}

// begun lists what came again and what is new, the worst of each first; neither hides the other.
func (s *summary) begun(c *engine.ChangeLog) {
	again, fresh := c.Counts[engine.Regressed], c.Counts[engine.New]
	left := map[engine.Change]int{engine.Regressed: min(again, max(changedShown/2, changedShown-fresh))}
	left[engine.New] = changedShown - left[engine.Regressed]
	if again+fresh > 0 {
		s.out.gap()
	}
	for _, f := range c.Failures {
		if left[f.Change]--; left[f.Change] < 0 {
			continue
		}
		words := "new: "
		if f.Change == engine.Regressed {
			words = "regressed, failed first on " + f.FirstSeen.UTC().Format(time.DateOnly) + ": "
		}
		s.changed(f, words+cut(folded(f.Message), messageBytes)+waivedBy(f))
	}
	if total := again + fresh; total > changedShown {
		s.out.wrapped("           ", faint(fmt.Sprintf("%d of %s; \"assize diff\" lists all", changedShown, grouped(total))))
	}
}

// changed writes one failure: where it is, and below what is said of it.
func (s *summary) changed(f engine.DiffFailure, words string) {
	where, whole := wholeKind(f.Resource, f.Kind)
	if !whole {
		where = f.Resource
	}
	if len(s.rollup.targets) > 1 {
		where += " on " + s.targetName(f.Target)
	}
	s.out.hanging("  ", "           ", span{fmt.Sprintf("%-8s", f.Severity), severityColour(f.Severity)}, bold(" "+f.Policy), plain("  "+cut(where, messageBytes)))
	s.out.wrapped("           ", plain(words))
}

func waivedBy(f engine.DiffFailure) string {
	if f.Waiver == "" {
		return ""
	}
	return "; waived by " + f.Waiver
}

// ages says how long what persists has failed.
func (s *summary) ages(c *engine.ChangeLog) {
	table, total, from := [][]span{severityHeader("persisting for")}, 0, 0
	for _, band := range c.Ages {
		n := 0
		for _, severity := range engine.Severities() {
			n += band.Severities[severity]
		}
		name := fmt.Sprintf("%d to %d days", from, band.Days)
		if band.Days == 0 {
			name = fmt.Sprintf("more than %d days", from)
		}
		table = append(table, severityCounts(name, n, band.Severities, noColour))
		total, from = total+n, band.Days
	}
	if total == 0 {
		return
	}
	s.out.gap()
	s.out.table(table)
	if waived := c.Counts[engine.Persisting] - total; waived > 0 {
		s.out.wrapped("  ", plain(plural(waived, "more that persists is", "more that persist are")+" accepted by waivers, whatever their age"))
	}
	for i, f := range c.Oldest[:min(len(c.Oldest), oldestShown)] {
		if i == 0 {
			s.out.gap()
			s.out.wrapped("  ", faint("The oldest of them"))
		}
		s.changed(f, "since "+f.Since.UTC().Format(time.DateOnly)+" ("+Lasting(f.AgeSeconds)+"): "+cut(folded(f.Message), messageBytes))
	}
}
