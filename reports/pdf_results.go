package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// domains shows the verdicts by domain as bars and figures.
func (b *booklet) domains() {
	s := b.assessment.Summary
	if len(s.Domains) == 0 {
		return
	}
	b.section("Results by domain", "Each bar is a domain's applicable findings by verdict, in the patterns of \"How to read this report\".")
	columns := []column{{"Domain", 130, false}, {"", 120, false}, {"fail", 42, true}, {"of", 48, true}, {"error", 38, true}, {"unknown", 48, true}, {"pass", 40, true}, {"n/a", across - 466, true}}
	var rows [][]cell
	for _, d := range domainsOf(s) {
		counts := s.Domains[d]
		applies := applicable(counts)
		row := []cell{styled(domainTitle(d), smallBold), ready(inset(stackedBar(without(counts, engine.NotApplicable), applies, 110, 8), 0, 2, 2))}
		for _, v := range engine.Verdicts() {
			row = append(row, verdictCount(v, counts[v], small))
			if v == engine.Fail {
				row = append(row, count(applies, small))
			}
		}
		rows = append(rows, row)
	}
	b.table(columns, rows)
}

// applicable counts the findings in which there was something to judge.
func applicable(counts map[engine.Verdict]int) int {
	return counts[engine.Pass] + counts[engine.Fail] + counts[engine.Unknown] + counts[engine.Error]
}

func without(counts map[engine.Verdict]int, left engine.Verdict) map[engine.Verdict]int {
	out := map[engine.Verdict]int{}
	for v, n := range counts {
		if v != left {
			out[v] = n
		}
	}
	return out
}

// verdictCount is a count that stands out where there is one.
func verdictCount(v engine.Verdict, n int, s style) cell {
	if n > 0 && v != engine.NotApplicable {
		s.face = semibold
		return count(n, s.in(verdictInk(v)))
	}
	return count(n, s)
}

// toldEach is how many findings of one need are told with what they would be if it were met; waitingEach how many policies
// are named that wait for it.
const (
	toldEach    = 4
	waitingEach = 18
)

// undecided says what could not be assessed, why, what would allow it, and which policies wait for it.
func (b *booklet) undecided() {
	a := b.assessment
	unknown, broken := a.Summary.Verdicts[engine.Unknown], b.having(func(g *group) bool { return len(g.broken) > 0 })
	if unknown == 0 && len(b.needs) == 0 && len(broken) == 0 {
		return
	}
	intro := fmt.Sprintf("%s of %s could not be decided, because a fact that decides was not read. What follows would allow it; the largest effect comes first. None of these counts as passed.",
		grouped(unknown), plural(applicable(a.Summary.Verdicts), "applicable finding", "applicable findings"))
	if unknown == 0 {
		intro = "Some facts could not be read; no verdict hangs on them."
	}
	b.section("Findings without a verdict", intro)
	b.needTable()
	if b.idle > 0 {
		b.put(stack(b.faces.words(caption, fmt.Sprintf("%s not read that no verdict hangs on; findings.json lists them.",
			plural(b.idle, "more fact was", "more facts were")), across), space(4)))
	}
	b.brokenTable(broken)
}

func (b *booklet) needTable() {
	var rows [][]cell
	for _, n := range b.needs[:min(scopeRows, len(b.needs))] {
		if n.findings == 0 {
			continue
		}
		var names []string
		for _, t := range n.targets {
			names = append(names, cut(b.targetName(t), 100))
		}
		waiting := b.faces.within(fine, b.waitingFor(n), 188, 130)
		for _, f := range n.told[:min(toldEach, len(n.told))] {
			waiting = stack(waiting, b.faces.within(fine.in(quiet), f.Policy+" on "+b.place(f)+": "+eitherWay(f), 188, 42))
		}
		if more := len(n.told) - toldEach; more > 0 {
			waiting = stack(waiting, b.faces.words(fine.in(quiet), plural(more, "more finding", "more findings")+" told in findings.json", 188))
		}
		rows = append(rows, []cell{num(n.findings), num(n.alone), styled(brief(n.remedy(), 160), smallBold), txt(n.why() + "; on " + some(names, 3)), ready(waiting)})
	}
	b.table([]column{{"Findings", 46, true}, {"by it alone", 54, true}, {"What would allow it", 104, false}, {"Why, and where", 100, false}, {"Policies that wait for it", across - 304, false}}, rows)
	b.shownOf(min(scopeRows, len(b.needs)), len(b.needs), "causes", "those with the largest effect")
}

