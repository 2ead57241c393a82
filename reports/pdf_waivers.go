package reports

import (
	"fmt"
	"strings"

	"github.com/assize/assize/engine"
)

// waiverMeaning says what a reader has to do about a group of waivers.
func waiverMeaning(g engine.WaiverGroup) string {
	switch g {
	case engine.GroupExpired:
		return "Their last day is over: they do nothing any more. Mend what is open again, or have it approved anew."
	case engine.GroupExpiring:
		return "Mend what they cover, or have it approved anew."
	case engine.GroupNotYet:
		return "Granted for a later day: they do nothing yet."
	case engine.GroupUnmatched:
		return "Nothing fails that they cover: they can go, or name what is not there."
	}
	return "What they cover still fails, and is accepted until the last day."
}

// waiverPages lists every waiver with who approved it and what it does.
func (b *booklet) waiverPages() {
	a := b.all
	if len(a.Waivers) == 0 {
		b.section("Accepted risks", "")
		b.put(b.faces.words(body, "No waiver was given: every failure in this report is open.", across))
		return
	}
	covered := 0
	for i := range a.Findings {
		for _, x := range a.Findings[i].Failures {
			if x.Waiver != "" {
				covered++
			}
		}
	}
	b.section("Accepted risks", fmt.Sprintf("%s, covering %s; %s of %s fail with every failure covered. A waiver never turns a failure into a pass, and ends by itself on its last day (UTC, that day included).",
		plural(len(a.Waivers), "waiver", "waivers"), plural(covered, "failure", "failures"), grouped(a.Summary.Waived), plural(a.Summary.Verdicts[engine.Fail], "failing finding", "failing findings")))
	for _, group := range waiverGroups(a.Waivers) {
		b.waiverTable(group)
	}
}

// waiverRows is how many waivers of one group are listed.
const waiverRows = 100

func (b *booklet) waiverTable(group waiverGroup) {
	list := group.uses
	a := b.anchor(fmt.Sprintf("%s (%s)", group.title, grouped(len(list))), 1)
	head := b.faces.words(subtitle, a.title, across)
	head.anchors = append(head.anchors, a)
	b.gap(4)
	b.flow.head(head, b.faces.words(small.in(quiet), waiverMeaning(list[0].Group()), across), space(3))
	var rows [][]cell
	for _, w := range list[:min(waiverRows, len(list))] {
		rows = append(rows, []cell{styled(w.ID, smallBold), num(max(w.Covers, w.OpenAgain)), styled(w.Reason, fine), styled(strings.Join(w.Policies, ", ")+" on "+some(w.Where(), 4), fine),
			styled(answering(w.Waiver), fine), styled(string(w.Granted)+" to "+string(w.Expires)+": "+daysLeft(w), fine)})
	}
	covers := "Covers"
	if list[0].Group() == engine.GroupExpired {
		covers = "Open again"
	}
	b.table([]column{{"Waiver", 74, false}, {covers, 54, true}, {"Reason", 88, false}, {"Where it holds", 84, false}, {"People, ticket", 122, false},
		{"Granted, last day", across - 422, false}}, rows)
	b.shownOf(len(rows), len(list), "waivers", "")
}

// daysLeft says how long a waiver has to go.
func daysLeft(w engine.WaiverUse) string {
	switch {
	case w.ExpiresInDays > 0:
		return "ends in " + plural(w.ExpiresInDays, "day", "days")
	case w.ExpiresInDays < 0:
		return "over for " + plural(-w.ExpiresInDays, "day", "days")
	}
	return "ends today"
}
