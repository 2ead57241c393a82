package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// The first page is for those who read one page. It is as high as the paper: what the list of things to mend cannot show is
// counted there and stands in the findings.

// firstThings is how many policies the first page asks to mend, at most.
const firstThings = 6

// frontNotes is how many notes about the scope the first page shows; all of them stand in the scope.
const frontNotes = 2

// director makes the first page.
func (b *booklet) director() *page {
	s := b.flow.sheet
	p := &page{bare: true, part: &element{role: rolePart}}
	head := b.masthead()
	band := head.height + 52
	p.placed = append(p.placed, placed{block: block{draw: []stroke{func(c *canvas, x, y float64) {
		c.fill(0, 0, s.width, band, navy)
		c.fill(0, band, s.width, 4, resultInk(b.assessment))
	}}}}, placed{x: s.left(), y: 30, block: head})
	facts := b.frontFacts(2)
	text, whole := b.frontWithin(s.bottom() - facts.height - band - 26)
	if !whole { // one line more may be what the frameworks need
		facts = b.frontFacts(1)
		text, _ = b.frontWithin(s.bottom() - facts.height - band - 26)
	}
	p.placed = append(p.placed, placed{x: s.left(), y: band + 18, block: text}, placed{x: s.left(), y: s.bottom() - facts.height - 4, block: facts})
	return p
}

// frontWithin is the page's text with as many things to mend as there is room for, and the frameworks where three are left then;
// what to do is said shorter before the frameworks are left out. Whole says whether they are in it.
func (b *booklet) frontWithin(room float64) (text block, whole bool) {
	most := min(firstThings, len(b.failing()))
	for _, limit := range []int{doBytes, shortDoBytes} {
		for things := most; things >= min(3, most); things-- {
			if text = b.frontText(things, limit, true); text.height <= room {
				return text, true
			}
		}
	}
	for things := most; things >= 0; things-- {
		if text = b.frontText(things, doBytes, false); text.height <= room {
			break
		}
	}
	return text, false
}

// masthead says what this is and whose.
func (b *booklet) masthead() block {
	r, f := b.assessment.Report, b.faces
	mark := f.flushRight(style{strong, 9, white, 12}, strings.ToUpper(r.Classification), 200)
	line := beside([]float64{0, across - 200}, f.words(style{semibold, 9, white, 12}, "COMPLIANCE AUDIT REPORT", 280), mark)
	parts := []block{line, space(16), as(level(1), f.within(style{strong, 24, white, 29}, b.title(), across, 58))}
	whose := r.Organisation
	if r.Period != "" {
		whose = strings.TrimPrefix(whose+" · "+r.Period, " · ")
	}
	if whose != "" {
		parts = append(parts, space(3), f.within(style{regular, 12.5, white, 17}, whose, across, 34))
	}
	return stack(parts...)
}

// frontText is the page's text with that many things to mend, with about limit bytes each of what to do, and the frameworks if they
// are wanted.
func (b *booklet) frontText(things, limit int, controls bool) block {
	a, f := b.assessment, b.faces
	const gutter = 24.0
	half := (across - gutter) / 2
	applies := without(a.Summary.Verdicts, engine.NotApplicable)
	parts := []block{
		f.words(style{strong, 17, resultInk(a), 22}, headline(a)+".", across), space(4),
		f.words(body, denominators(a.Summary)+b.countedOnce(), across), space(7),
		stackedBar(applies, applicable(applies), across, 14), space(4),
		f.barLegend(applies, a.Summary.Verdicts[engine.NotApplicable]), space(12),
		beside([]float64{0, half + gutter}, as(roleColumn, b.frontSeverities(half)), as(roleColumn, b.frontChanges(half))), space(10),
	}
	if failing := b.failing(); len(failing) > 0 {
		parts = append(parts, b.frontThings(failing, things, limit), space(8))
	}
	if controls && len(a.Frameworks) > 0 {
		parts = append(parts, b.frontFrameworks(), space(8))
	}
	parts = append(parts, b.frontLimits(), space(8), b.gateBlock())
	return stack(parts...)
}

func (b *booklet) frontSeverities(width float64) block {
	s, f := b.assessment.Summary, b.faces
	policies := map[engine.Severity]int{}
	for _, g := range b.failing() {
		policies[g.severity]++
	}
	parts := []block{f.words(subtitle, "What fails, by severity", width), space(3), f.severityBars(s.Severities, policies, width)}
	words := "No waiver accepts any failure."
	if s.Waived > 0 {
		words = plural(s.Waived, "further failing finding is", "further failing findings are") + " accepted by waivers and not counted here."
	}
	return stack(append(parts, space(2), f.words(small.in(quiet), words+b.waiverAlarm(), width))...)
}

