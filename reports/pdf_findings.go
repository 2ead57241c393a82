package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// The findings part keeps to about rowBudget entries over all policies: each policy shows up to mostRows of
// them, fewer when many policies fail, and says how many resources there are.
const (
	mostRows     = 15
	leastRows    = 3
	rowBudget    = 450
	mostFailures = 6
	namesBytes   = 280
)

// A batch is the findings of one policy that fail in the very same way; they are shown once, with all names.
type batch struct {
	findings []*engine.Finding
}

// batches groups findings by what their failures say, in order of first appearance.
func batches(findings []*engine.Finding) []*batch {
	byFailures := map[[sha256.Size]byte]*batch{}
	var out []*batch
	for _, f := range findings {
		sign := sha256.New() // a hash never fails to write
		for _, x := range f.Failures {
			fmt.Fprintf(sign, "%q %q %q %q %q\n", x.Message, x.Path, compact(x.Actual), compact(x.Expected), x.Waiver)
		}
		key := [sha256.Size]byte(sign.Sum(nil))
		have := byFailures[key]
		if have == nil {
			have = &batch{}
			byFailures[key] = have
			out = append(out, have)
		}
		have.findings = append(have.findings, f)
	}
	return out
}

// rowsEach is how many batches each policy may show.
func rowsEach(cards [][]*batch) int {
	for each := mostRows; each > leastRows; each-- {
		rows := 0
		for _, c := range cards {
			rows += min(each, len(c))
		}
		if rows <= rowBudget {
			return each
		}
	}
	return leastRows
}

// findings shows each failing policy as a card, worst first.
func (b *booklet) findings() {
	groups := b.having(func(g *group) bool { return len(g.failed)+len(g.waived) > 0 })
	slices.SortStableFunc(groups, func(x, y *group) int { return min(1, len(y.failed)) - min(1, len(x.failed)) })
	var cards [][]*batch
	for _, g := range groups {
		cards = append(cards, slices.Concat(batches(g.failed), batches(g.waived)))
	}
	if len(cards) == 0 {
		b.section("Findings", "No policy fails.")
		b.put(space(1))
		return
	}
	each := rowsEach(cards)
	b.section("Findings", fmt.Sprintf("%s: the most severe first. Resources that fail in the very same way stand together. All of them, with all their "+
		"evidence, are in findings.json.", plural(len(cards), "policy has failing resources", "policies have failing resources")))
	for i, g := range groups {
		b.card(g, cards[i], each)
	}
}

// card shows one failing policy: what it asks, why, where it fails with evidence, and what to do.
func (b *booklet) card(g *group, all []*batch, each int) {
	f, tone := b.faces, severityInk(g.severity)
	a := b.policyAnchor(g)
	b.outline = append(b.outline, a)
	head := on(b.cardHead(g), across, wash)
	head.anchors = append(head.anchors, a)
	blocks, shown := []block{head}, 0
	for _, same := range all[:min(len(all), each)] {
		blocks = append(blocks, b.failedAlike(same)...)
		shown += len(same.findings)
	}
	if n := len(g.failed) + len(g.waived); shown < n {
		words := fmt.Sprintf("%s of %s shown; the rest is in findings.json", grouped(shown), plural(n, "resource", "resources"))
		blocks = append(blocks, inset(f.words(smallBold.in(quiet), words, across-12), 12, 3, 3))
	}
	blocks = append(blocks, b.cardFoot(g))
	for i := range blocks {
		blocks[i] = edged(blocks[i], tone)
	}
	b.gap(14)
	if last := len(blocks) - 1; last > 2 {
		b.keep(blocks[:2]...)
		for _, middle := range blocks[2 : last-1] {
			b.goOn(g, middle.height)
			b.put(middle)
		}
		b.goOn(g, blocks[last-1].height+blocks[last].height)
		b.keep(blocks[last-1:]...)
		return
	}
	b.keep(blocks...)
}

// goOn begins a page with the card's title when what comes next does not fit on this one.
func (b *booklet) goOn(g *group, height float64) {
	if b.room(height) {
		return
	}
	b.fresh()
	again := decor(b.faces.oneLine(smallBold.in(quiet), g.policy.Title+" (continued)", across-24))
	b.put(edged(inset(again, 12, 1, 3), severityInk(g.severity)))
}

func (b *booklet) cardHead(g *group) block {
	f, width := b.faces, across-24
	counts := plural(len(g.failed), "resource fails", "resources fail")
	if len(g.failed) == 0 {
		counts = "no failure that is not waived"
	}
	for _, part := range []struct {
		n    int
		word string
	}{{len(g.waived), "waived"}, {len(g.passed), "pass"}, {len(g.unknown), "unknown"}, {len(g.broken), "in error"}} {
		if part.n > 0 {
			counts += fmt.Sprintf(", %s %s", grouped(part.n), part.word)
		}
	}
	kind := b.kinds[g.policy.Kind]
	if kind == "" {
		kind = g.policy.Kind
	}
	return inset(stack(beside([]float64{0, width - f.chipWidth(g.severity)}, f.within(subtitle, g.policy.Title, width-75, 51), f.chip(g.severity)), space(1),
		beside([]float64{0, width * 0.5}, f.within(codeQuiet, g.policy.ID+"  ·  "+kind, width*0.5, 21), f.flushRight(caption, counts, width*0.5)), space(4),
		f.words(body, g.policy.Description, width)), 12, 8, 7)
}

