package reports

import (
	"fmt"
	"time"

	"github.com/assize/assize/engine"
)

// summary is the page for those who read one page.
func (b *booklet) summary() {
	a, f := b.assessment, b.faces
	b.section("Executive summary", "")
	b.put(stack(f.words(lead.in(resultInk(a)), headline(a)+".", across), space(5), f.words(body, denominators(a.Summary), across), space(4)))
	b.gateBlock()
	for _, note := range a.Notes {
		b.put(stack(f.words(body, "Note: "+note, across), space(3)))
	}
	total := len(a.Findings)
	const radius = 62.0
	legend := f.legend(a.Summary.Verdicts, across-2*radius-30)
	b.heading("Findings by verdict", beside([]float64{0, 2*radius + 30}, f.donut(a.Summary.Verdicts, total, radius), inset(legend, 0, 12, 0)))
	policies := map[engine.Severity]int{}
	for _, g := range b.failing() {
		policies[g.severity]++
	}
	bars := f.severityBars(a.Summary.Severities, policies)
	if a.Summary.Waived > 0 {
		bars = stack(bars, f.words(caption, plural(a.Summary.Waived, "further failing finding is", "further failing findings are")+" accepted by waivers and not counted here.", across))
	}
	b.heading("Failing findings by severity", bars)
	b.first()
	b.targetTable()
}

func (b *booklet) gateBlock() {
	gate, f := b.assessment.Gate, b.faces
	parts := []block{f.words(bodyBold, gateWords(gate), across-24)}
	for _, reason := range gate.Reasons {
		parts = append(parts, f.bullet(body, reason.Message, across-24))
	}
	tone := verdictInk(engine.Pass)
	if !gate.Passed {
		tone = verdictInk(engine.Fail)
	}
	b.put(stack(edged(on(inset(stack(parts...), 12, 6, 6), across, wash), tone), space(6)))
}

// verdictColumns are the count columns of a table.
func verdictColumns(first string, width float64) []column {
	rest := (across - width) / 5
	return []column{{first, width, false}, {"fail", rest, true}, {"error", rest, true}, {"unknown", rest, true},
		{"pass", rest, true}, {"n/a", rest, true}}
}

func verdictCells(first cell, counts map[engine.Verdict]int) []cell {
	row := []cell{first}
	for _, v := range engine.Verdicts() {
		c := num(counts[v])
		if counts[v] > 0 {
			c.style = smallBold.in(verdictInk(v))
		}
		row = append(row, c)
	}
	return row
}

// targetsInSummary is how many targets the summary shows.
const targetsInSummary = 10

// targetTable shows the targets, or of many the ones with the most open failures.
func (b *booklet) targetTable() {
	targets := b.assessment.Targets
	if len(targets) == 0 {
		return
	}
	name := "Results by target"
	if len(targets) > targetsInSummary {
		name += fmt.Sprintf(" (%d of %s, those with the most failures)", targetsInSummary, grouped(len(targets)))
	}
	b.heading(name)
	b.targetRows(worstTargets(targets, targetsInSummary))
	var lost [][]cell
	for _, t := range b.assessment.Targets {
		if t.Error != "" {
			lost = append(lost, []cell{styled(t.Name, smallBold), styled(t.Error, small.in(verdictInk(engine.Fail)))})
		}
	}
	b.table([]column{{"Could not be visited", 170, false}, {"Why", across - 170, false}}, lost)
}

func (b *booklet) targetRows(targets []engine.Target) {
	var rows [][]cell
	for _, t := range targets {
		rows = append(rows, verdictCells(txt(nameAndRef(t)), t.Summary.Verdicts))
	}
	b.table(verdictColumns("Target", 232), rows)
}

// allTargets shows every target where the summary could not.
func (b *booklet) allTargets() {
	if len(b.assessment.Targets) > targetsInSummary {
		b.section("Results by target", "")
		b.targetRows(b.assessment.Targets)
	}
}

// firstThings is how many policies the summary asks to mend first.
const firstThings = 5

// first lists the worst policies with what to do.
func (b *booklet) first() {
	failing := b.failing()
	if len(failing) == 0 {
		return
	}
	name := "What to mend first"
	if len(failing) > firstThings {
		name += fmt.Sprintf(" (%d of %d failing policies)", firstThings, len(failing))
	}
	b.heading(name)
	var rows [][]cell
	for _, g := range failing[:min(firstThings, len(failing))] {
		p := txt(g.policy.Title)
		p.style, p.to = smallBold, b.policyAnchor(g)
		rows = append(rows, []cell{ready(b.faces.chip(g.severity)), p, num(len(g.failed)), txt(g.policy.Remediation)})
	}
	b.table([]column{{"Severity", 70, false}, {"Policy", 140, false}, {"Failing", 48, true}, {"What to do", across - 258, false}}, rows)
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// interval says from when to when was collected.
func interval(r engine.Run) string {
	began, ended := r.Began.UTC(), r.Ended.UTC()
	if began.Format(time.DateOnly) == ended.Format(time.DateOnly) {
		return began.Format("2006-01-02 15:04:05") + " to " + ended.Format("15:04:05 UTC")
	}
	return stamp(began) + " to " + stamp(ended)
}

// policyAnchor is where a failing policy's card is; it is made when it is first asked for.
func (b *booklet) policyAnchor(g *group) *anchor {
	a := b.byPolicy[g.policy.ID]
	if a == nil {
		a = &anchor{title: g.policy.Title, level: 1}
		b.byPolicy[g.policy.ID] = a
	}
	return a
}
