package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// unread says what could not be assessed, why, and what would allow it.
func (b *booklet) unread() {
	a := b.assessment
	unknown := a.Summary.Verdicts[engine.Unknown]
	if unknown == 0 && len(b.needs) == 0 {
		return
	}
	intro := fmt.Sprintf("%s without a verdict because a fact that decides could not be read. What follows would allow it; the largest effect comes first.",
		plural(unknown, "finding is", "findings are"))
	if unknown == 0 {
		intro = "Some facts could not be read; no verdict hangs on them."
	}
	b.section("What could not be assessed", intro)
	var rows [][]cell
	for _, n := range b.needs {
		if n.findings == 0 {
			continue
		}
		var names []string
		for _, t := range n.targets {
			names = append(names, b.targetName(t))
		}
		rows = append(rows, []cell{num(n.findings), num(n.alone), txt(n.remedy()), txt(n.why()), txt(some(n.kinds, 4)), txt(some(names, 2))})
	}
	b.table([]column{{"Verdicts", 48, true}, {"by it alone", 56, true}, {"What would allow it", 118, false}, {"Cause", 100, false},
		{"Kinds", 85, false}, {"Targets", across - 407, false}}, rows)
	if b.idle > 0 {
		b.put(b.faces.words(caption, fmt.Sprintf("%s not read that no verdict hangs on; they are listed in findings.json.",
			plural(b.idle, "more fact was", "more facts were")), across))
	}
}

// domains shows the verdicts by domain as bars and figures.
func (b *booklet) domains() {
	s := b.assessment.Summary
	if len(s.Domains) == 0 {
		return
	}
	b.section("Results by domain", "Each bar is a domain's findings by verdict; the legend is in the executive summary.")
	columns := []column{{"Domain", 120, false}, {"", 125, false}, {"fail", 47, true}, {"error", 42, true}, {"unknown", 56, true}, {"pass", 48, true}, {"n/a", across - 438, true}}
	var rows [][]cell
	for _, d := range domainsOf(s) {
		total := 0
		for _, n := range s.Domains[d] {
			total += n
		}
		row := verdictCells(styled(domainTitle(d), smallBold), s.Domains[d])
		bar := inset(stackedBar(s.Domains[d], total, 115, 9), 0, 1, 1)
		rows = append(rows, append([]cell{row[0], ready(bar)}, row[1:]...))
	}
	b.table(columns, rows)
}

// controlRows is how many controls of one framework are listed; the rest is in findings.json.
const controlRows = 120

// frameworks shows each framework with the controls that policies test.
func (b *booklet) frameworks() {
	if len(b.assessment.Frameworks) == 0 {
		return
	}
	b.section("Results by framework", "A control fails if any policy that tests it fails on any resource; \"fail (waived)\" means that waivers accept all of its failures. That a control passes means that "+
		"the policies mapped to it pass: much of a control may be nothing that a machine can read.")
	for _, fw := range b.assessment.Frameworks {
		b.framework(fw)
	}
}

func (b *booklet) framework(fw engine.FrameworkResult) {
	counts, waived := map[engine.Verdict]int{}, 0
	for _, c := range fw.Controls {
		counts[c.Verdict]++
		if c.AllWaived() {
			waived++
		}
	}
	name := fw.Title
	if fw.Version != "" && !strings.Contains(fw.Title, fw.Version) {
		name += ", version " + fw.Version
	}
	accepted := ""
	if waived > 0 {
		accepted = fmt.Sprintf(" (%d of them with every failure waived)", waived)
	}
	words := fmt.Sprintf("%d of %s are tested by a selected policy: %d pass, %d fail%s, %d unknown, %d in error, %d with nothing to apply to. %s not tested by this audit.",
		fw.Covered, plural(fw.Total, "control", "controls"), counts[engine.Pass], counts[engine.Fail], accepted, counts[engine.Unknown], counts[engine.Error],
		counts[engine.NotApplicable], plural(fw.Total-fw.Covered, "control is", "controls are"))
	a := b.anchor(name, 1)
	if fw.Publisher != "" {
		words = "Published by " + fw.Publisher + ". " + words
	}
	intro := stack(b.faces.words(body, words, across), space(3), stackedBar(counts, len(fw.Controls), across, 9), space(5))
	intro.anchors = append(intro.anchors, a)
	b.heading(name, intro)
	var rows [][]cell
	for _, c := range fw.Controls[:min(controlRows, len(fw.Controls))] {
		row := []cell{styled(c.ID, fine), styled(c.Title, fine), styled(controlWord(c), fineBold.in(verdictInk(c.Verdict)))}
		for _, n := range []int{c.Verdicts[engine.Fail], c.Waived, c.Verdicts[engine.Unknown] + c.Verdicts[engine.Error], c.Verdicts[engine.Pass], len(c.Policies)} {
			row = append(row, count(n, fine))
		}
		rows = append(rows, row)
	}
	b.table([]column{{"Control", 50, false}, {"Title", 183, false}, {"Verdict", 74, false}, {"fail", 32, true}, {"waived", 40, true}, {"unkn.", 34, true},
		{"pass", 34, true}, {"policies", across - 447, true}}, rows)
	if n := len(fw.Controls); n > controlRows {
		b.put(b.faces.words(caption, fmt.Sprintf("%d of %d controls shown; the rest is in findings.json.", controlRows, n), across))
	}
}

