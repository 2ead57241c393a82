package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// How much of each change is listed: policies, and the failures that have failed the longest.
const (
	changeRows = 12
	oldestRows = 10
)

// noChanges is what a report says that knows of no run before.
const noChanges = "No earlier run is known, so nothing is said of change. Runs that are kept with --history are compared here."

// changes says what became of failures since the run before.
func (b *booklet) changes() {
	log := b.assessment.Changes
	if log == nil {
		b.section("Since the last run", "")
		b.put(b.faces.words(body, noChanges, across))
		return
	}
	b.section("Since the last run", fmt.Sprintf("Compared with %s. Failures are counted here, and a finding may have several: %s. Fixed is said only where the same policy was judged again on the same resource and does not fail there.",
		sideWords(log.Since), b.failuresOf()))
	b.changeTable(log)
	if n := log.Remediation.Count; n > 0 {
		b.put(stack(b.faces.words(body, fmt.Sprintf("%s fixed after %s in the mean (mean time to remediate).", plural(n, "failure was", "failures were"), Lasting(log.Remediation.MeanSeconds)), across), space(4)))
	}
	b.trend(log)
	for _, c := range []engine.Change{engine.Regressed, engine.New, engine.Fixed, engine.NotObserved, engine.NoLongerApplies} {
		b.changed(log, c)
	}
	b.ages(log)
	b.oldest(log)
}

// changeMeaning says in a few words what a change is.
func changeMeaning(c engine.Change) string {
	switch c {
	case engine.Regressed:
		return "was seen fixed, fails again"
	case engine.New:
		return "fails for the first time"
	case engine.Persisting:
		return "failed then, fails now"
	case engine.NotObserved:
		return "not looked at this time; nobody knows"
	case engine.NoLongerApplies:
		return "the policy does not concern it now"
	}
	return "judged again, and does not fail"
}

func (b *booklet) changeTable(log *engine.ChangeLog) {
	var rows [][]cell
	for _, c := range engine.Changes() {
		row := []cell{ready(b.changeName(c, 104)), count(log.Counts[c], smallBold)}
		for _, s := range engine.Severities() {
			row = append(row, num(log.Severities[c][s]))
		}
		rows = append(rows, append(row, txt(changeMeaning(c))))
	}
	b.table([]column{{"Failures", 112, false}, {"all", 40, true}, {"critical", 44, true}, {"high", 38, true}, {"medium", 46, true}, {"low", 38, true}, {"", 8, false}, {"What it means", across - 326, false}}, spaced(rows, 6))
}

// spaced puts an empty cell before column at, between numbers and text.
func spaced(rows [][]cell, at int) [][]cell {
	for i, row := range rows {
		rows[i] = append(append(append([]cell{}, row[:at]...), txt("")), row[at:]...)
	}
	return rows
}

// changeName is a change with a mark of its own shape.
func (b *booklet) changeName(c engine.Change, width float64) block {
	words := b.faces.words(small, changeWords(c), width-14)
	out := block{height: words.height, draw: []stroke{func(cv *canvas, x, y float64) { changeMark(cv, point{x + 4, y + 5.8}, c) }}}
	out.add(14, 0, words)
	return out
}

// changeMark draws a change's shape: up for what came, down for what went, a square for what stays, a ring for what is not known.
func changeMark(c *canvas, at point, change engine.Change) {
	const r = 3.4
	up := []point{{at.x - r, at.y + r}, {at.x + r, at.y + r}, {at.x, at.y - r}}
	down := []point{{at.x - r, at.y - r}, {at.x + r, at.y - r}, {at.x, at.y + r}}
	square := []point{{at.x - r + 0.5, at.y - r + 0.5}, {at.x + r - 0.5, at.y - r + 0.5}, {at.x + r - 0.5, at.y + r - 0.5}, {at.x - r + 0.5, at.y + r - 0.5}}
	switch change {
	case engine.New:
		c.polygon(up, verdictInk(engine.Fail))
	case engine.Regressed:
		c.polygon(up, verdictInk(engine.Fail))
		c.line(point{at.x - r, at.y - r}, point{at.x + r, at.y - r}, pen{verdictInk(engine.Fail), 1.2})
	case engine.Persisting:
		c.polygon(square, quiet)
	case engine.Fixed:
		c.polygon(down, verdictInk(engine.Pass))
	case engine.NoLongerApplies:
		c.line(point{at.x - r, at.y}, point{at.x + r, at.y}, pen{quiet, 1.4})
	default:
		c.outline(square, pen{verdictInk(engine.Unknown), 1})
	}
}

