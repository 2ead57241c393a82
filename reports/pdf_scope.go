package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// scopeRows bounds the lists of targets and of excluded policies: of more, the worst are shown and all are counted.
const scopeRows = 60

// scope says what was audited and what was not, how, and how complete the answer is.
func (b *booklet) scope() {
	b.section("Scope, method and completeness", "")
	b.scopeAnchor = b.outline[len(b.outline)-1]
	a := b.assessment
	b.heading("Scope", b.facts(b.scopeFacts()))
	b.flow.gap(8)
	b.targetTable()
	b.exclusions()
	for _, note := range slices.Concat(b.cloneWords(), a.Notes) {
		b.put(stack(b.faces.within(body, "Note: "+note, across, 110), space(3)))
	}
	b.method()
	b.completeness()
}

func (b *booklet) scopeFacts() [][2]string {
	a := b.assessment
	facts := [][2]string{{"Targets", fmt.Sprintf("%s of %s visited", grouped(len(a.Targets)-lost(a)), plural(len(a.Targets), "target was", "targets were"))}}
	if a.Report.Period != "" {
		facts = append(facts, [2]string{"Period", a.Report.Period})
	}
	selected := plural(len(a.Policies), "policy", "policies") + " selected"
	if a.Run.Profile != "" {
		selected += " by the profile " + a.Run.Profile
	}
	var frameworks []string
	inPlay, _ := frameworksInPlay(a.Frameworks)
	for _, fw := range inPlay {
		frameworks = append(frameworks, fw.Title)
	}
	facts = append(facts, [2]string{"Collected", interval(a.Run)}, [2]string{"Evaluated", stamp(a.Run.At)}, [2]string{"Policies", selected})
	if len(frameworks) > 0 {
		facts = append(facts, [2]string{"Frameworks", some(frameworks, 8)})
	}
	return facts
}

// facts lists names with their values.
func (b *booklet) facts(list [][2]string) block {
	var rows []block
	for _, fact := range list {
		rows = append(rows, b.fact(fact))
	}
	return stack(rows...)
}

func (b *booklet) fact(fact [2]string) block {
	value := body
	if fact[0] == "Run" || strings.HasPrefix(fact[1], "sha256:") {
		value = code
	}
	name := as(roleLabel, b.faces.words(bodyBold.in(quiet), fact[0], 92))
	return stack(rule(across, pen{hairline, 0.4}), space(2), as(roleItem, beside([]float64{0, 100},
		name, as(roleItemBody, b.faces.within(value, fact[1], across-100, 55)))), space(2))
}

// targetTable lists the targets with what was found of each; one that could not be visited says why.
func (b *booklet) targetTable() {
	targets := b.assessment.Targets
	if len(targets) == 0 {
		return
	}
	var rows [][]cell
	for _, t := range together(worstTargets(targets, scopeRows)) {
		row := []cell{styled(rowName(t), fineBold), styled(t.ID, fineCode), styled(t.Collector+" "+t.Version, fine), count(t.Resources, fine), count(t.Gaps, fine)}
		for _, v := range engine.Verdicts() {
			row = append(row, verdictCount(v, t.Summary.Verdicts[v], fine))
		}
		rows = append(rows, row)
	}
	b.table([]column{{"Target", 150, false}, {"Identity", 67, false}, {"Collector", 47, false}, {"Resources", 50, true}, {"Gaps", 34, true}, {"fail", 28, true}, {"error", 30, true},
		{"unkn.", 32, true}, {"pass", 32, true}, {"n/a", across - 470, true}}, rows)
	b.shownOf(len(rows), len(targets), "targets", "those with the most failures")
	rows = nil
	for _, t := range targets {
		if t.Error != "" {
			rows = append(rows, []cell{styled(t.Name, smallBold), styled(t.Error, small.in(verdictInk(engine.Fail)))})
		}
	}
	total := len(rows)
	rows = rows[:min(scopeRows, total)]
	b.table([]column{{"Could not be visited", 170, false}, {"Why", across - 170, false}}, rows)
	b.shownOf(len(rows), total, "targets that could not be visited", "")
}

// shownOf says how many of how many are shown, when it is not all.
func (b *booklet) shownOf(shown, total int, what, which string) {
	if shown >= total {
		return
	}
	words := fmt.Sprintf("%s of %s %s shown; the rest is in findings.json.", grouped(shown), grouped(total), what)
	if which != "" {
		words = fmt.Sprintf("%s of %s %s shown, %s; the rest is in findings.json.", grouped(shown), grouped(total), what, which)
	}
	b.put(stack(b.faces.words(caption, words, across), space(4)))
}

func (b *booklet) exclusions() {
	all := b.assessment.Excluded
	if len(all) == 0 {
		b.put(stack(b.faces.words(body, "No policy was left out by name.", across), space(4)))
		return
	}
	var rows [][]cell
	for _, e := range all[:min(scopeRows, len(all))] {
		rows = append(rows, []cell{styled(e.ID, fineCode), styled(e.Title, fine), styled(e.Reason, fine)})
	}
	b.table([]column{{"Left out on purpose", 150, false}, {"Title", 170, false}, {"Reason", across - 320, false}}, rows)
	b.shownOf(len(rows), len(all), "policies left out", "")
}