// waiverPages lists every waiver with who approved it and what it does.
func (b *booklet) waiverPages() {
	if len(b.assessment.Waivers) == 0 {
		return
	}
	b.section("Waivers", "Accepted risks. A waiver never turns a failure into a pass; when it expires it does nothing.")
	var rows [][]cell
	for _, w := range b.assessment.Waivers {
		status := string(w.Status)
		switch {
		case w.Status == engine.NotYet:
			status = "not yet valid"
		case w.Status == engine.Unmatched:
			status = "matches nothing"
		case w.Expiring():
			status = fmt.Sprintf("active, expires in %s", plural(w.ExpiresInDays, "day", "days"))
		}
		rows = append(rows, []cell{styled(w.ID, smallBold), txt(status), num(w.Covers), txt(w.Reason + " (" + strings.Join(w.Policies, ", ") + " on " + some(w.Where(), 4) + ")"),
			txt(w.Owner + "; approved by " + w.ApprovedBy), txt(string(w.Granted) + " to " + string(w.Expires))})
	}
	b.table([]column{{"Waiver", 55, false}, {"Status", 78, false}, {"Covers", 42, true}, {"Reason, policies and resources", 160, false}, {"Owner", 85, false},
		{"Granted, last day", across - 420, false}}, rows)
}

// passed lists the policies that pass everywhere they apply, and those that apply to nothing.
func (b *booklet) passed() {
	whole := b.having(func(g *group) bool {
		return len(g.passed) > 0 && len(g.failed)+len(g.waived)+len(g.unknown)+len(g.broken) == 0
	})
	if len(whole) > 0 {
		b.section("Policies that pass", plural(len(whole), "policy passes wherever it applies", "policies pass wherever they apply")+".")
		var rows [][]cell
		for _, g := range whole {
			rows = append(rows, []cell{letter(g.severity), styled(g.policy.Title, fine), styled(g.policy.ID, fineCode), count(len(g.passed), fine)})
		}
		b.table([]column{{"", 18, false}, {"Policy", 247, false}, {"Id", 170, false}, {"Resources", across - 435, true}}, rows)
	}
	b.inapplicable()
}

// inapplicable groups the policies that concern nothing here by the reason.
func (b *booklet) inapplicable() {
	idle := b.having(func(g *group) bool {
		return len(g.passed)+len(g.failed)+len(g.waived)+len(g.unknown)+len(g.broken) == 0
	})
	if len(idle) == 0 {
		return
	}
	byReason := map[string][]string{}
	for _, g := range idle {
		reason := "no target of this audit could have what it judges"
		if len(g.other) > 0 {
			reason = g.other[0].Note
		}
		if reason == "" {
			reason = "the policy does not concern what was found"
		}
		byReason[reason] = append(byReason[reason], g.policy.ID)
	}
	var rows [][]cell
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		ids := slices.Sorted(slices.Values(byReason[reason]))
		rows = append(rows, []cell{txt(reason), num(len(ids)), styled(some(ids, 25), code)})
	}
	b.section("Policies that apply to nothing", fmt.Sprintf("%s nothing to judge here, for these reasons.", plural(len(idle), "policy found", "policies found")))
	b.table([]column{{"Reason", 160, false}, {"Policies", 48, true}, {"Which", across - 208, false}}, rows)
}