// failuresOf says how the failures, which changes count, and the findings, which all else counts, go together.
func (b *booklet) failuresOf() string {
	n := 0
	for i := range b.all.Findings {
		if f := &b.all.Findings[i]; f.Verdict == engine.Fail {
			n += len(f.Failures)
		}
	}
	findings := b.all.Summary.Verdicts[engine.Fail]
	return fmt.Sprintf("the %s %s %s now, waived ones included", plural(findings, "finding that fails", "findings that fail"), map[bool]string{true: "has", false: "have"}[findings == 1], plural(n, "failure", "failures"))
}

// frontChanges is what the first page says of change.
func (b *booklet) frontChanges(width float64) block {
	f, log := b.faces, b.assessment.Changes
	head := f.words(subtitle, "Since the last run", width)
	if log == nil {
		return stack(head, space(3), f.words(body, noChanges, width))
	}
	parts := []block{head, space(3)}
	half := width / 2
	cell := func(c engine.Change) block {
		return as(roleParagraph, beside([]float64{0, 29}, f.flushRight(smallBold, grouped(log.Counts[c]), 25), b.changeName(c, half-29)))
	}
	changes := engine.Changes()
	for i := 0; i < len(changes); i += 2 {
		parts = append(parts, beside([]float64{0, half}, cell(changes[i]), cell(changes[i+1])), space(3))
	}
	words := "These are failures: " + b.failuresOf() + ". Compared with " + sideWords(log.Since) + "."
	if log.Remediation.Count > 0 {
		words += " Fixing took " + Lasting(log.Remediation.MeanSeconds) + " in the mean."
	}
	return stack(append(parts, f.words(small.in(quiet), words, width))...)
}

// A movement is the failures of one policy that changed alike.
type movement struct {
	policy   string
	severity engine.Severity
	failures []engine.DiffFailure
}

// movements gathers the listed failures of one change by policy, in their order.
func movements(failures []engine.DiffFailure, c engine.Change) []*movement {
	byPolicy := map[string]*movement{}
	var out []*movement
	for _, f := range failures {
		if f.Change != c {
			continue
		}
		m := byPolicy[f.Policy]
		if m == nil {
			m = &movement{policy: f.Policy, severity: f.Severity}
			byPolicy[f.Policy], out = m, append(out, m)
		}
		m.failures = append(m.failures, f)
	}
	return out
}

// changed lists the failures of one change, by policy.
func (b *booklet) changed(log *engine.ChangeLog, c engine.Change) {
	all, listed := movements(log.Failures, c), 0
	if len(all) == 0 {
		return
	}
	for _, m := range all {
		listed += len(m.failures)
	}
	words := changeWords(c)
	name := strings.ToUpper(words[:1]) + words[1:] + ": " + plural(log.Counts[c], "failure", "failures")
	shown := 0
	var rows [][]cell
	for _, m := range all[:min(changeRows, len(all))] {
		first := m.failures[0]
		what := first.Message
		if n := len(m.failures) - 1; n > 0 {
			what += more(n)
		}
		shown += len(m.failures)
		rows = append(rows, []cell{ready(b.faces.badge(m.severity)), styled(b.policyTitle(m.policy), fineBold), styled(grouped(len(m.failures)), fine),
			styled(what, fine), styled(b.where(m.failures), fine), styled(b.when(first), fine)})
	}
	b.gap(4)
	b.flow.head(b.faces.words(subtitle, name, across), space(2))
	b.table([]column{{"", 16, false}, {"Policy", 116, false}, {"Failures", 44, true}, {"What", 116, false}, {"Where", 92, false}, {"When", across - 384, false}}, rows)
	if shown < log.Counts[c] {
		note := fmt.Sprintf("%s of %s failures stand in this table", grouped(shown), grouped(log.Counts[c]))
		if listed < log.Counts[c] {
			note += fmt.Sprintf("; %s of them in findings.json, all of them in the history (assize diff)", grouped(listed))
		} else {
			note += "; all of them in findings.json"
		}
		b.put(stack(b.faces.words(caption, note+".", across), space(4)))
	}
}

