package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// register lists every selected policy with what came of it, so that none vanishes.
func (b *booklet) register() {
	a := b.assessment
	b.section("All policies and their results", fmt.Sprintf("%s selected, %s left out by name. The letter is the severity: C critical, H high, M medium, L low. \"of\" is how many findings apply.",
		plural(len(a.Policies), "policy was", "policies were"), grouped(len(a.Excluded))))
	groups, elsewhere := b.concerned()
	reasons, letters := idleReasons(groups)
	var rows [][]cell
	for _, g := range groups {
		id := g.policy.ID
		if g.policy.Source != "" && g.policy.Source != "built-in" {
			id += " (" + g.policy.Source + ")"
		}
		row := []cell{letter(g.severity), styled(id, fine), styled(g.policy.Title, fine)}
		row = append(row, verdictCount(engine.Fail, len(g.failed)+len(g.waived), fine), verdictCount(engine.Unknown, len(g.unknown)+len(g.broken), fine),
			verdictCount(engine.Pass, len(g.passed), fine), count(g.applicable(), fine), count(len(g.other), fine), styled(letters[g.policy.ID], fine))
		rows = append(rows, row)
	}
	b.table([]column{{"", 14, false}, {"Policy", 132, false}, {"Title", 188, false}, {"fail", 28, true}, {"unkn.", 30, true}, {"pass", 28, true}, {"of", 28, true},
		{"n/a", 26, true}, {"Why", across - 474, false}}, rows)
	rows = nil
	for i, r := range reasons {
		rows = append(rows, []cell{styled(reasonLetter(i), fineBold), styled(r.text, fine), styled(grouped(r.policies), fine)})
	}
	b.table([]column{{"Why", 34, false}, {"Why a policy had nothing to judge here", across - 94, false}, {"Policies", 60, true}}, rows)
	b.elsewhere(elsewhere)
}

// A few policies that could concern no target stand among the others; more than elsewhereMost stand apart, by their ids alone.
// elsewhereRow is how many ids one row has.
const (
	elsewhereMost = 6
	elsewhereRow  = 24
)

// concerned sorts the policies by id, and sets those apart that no target could have anything for, if they are many.
func (b *booklet) concerned() (groups, elsewhere []*group) {
	for _, g := range b.groups {
		if g.applicable()+len(g.other) == 0 {
			elsewhere = append(elsewhere, g)
		} else {
			groups = append(groups, g)
		}
	}
	if len(elsewhere) <= elsewhereMost {
		groups, elsewhere = slices.Clone(b.groups), nil
	}
	for _, list := range [][]*group{groups, elsewhere} {
		slices.SortFunc(list, func(x, y *group) int { return cmp.Compare(x.policy.ID, y.policy.ID) })
	}
	return groups, elsewhere
}

// elsewhere names the policies that no target of the audit could have anything for, by domain.
func (b *booklet) elsewhere(list []*group) {
	var rows [][]cell
	for len(list) > 0 {
		domain := list[0].policy.Domain()
		n := slices.IndexFunc(list, func(g *group) bool { return g.policy.Domain() != domain })
		if n < 0 {
			n = len(list)
		}
		n = min(n, elsewhereRow)
		var ids []string
		for _, g := range list[:n] {
			ids = append(ids, cut(g.policy.ID, 60))
		}
		rows = append(rows, []cell{styled(domainTitle(domain), fineBold), styled(strings.Join(ids, ", "), fine), styled(grouped(n), fine)})
		list = list[n:]
	}
	b.table([]column{{"Domain", 86, false}, {"Policies for which no target of this audit could have anything to judge", across - 132, false}, {"Policies", 46, true}}, rows)
}

// An idleReason is why policies had nothing to judge.
type idleReason struct {
	text     string
	policies int
}

// idleReasons gathers why policies applied to nothing, the commonest first, and gives each such policy the letter of its reason.
func idleReasons(groups []*group) ([]idleReason, map[string]string) {
	byText, of := map[string]int{}, map[string]string{}
	for _, g := range groups {
		if g.applicable() > 0 {
			continue
		}
		text := "no target of this audit could have what it judges"
		if len(g.other) > 0 {
			text = cmp.Or(folded(g.other[0].Note), "the policy does not concern what was found")
		}
		byText[text]++
		of[g.policy.ID] = text
	}
	reasons := make([]idleReason, 0, len(byText))
	for text, n := range byText {
		reasons = append(reasons, idleReason{text, n})
	}
	slices.SortFunc(reasons, func(x, y idleReason) int {
		return cmp.Or(cmp.Compare(y.policies, x.policies), cmp.Compare(x.text, y.text))
	})
	letters := map[string]string{}
	for id, text := range of {
		letters[id] = reasonLetter(slices.IndexFunc(reasons, func(r idleReason) bool { return r.text == text }))
	}
	return reasons, letters
}

// reasonLetter counts a, b, … z, aa, ab, …
func reasonLetter(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return reasonLetter(i/26-1) + reasonLetter(i%26)
}