// waitingFor names the policies that hang on a need, with their severities, worst first.
func (b *booklet) waitingFor(n *need) string {
	severity := map[string]engine.Severity{}
	for _, g := range b.groups {
		severity[g.policy.ID] = g.severity
	}
	ids := slices.Clone(n.policies)
	slices.SortStableFunc(ids, func(x, y string) int { return cmp.Compare(severity[y].Rank(), severity[x].Rank()) })
	text := ""
	for i, id := range ids[:min(waitingEach, len(ids))] {
		switch {
		case i == 0:
			text = string(severity[id]) + ": "
		case severity[id] != severity[ids[i-1]]:
			text += "; " + string(severity[id]) + ": "
		default:
			text += ", "
		}
		text += cut(id, 100)
	}
	return text + more(len(ids)-waitingEach)
}

func (b *booklet) brokenTable(groups []*group) {
	var rows [][]cell
	for _, g := range groups[:min(scopeRows, len(groups))] {
		var notes []string
		for _, f := range g.broken {
			notes = insert(notes, folded(f.Note))
		}
		rows = append(rows, []cell{letter(g.severity), styled(g.policy.Title, fine), styled(g.policy.ID, fineCode), count(len(g.broken), fine), styled(some(notes, 2), fine)})
	}
	b.table([]column{{"", 16, false}, {"Policy that broke", 140, false}, {"Id", 120, false}, {"Findings", 46, true}, {"Error", across - 322, false}}, rows)
	b.shownOf(len(rows), len(groups), "policies that broke", "")
}

// controlRows is how many controls of one framework are listed; the rest is in findings.json.
const controlRows = 400

// frameworks shows each framework with the controls that policies test.
func (b *booklet) frameworks() {
	if len(b.assessment.Frameworks) == 0 {
		return
	}
	b.section("Results by framework", "A control fails if any policy that tests it fails on any resource; \"fail (waived)\" means that waivers accept all of its failures. That a control passes means that "+
		"the policies mapped to it pass: much of a control may be nothing that a machine can read. Counts are findings; \"of\" is how many apply.")
	inPlay, idle := frameworksInPlay(b.assessment.Frameworks)
	for _, fw := range inPlay {
		b.framework(fw)
	}
	b.idleFrameworks(idle)
}

// idleFrameworks lists frameworks of which no control had anything to judge, in one place.
func (b *booklet) idleFrameworks(list []engine.FrameworkResult) {
	if len(list) == 0 {
		return
	}
	a := b.anchor("Frameworks with nothing to judge here ("+grouped(len(list))+")", 1)
	head := b.faces.words(subtitle, a.title, across)
	head.anchors = append(head.anchors, a)
	b.flow.head(head, space(3))
	var rows [][]cell
	for _, fw := range list {
		rows = append(rows, []cell{styled(versioned(fw), fineBold), styled(fw.Publisher, fine), num(len(fw.Controls)), num(fw.Total - fw.Covered), num(fw.Total)})
	}
	b.table([]column{{"Framework", 190, false}, {"Published by", 117, false}, {"tested, none applies", 86, true}, {"not tested", 54, true}, {"of", across - 447, true}}, rows)
}

// versioned is a framework's title with its version, which some titles have in them.
func versioned(fw engine.FrameworkResult) string {
	if fw.Version != "" && !strings.Contains(fw.Title, fw.Version) {
		return fw.Title + ", version " + fw.Version
	}
	return fw.Title
}

// controlCounts counts a framework's tested controls by verdict.
func controlCounts(fw engine.FrameworkResult) map[engine.Verdict]int {
	counts := map[engine.Verdict]int{}
	for _, c := range fw.Controls {
		counts[c.Verdict]++
	}
	return counts
}