func (b *booklet) method() {
	b.heading("Method")
	for _, text := range []string{
		"Collectors read the targets and write what they found, unchanged and without secrets, into one snapshot. What could not be read is recorded as a gap with its cause. Nothing is changed on a target.",
		"Each selected policy is evaluated on every resource of its kind: the whole population, no sample. Pass and fail are certain: no fact that was not read could have changed them. " +
			"When an unread fact could change the verdict, it is unknown and names what would decide it. A policy that breaks is an error. Neither counts as passed.",
		"The report is the output of a tool. It says how the audited settings stood when they were read; it is no opinion on the organisation's controls as a whole, and a machine that lies about itself is believed.",
	} {
		b.put(stack(b.faces.words(body, text, across), space(4)))
	}
}

// completeness counts what was decided, of what, and why the rest was not.
func (b *booklet) completeness() {
	a := b.assessment
	v := a.Summary.Verdicts
	decided := v[engine.Pass] + v[engine.Fail]
	applicable := decided + v[engine.Unknown] + v[engine.Error]
	rows := [][]cell{
		counted("Findings in all: each policy with each resource that it could concern", len(a.Findings), 0),
		counted("Applicable findings: there is something to judge", applicable, len(a.Findings)),
		counted("Decided: pass or fail, with certainty", decided, applicable),
		counted("Not decided: a fact that decides could not be read", v[engine.Unknown], applicable),
	}
	if a.Summary.ByNature > 0 {
		rows = append(rows, counted("   of these by the nature of what was asked for, which no permission would mend", a.Summary.ByNature, v[engine.Unknown]))
	}
	rows = append(rows, counted("In error: the policy broke", v[engine.Error], applicable), counted("Targets that could be visited", len(a.Targets)-lost(a), len(a.Targets)))
	b.heading("Completeness")
	b.table([]column{{"What", across - 190, false}, {"Count", 60, true}, {"of", 60, true}, {"Share", 70, true}}, rows)
	b.calls()
}

func counted(what string, n, of int) []cell {
	row := []cell{txt(what), styled(grouped(n), smallBold), txt(""), txt("")}
	if strings.HasPrefix(what, " ") {
		row[0] = txt("– " + strings.TrimSpace(what))
	}
	if of > 0 {
		row[2], row[3] = txt(grouped(of)), txt(percent(n, of))
	}
	return row
}

// percent is a share, rounded so that only all is 100 % and only nothing is 0 %.
func percent(n, of int) string {
	tenths := (n*1000 + of/2) / of
	if n > 0 {
		tenths = max(tenths, 1)
	}
	if n < of {
		tenths = min(tenths, 999)
	}
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}

// calls lists, for each target, the calls in sum and each service at which something was refused.
func (b *booklet) calls() {
	a := b.assessment
	names := map[string]string{}
	for _, t := range a.Targets {
		names[t.ID] = t.Name
	}
	sums, parts := map[string]*collectors.Coverage{}, map[string]int{}
	var refused []collectors.Coverage
	var order []string
	for _, c := range a.Coverage {
		sum := sums[c.Target]
		if sum == nil {
			sum = &collectors.Coverage{Target: c.Target}
			sums[c.Target], order = sum, append(order, c.Target)
		}
		parts[c.Target]++
		sum.Calls, sum.Denied, sum.Throttled, sum.Failed = sum.Calls+c.Calls, sum.Denied+c.Denied, sum.Throttled+c.Throttled, sum.Failed+c.Failed
		if c.Denied+c.Throttled+c.Failed > 0 {
			refused = append(refused, c)
		}
	}
	slices.SortStableFunc(order, func(x, y string) int { return cmp.Compare(trouble(*sums[y]), trouble(*sums[x])) })
	var rows [][]cell
	for _, id := range order {
		rows = append(rows, callCells(styled(cmp.Or(names[id], id), fineBold), plural(parts[id], "part", "parts")+" in all", *sums[id]))
		for _, c := range refused {
			if c.Target == id && parts[id] > 1 {
				rows = append(rows, callCells(styled("", fine), strings.TrimSpace(c.Service+" "+c.Region), c))
			}
		}
	}
	total := len(rows)
	rows = rows[:min(scopeRows, total)]
	b.table([]column{{"Read from", 150, false}, {"Part", 137, false}, {"calls", 50, true}, {"denied", 50, true}, {"throttled", 50, true},
		{"failed", across - 437, true}}, rows)
	b.shownOf(len(rows), total, "lines", "those with the most trouble")
}

func trouble(c collectors.Coverage) int { return c.Denied + c.Throttled + c.Failed }

func callCells(target cell, part string, c collectors.Coverage) []cell {
	row := []cell{target, styled(part, fine)}
	for _, n := range []int{c.Calls, c.Denied, c.Throttled, c.Failed} {
		row = append(row, count(n, fine))
	}
	return row
}
