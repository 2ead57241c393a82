package reports

import (
	"fmt"
	"strings"

	"github.com/assize/assize/engine"
)

// planRows is how many policies are listed of each thing that a plan does, and how many findings that are known later.
const planRows = 20

// A planPart is one thing that a plan does to failures, with its words.
type planPart struct {
	change        engine.Change
	name, meaning string
}

// planParts lists them in the order of the text.
func planParts() []planPart {
	return []planPart{
		{engine.New, "breaks", "fails after the plan, and not before it"},
		{engine.Fixed, "fixes", "fails before the plan, and not after it, or is deleted"},
		{engine.Persisting, "leaves broken", "fails before and after, and the plan changes the thing"},
		{engine.NoLongerApplies, "no longer applies", "the policy does not concern it after the plan"},
	}
}

// planned says what the plans among the targets change, where they know what was there before.
func (b *booklet) planned() {
	p := b.assessment.Plan
	if p == nil {
		return
	}
	later := laterOf(b.assessment)
	b.section("What the plan changes", "The same policies judged what is there before the plan is applied and what will be there after it. Counted are failures, of which a "+
		"finding may have several; what is known after apply are findings that nobody can judge before.")
	var rows [][]cell
	row := func(c engine.Change, name string, all int, by map[engine.Severity]int, meaning string) {
		words := b.faces.words(small, name, 98)
		mark := block{height: words.height, draw: []stroke{func(cv *canvas, x, y float64) { changeMark(cv, point{x + 4, y + 5.8}, c) }}}
		mark.add(14, 0, words)
		cells := []cell{ready(mark), count(all, smallBold)}
		for _, s := range engine.Severities() {
			cells = append(cells, num(by[s]))
		}
		rows = append(rows, append(cells, txt(meaning)))
	}
	for _, part := range planParts() {
		if _, told := p.Counts[part.change]; told && (part.change != engine.NoLongerApplies || p.Counts[part.change] > 0) {
			row(part.change, part.name, p.Counts[part.change], p.Severities[part.change], part.meaning)
		}
	}
	row(engine.NotObserved, "known after apply", len(later.findings), later.severities(), "what it hangs on is set when the plan is applied")
	b.table([]column{{"Failures", 112, false}, {"all", 40, true}, {"critical", 44, true}, {"high", 38, true}, {"medium", 46, true}, {"low", 38, true}, {"", 8, false}, {"What it means", across - 326, false}}, spaced(rows, 6))
	for _, part := range planParts() {
		b.plannedFailures(p, part)
	}
	b.knownLater(later)
}

// plannedFailures lists the failures of one part, by policy.
func (b *booklet) plannedFailures(p *engine.PlanLog, part planPart) {
	all := movements(p.Failures, part.change)
	if len(all) == 0 {
		return
	}
	shown := 0
	var rows [][]cell
	for _, m := range all[:min(planRows, len(all))] {
		first := m.failures[0]
		what := cut(folded(first.Message), messageBytes) + waivedBy(first)
		if first.Why == engine.PlanDeletes {
			what += "; " + first.Why
		}
		if n := len(m.failures) - 1; n > 0 {
			what += more(n)
		}
		shown += len(m.failures)
		rows = append(rows, []cell{ready(b.faces.badge(m.severity)), styled(b.policyTitle(m.policy), fineBold), styled(grouped(len(m.failures)), fine), styled(what, fine),
			styled(b.where(m.failures), fine)})
	}
	b.gap(4)
	b.flow.head(b.faces.words(subtitle, strings.ToUpper(part.name[:1])+part.name[1:]+": "+plural(p.Counts[part.change], "failure", "failures"), across), space(2))
	b.table([]column{{"", 16, false}, {"Policy", 140, false}, {"Failures", 44, true}, {"What", 160, false}, {"Where", across - 360, false}}, rows)
	if shown < p.Counts[part.change] {
		b.put(stack(b.faces.words(caption, fmt.Sprintf("%s of %s failures stand in this table; findings.json lists more.", grouped(shown), grouped(p.Counts[part.change])), across), space(4)))
	}
}

// knownLater lists the findings that only the applied plan decides.
func (b *booklet) knownLater(later knownLater) {
	if len(later.findings) == 0 {
		return
	}
	var rows [][]cell
	for _, f := range later.findings[:min(planRows, len(later.findings))] {
		why := cut(later.reason(f), messageBytes)
		if later.failsNow(f) {
			why = "Fails before the plan. " + why
		}
		rows = append(rows, []cell{ready(b.faces.badge(f.Severity)), styled(b.policyTitle(f.Policy), fineBold), styled(cut(f.Resource, 120), fine), styled(why, fine)})
	}
	b.gap(4)
	b.flow.head(b.faces.words(subtitle, "Known after apply: "+plural(len(later.findings), "finding", "findings"), across), space(2))
	b.table([]column{{"", 16, false}, {"Policy", 150, false}, {"Where", 140, false}, {"What is not known yet", across - 306, false}}, rows)
	if n := len(later.findings); n > planRows {
		b.put(stack(b.faces.words(caption, fmt.Sprintf("%d of %s findings stand in this table; findings.json has all.", planRows, grouped(n)), across), space(4)))
	}
}