// waiverAlarm says what a reader should know of waivers without looking them up.
func (b *booklet) waiverAlarm() string {
	over, soon := 0, 0
	for _, w := range b.assessment.Waivers {
		switch {
		case w.Status == engine.Expired:
			over++
		case w.Expiring():
			soon++
		}
	}
	text := ""
	if soon > 0 {
		text += fmt.Sprintf(" %s within %d days.", plural(soon, "waiver ends", "waivers end"), engine.ExpiringDays)
	}
	if over > 0 {
		text += " " + plural(over, "waiver has", "waivers have") + " expired."
	}
	return text
}

// doBytes is how much of what to do the first page says, and shortDoBytes where room is scarce.
const (
	doBytes      = 200
	shortDoBytes = 100
)

// frontThings lists the worst policies with what to do, of about limit bytes.
func (b *booklet) frontThings(failing []*group, most, limit int) block {
	f := b.faces
	name := "What to mend first"
	if len(failing) > most {
		name += fmt.Sprintf(" (%d of %s)", most, plural(len(failing), "failing policy", "failing policies"))
	}
	columns := []column{{"Severity", 62, false}, {"Policy", 142, false}, {"Fails", 46, true}, {"What to do", 218, false}, {"Page", across - 468, true}}
	whole := &element{role: roleTable}
	parts := []block{f.words(subtitle, name, across), space(2), in(whole, f.headRow(columns))}
	for _, g := range failing[:most] {
		p := cell{text: brief(g.policy.Title, 80), style: smallBold, to: b.policyAnchor(g)}
		do := cell{text: sentences(g.policy.Remediation, limit), style: small}
		row := []cell{ready(f.chip(g.severity)), p, styled(g.share(), small), do, ready(b.pageOf(b.policyAnchor(g), small, across-468-cellPad))}
		parts = append(parts, in(whole, f.ruled(columns, row)))
	}
	return stack(parts...)
}

// frontControls is how many frameworks the first page shows.
const frontControls = 5

// frontFrameworks says how the controls stand, in one line for each framework of which some had anything to judge.
func (b *booklet) frontFrameworks() block {
	f := b.faces
	columns := []column{{"Framework", 168, false}, {"", 78, false}, {"fail", 32, true}, {"undecided", 50, true}, {"pass", 32, true}, {"n/a", 32, true}, {"not tested", 52, true}, {"of", across - 444, true}}
	whole := &element{role: roleTable}
	parts := []block{f.words(subtitle, "Controls that policies test", across), space(1)}
	shown := 0
	all, idle := frameworksInPlay(b.assessment.Frameworks)
	for _, fw := range all[:min(frontControls, len(all))] {
		counts := controlCounts(fw)
		if shown++; shown == 1 {
			parts = append(parts, in(whole, f.headRow(columns)))
		}
		row := []cell{styled(cut(folded(fw.Title), 100), fineBold), ready(inset(stackedBar(without(counts, engine.NotApplicable), applicable(counts), 70, 7), 0, 1.5, 0))}
		for _, n := range []int{counts[engine.Fail], counts[engine.Unknown] + counts[engine.Error], counts[engine.Pass], counts[engine.NotApplicable], fw.Total - fw.Covered, fw.Total} {
			row = append(row, count(n, fine))
		}
		parts = append(parts, in(whole, f.ruled(columns, row)))
	}
	words := ""
	if n := len(all) - shown; n > 0 {
		words = plural(n, "more framework", "more frameworks") + " in the results by framework. "
	}
	if len(idle) > 0 {
		words += plural(len(idle), "framework", "frameworks") + " had nothing to judge here."
	}
	if words != "" {
		parts = append(parts, space(2), f.words(caption, words, across))
	}
	return stack(parts...)
}

// sentences are the first ones of a text that has a page where it is whole.
func sentences(text string, limit int) string {
	text = folded(text)
	if len(text) <= limit {
		return text
	}
	if at := strings.LastIndex(text[:limit], ". "); at > 0 {
		return text[:at+1] + " (More on its page.)"
	}
	return brief(text, limit)
}

// brief shortens a text at a space for a place that leads to the whole.
func brief(text string, limit int) string {
	text = folded(text)
	if len(text) <= limit {
		return text
	}
	if at := strings.LastIndexByte(text[:limit], ' '); at > limit/2 {
		return text[:at] + " …"
	}
	return cut(text, limit)
}