func (b *booklet) framework(fw engine.FrameworkResult) {
	counts, waived := controlCounts(fw), 0
	for _, c := range fw.Controls {
		if c.AllWaived() {
			waived++
		}
	}
	name, accepted := versioned(fw), ""
	if waived > 0 {
		accepted = fmt.Sprintf(" (%d of them with every failure waived)", waived)
	}
	words := fmt.Sprintf("%d of %s are tested by a selected policy: %d pass, %d fail%s, %d unknown, %d in error, %d with nothing to apply to. %s not tested by this audit.",
		fw.Covered, plural(fw.Total, "control", "controls"), counts[engine.Pass], counts[engine.Fail], accepted, counts[engine.Unknown], counts[engine.Error],
		counts[engine.NotApplicable], plural(fw.Total-fw.Covered, "control is", "controls are"))
	if fw.Publisher != "" {
		words = "Published by " + fw.Publisher + ". " + words
	}
	intro := stack(b.faces.words(body, words, across), space(3), stackedBar(counts, len(fw.Controls), across, 8), space(5))
	intro.anchors = append(intro.anchors, b.anchor(name, 1))
	b.heading(name, intro)
	var list, idle []engine.ControlResult
	for _, c := range fw.Controls {
		if c.Verdict == engine.NotApplicable {
			idle = append(idle, c)
			continue
		}
		list = append(list, c)
	}
	shown := list[:min(controlRows, len(list))]
	b.controlTable(shown, waived > 0)
	b.shownOf(len(shown), len(list), "controls", "")
	b.idleControls(idle)
}

// controlTable lists controls with the policies that decide them.
func (b *booklet) controlTable(list []engine.ControlResult, waived bool) {
	columns := []column{{"Control", 46, false}, {"Title", 146, false}, {"Result", 44, false}, {"fail", 28, true}, {"unkn.", 32, true}, {"pass", 32, true}, {"of", 30, true}, {"Policies", across - 358, false}}
	if waived {
		columns = slices.Insert(columns, 4, column{"waived", 38, true})
		columns[1].width, columns[len(columns)-1].width = 122, columns[len(columns)-1].width-14
	}
	var rows [][]cell
	for _, c := range list {
		row := []cell{styled(c.ID, fine), styled(c.Title, fine), styled(controlWord(c), fineBold.in(verdictInk(c.Verdict))), count(c.Verdicts[engine.Fail], fine)}
		if waived {
			row = append(row, count(c.Waived, fine))
		}
		for _, n := range []int{c.Verdicts[engine.Unknown] + c.Verdicts[engine.Error], c.Verdicts[engine.Pass], applicable(c.Verdicts)} {
			row = append(row, count(n, fine))
		}
		rows = append(rows, append(row, styled(b.deciding(c), fine)))
	}
	b.table(columns, rows)
}

// idleShown is how many of the controls are named for which there was nothing to judge.
const idleShown = 150

// idleControls names the tested controls for which there was nothing to judge.
func (b *booklet) idleControls(list []engine.ControlResult) {
	if len(list) == 0 {
		return
	}
	var ids []string
	for _, c := range list {
		ids = append(ids, cut(c.ID, 60))
	}
	b.put(stack(b.faces.within(small, fmt.Sprintf("Tested, and nothing to apply to (%s): %s.", plural(len(list), "control", "controls"), some(ids, idleShown)), across, 200), space(6)))
}

// decidingShown is how many of a control's policies are named.
const decidingShown = 2

// deciding names policies that test a control and had something to judge, those first that give it its verdict, and counts the others.
func (b *booklet) deciding(c engine.ControlResult) string {
	var ids, others []string
	for _, id := range c.Policies {
		g := b.byID[id]
		if g == nil || len(g.failed)+len(g.waived)+len(g.unknown)+len(g.broken)+len(g.passed) == 0 {
			continue
		}
		decides := c.Verdict == engine.Fail && len(g.failed)+len(g.waived) > 0 || c.Verdict == engine.Unknown && len(g.unknown) > 0 ||
			c.Verdict == engine.Error && len(g.broken) > 0 || c.Verdict == engine.Pass && len(g.passed) > 0
		if decides {
			ids = append(ids, cut(id, 100))
			continue
		}
		others = append(others, cut(id, 100))
	}
	all := append(ids, others...)
	return strings.Join(all[:min(decidingShown, len(all))], ", ") + more(len(all)-decidingShown)
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}