// failedAlike shows the names of resources that fail alike together with the first failure, then the others,
// each with what was found.
func (b *booklet) failedAlike(same *batch) []block {
	f, width := b.faces, across-24
	first := same.findings[0]
	facts := first.Facts()
	var blocks []block
	for i, failure := range first.Failures {
		if i == mostFailures {
			words := fmt.Sprintf("%d of %s shown; the rest is in findings.json", mostFailures, plural(len(first.Failures), "failure", "failures"))
			blocks = append(blocks, inset(f.words(small.in(quiet), words, width-10), 22, 1, 1))
			break
		}
		line := found(failure, facts)
		if next := i + 1; next < min(len(first.Failures), mostFailures) && found(first.Failures[next], facts) == line {
			line = "" // several failures of one fact show it once, below the last
		}
		blocks = append(blocks, inset(b.failure(failure, line), 22, 1, 1))
	}
	name := f.within(bodyBold, b.rollup.place(first), width, 80)
	if n := len(same.findings); n > 1 {
		list, shown := b.names(same.findings)
		if shown < n {
			list += fmt.Sprintf(" (%s of %s; the rest is in findings.json)", grouped(shown), grouped(n))
		}
		name = stack(f.words(bodyBold, plural(n, "resource", "resources")+" in the same way", width), f.words(small, list, width))
	}
	name = inset(name, 12, 5, 0)
	if len(blocks) == 0 {
		return []block{name}
	}
	blocks[0] = stack(name, blocks[0])
	return blocks
}

// names lists resources, by target where there are several, until the list is long enough, and says how many
// it names.
func (b *booklet) names(findings []*engine.Finding) (list string, shown int) {
	var out strings.Builder
	target := ""
	for _, f := range findings {
		if out.Len() > namesBytes {
			break
		}
		if len(b.targets) > 1 && f.Target != target {
			if target != "" {
				out.WriteString("; ")
			}
			out.WriteString(cut(b.targetName(f.Target), 100) + ": ")
			target = f.Target
		} else if shown > 0 {
			out.WriteString(", ")
		}
		out.WriteString(cut(resourceName(f), 200))
		shown++
	}
	return out.String(), shown
}

// found says in one line which fact is at fault, what it is, and what it should be.
func found(failure engine.Failure, evidence []engine.Evidence) string {
	actual := compact(failure.Actual)
	for _, e := range evidence {
		if failure.Actual != nil || e.Path != failure.Path {
			continue
		}
		if actual = compact(e.Value); e.Digest != "" {
			actual = fmt.Sprintf("(%s bytes, %s)", grouped(e.Bytes), e.Digest)
		}
	}
	var parts []string
	switch {
	case failure.Path != "" && actual != "":
		parts = append(parts, failure.Path+" = "+cut(actual, evidenceBytes))
	case failure.Path != "" || actual != "":
		parts = append(parts, failure.Path+cut(actual, evidenceBytes))
	}
	if failure.Expected != nil {
		parts = append(parts, "expected "+cut(compact(failure.Expected), evidenceBytes))
	}
	return strings.Join(parts, "  ·  ")
}

// compact is a JSON value on one line, whether it comes from the engine or from a file that was indented.
func compact(value json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, value); err != nil {
		return string(value) // not JSON: shown as it is
	}
	return b.String()
}

// evidenceBytes is how much of one value is shown.
const evidenceBytes = 300

// failure shows one failure with its line of evidence, which may be "" when the next one has the same.
func (b *booklet) failure(failure engine.Failure, line string) block {
	f, width := b.faces, across-34
	parts := []block{f.within(body, failure.Message, width, 100)}
	if line != "" {
		parts = append(parts, f.within(codeQuiet, line, width, 64))
	}
	if failure.Waiver != "" {
		parts = append(parts, f.words(smallBold.in(accent), "Accepted by waiver "+failure.Waiver, width))
	}
	return stack(parts...)
}

func (b *booklet) cardFoot(g *group) block {
	f, width := b.faces, across-24
	var parts []block
	if g.policy.Remediation != "" {
		parts = append(parts, f.words(smallBold.in(accent), "What to do", width), f.words(body, g.policy.Remediation, width), space(3))
	}
	if controls := controlList(g.policy.Controls); controls != "" {
		parts = append(parts, f.words(caption, "Controls: "+controls, width))
	}
	for _, url := range g.policy.References[:min(3, len(g.policy.References))] {
		parts = append(parts, as(roleParagraph, opening(f.words(caption, url, width), width, url)))
	}
	return inset(stack(parts...), 12, 4, 6)
}

func controlList(controls map[string][]string) string {
	var out []string
	for framework, ids := range controls {
		out = append(out, framework+" "+strings.Join(ids, ", "))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// others lists, compactly, the policies that could not be decided or broke.
func (b *booklet) others() {
	groups := b.having(func(g *group) bool { return len(g.unknown)+len(g.broken) > 0 })
	if len(groups) == 0 {
		return
	}
	b.section("Findings without a verdict", "Policies that could not be decided on some resource, because a fact that decides was not read, or because "+
		"the policy itself broke. None of these counts as passed.")
	var rows [][]cell
	for _, g := range groups {
		reasons := []string{}
		for _, f := range g.unknown {
			for i := range f.Gaps {
				because := needOf(&f.Gaps[i]).because()
				if words := eitherWay(f); words != "" {
					because += " (" + words + ")"
				}
				reasons = insert(reasons, because)
			}
		}
		for _, f := range g.broken {
			reasons = insert(reasons, "policy error: "+folded(f.Note))
		}
		rows = append(rows, []cell{letter(g.severity), styled(g.policy.Title, fine), count(len(g.unknown), fine),
			count(len(g.broken), fine), styled(some(reasons, 3), fine)})
	}
	b.table([]column{{"", 18, false}, {"Policy", 195, false}, {"Unknown", 48, true}, {"Error", 36, true}, {"Reason, and what would decide it", across - 297, false}}, rows)
}