// frontLimits says what the result does not cover.
func (b *booklet) frontLimits() block {
	a, f := b.assessment, b.faces
	var lines []string
	if n := lost(a); n > 0 {
		lines = append(lines, fmt.Sprintf("%s of %s could not be visited: nothing is known of what is there.", grouped(n), plural(len(a.Targets), "target", "targets")))
	}
	if open := a.Summary.Verdicts[engine.Unknown]; open > 0 && len(b.needs) > 0 {
		n := b.needs[0]
		lines = append(lines, fmt.Sprintf("%s could not be decided, because facts were not read; %s of them for want of this: %s.",
			plural(open, "finding", "findings"), grouped(n.findings), brief(n.remedy(), 110)))
	}
	if n := len(a.Excluded); n > 0 {
		lines = append(lines, plural(n, "policy was", "policies were")+" left out on purpose, with reasons.")
	}
	for _, note := range a.Notes[:min(frontNotes, len(a.Notes))] {
		lines = append(lines, brief(note, 190))
	}
	if more := len(a.Notes) - frontNotes; more > 0 {
		lines = append(lines, plural(more, "more note", "more notes")+" on the scope.")
	}
	if len(a.Findings) == 0 {
		lines = append(lines, "Nothing was evaluated: this report says nothing of any system, neither good nor bad.")
	}
	if len(lines) == 0 {
		lines = append(lines, "All targets were visited, no policy was left out, and every applicable finding was decided.")
	}
	parts := []block{beside([]float64{0, across - 120}, f.words(subtitle, "What this result does not cover", across-130), b.see(b.scopeAnchor, "more on page ", 120)), space(2)}
	for _, line := range lines {
		parts = append(parts, f.bullet(body, line, across))
	}
	return stack(parts...)
}

// frontFacts are the report's particulars, in two columns at the foot, of at most so many lines each.
func (b *booklet) frontFacts(lines float64) block {
	a := b.assessment
	var names, places []string
	elsewhere := 0
	for _, t := range a.Targets {
		names = append(names, cut(cmp.Or(t.Name, t.ID), 100))
		if place := t.Options["endpoint"]; place != "" {
			elsewhere++
			if !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
	}
	policies := plural(len(a.Policies), "policy", "policies")
	if a.Run.Profile != "" {
		policies += ", profile " + a.Run.Profile
	}
	sealed := "not sealed"
	if b.layout.Seal != nil {
		sealed = "made to be sealed by " + b.layout.Seal.Signer
	}
	rows := [][2]string{
		{"Scope", strings.TrimSuffix(plural(len(names), "target", "targets")+": "+some(names, 3), ": ")}, {"Policies", policies},
		{"Collected", interval(a.Run)}, {"Evaluated", stamp(a.Run.At)},
		{"Run", a.Run.ID}, {"Made by", a.Run.Tool}, {"Period", cmp.Or(a.Report.Period, "none given")}, {"Seal", sealed},
	}
	if elsewhere > 0 { // in a row of its own, which no long name pushes out; see placedName
		rows = append(rows, [2]string{"Asked at", some(places, 2)}, [2]string{"Asked there", fmt.Sprintf("%d of %s", elsewhere, plural(len(names), "target", "targets"))})
	}
	half := across/2 - 8
	var parts []block
	for pair := range slices.Chunk(rows, 2) {
		parts = append(parts, rule(across, pen{hairline, 0.4}), inset(beside([]float64{0, half + 16}, b.frontFact(pair[0], half, lines), b.frontFact(pair[1], half, lines)), 0, 2.5, 2.5))
	}
	return in(&element{role: roleList}, stack(parts...))
}

func (b *booklet) frontFact(fact [2]string, width, lines float64) block {
	value := b.faces.oneLine(small, fact[1], width-56)
	if lines > 1 {
		value = b.faces.within(small, fact[1], width-56, lines*small.lead)
	}
	name := as(roleLabel, b.faces.words(smallBold.in(quiet), fact[0], 56))
	return as(roleItem, beside([]float64{0, 56}, name, as(roleItemBody, value)))
}

// resultInk is the colour of the overall result, which the headline says in words.
func resultInk(a *engine.Assessment) rgb {
	for _, n := range a.Summary.Severities {
		if n > 0 {
			return verdictInk(engine.Fail)
		}
	}
	if !a.Gate.Passed || a.Summary.Verdicts[engine.Unknown] > a.Summary.ByNature || a.Summary.Verdicts[engine.Pass] == 0 {
		return verdictInk(engine.Unknown)
	}
	return verdictInk(engine.Pass)
}

func (b *booklet) gateBlock() block {
	gate, f := b.assessment.Gate, b.faces
	parts := []block{f.words(bodyBold, gateWords(gate), across-24)}
	for _, reason := range gate.Reasons {
		parts = append(parts, f.bullet(body, cut(folded(reason.Message), 200), across-24))
	}
	tone := verdictInk(engine.Pass)
	if !gate.Passed {
		tone = verdictInk(engine.Fail)
	}
	return edged(on(inset(stack(parts...), 12, 5, 5), across, wash), tone)
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
		a = &anchor{title: cut(folded(g.policy.Title), titleBytes), level: 2}
		b.byPolicy[g.policy.ID] = a
	}
	return a
}