func (b *booklet) policyTitle(id string) string {
	if g := b.byID[id]; g != nil && g.policy.Title != "" {
		return g.policy.Title
	}
	return id
}

// where names the resources of failures, with their targets where there are several.
func (b *booklet) where(failures []engine.DiffFailure) string {
	var places []string
	for _, f := range failures {
		place := cut(f.Resource, 120)
		if len(b.targets) > 1 {
			place += " on " + cut(b.targetName(f.Target), 80)
		}
		if len(places) == 0 || places[len(places)-1] != place {
			places = append(places, place)
		}
	}
	return some(places, 2)
}

// when says since when a failure was there.
func (b *booklet) when(f engine.DiffFailure) string {
	text := history(f)
	return cut(strings.ToUpper(text[:1])+text[1:], 160)
}

// ages counts what persists by how long it has failed.
func (b *booklet) ages(log *engine.ChangeLog) {
	total := aged(log)
	if total == 0 {
		return
	}
	var rows [][]cell
	before := 0
	for _, band := range log.Ages {
		row := []cell{txt(bandWords(before, band.Days)), txt("")}
		sum := 0
		for _, s := range engine.Severities() {
			row, sum = append(row, num(band.Severities[s])), sum+band.Severities[s]
		}
		row[1] = count(sum, smallBold)
		rows, before = append(rows, append(row, txt(percent(sum, total)))), band.Days
	}
	b.heading("Ages of what persists, without what waivers cover")
	b.table([]column{{"Fails for", 130, false}, {"all", 46, true}, {"critical", 46, true}, {"high", 46, true}, {"medium", 48, true}, {"low", 42, true}, {"of " + grouped(total), across - 358, true}}, rows)
}

func bandWords(before, days int) string {
	switch {
	case days == 0:
		return fmt.Sprintf("more than %s", plural(before, "day", "days"))
	case before == 0:
		return "up to " + plural(days, "day", "days")
	}
	return fmt.Sprintf("%d to %d days", before+1, days)
}

// oldest lists the failures that have failed the longest, those of one policy that began together in one row.
func (b *booklet) oldest(log *engine.ChangeLog) {
	var rows [][]cell
	listed, all := 0, aged(log)
	for rest := log.Oldest; len(rest) > 0 && len(rows) < oldestRows; {
		first := rest[0]
		n := slices.IndexFunc(rest, func(f engine.DiffFailure) bool { return f.Policy != first.Policy || !f.Since.Equal(first.Since) })
		if n < 0 {
			n = len(rest)
		}
		rows = append(rows, []cell{ready(b.faces.badge(first.Severity)), styled(b.policyTitle(first.Policy), fineBold), styled(grouped(n), fine), styled(first.Message+more(n-1), fine),
			styled(b.where(rest[:n]), fine), styled(first.Since.UTC().Format(time.DateOnly), fine), styled(Lasting(first.AgeSeconds), fine)})
		listed, rest = listed+n, rest[n:]
	}
	if listed == 0 {
		return
	}
	b.gap(4)
	b.flow.head(b.faces.words(subtitle, fmt.Sprintf("The oldest %d of %s", listed, plural(all, "failure that persists, without what waivers cover", "failures that persist, without what waivers cover")), across), space(2))
	b.table([]column{{"", 16, false}, {"Policy", 124, false}, {"Failures", 44, true}, {"What", 118, false}, {"Where", 86, false}, {"Since", 60, false}, {"Age", across - 448, true}}, rows)
}

// aged counts the persisting failures that no waiver covers.
func aged(log *engine.ChangeLog) int {
	total := 0
	for _, band := range log.Ages {
		for _, n := range band.Severities {
			total += n
		}
	}
	return total
}
