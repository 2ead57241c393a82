package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// The findings part keeps to about rowBudget rows over all policies: each policy shows up to mostRows
// resources, fewer when many policies fail, and says how many there are.
const (
	mostRows     = 15
	leastRows    = 3
	rowBudget    = 450
	mostFailures = 6
)

// rowsEach is how many resources each policy may show.
func rowsEach(failing []*group) int {
	for each := mostRows; each > leastRows; each-- {
		rows := 0
		for _, g := range failing {
			rows += min(each, len(g.failed)+len(g.waived))
		}
		if rows <= rowBudget {
			return each
		}
	}
	return leastRows
}

// findings shows each failing policy as a card, worst first.
func (b *booklet) findings() {
	cards := b.having(func(g *group) bool { return len(g.failed)+len(g.waived) > 0 })
	slices.SortStableFunc(cards, func(x, y *group) int { return min(1, len(y.failed)) - min(1, len(x.failed)) })
	b.section("Findings", fmt.Sprintf("%s: the most severe first. Every failing resource with all its evidence is in findings.json; here each "+
		"policy lists up to %d resources.", plural(len(cards), "policy has failing resources", "policies have failing resources"), rowsEach(cards)))
	if len(cards) == 0 {
		b.put(b.faces.words(body, "No policy fails.", across))
		return
	}
	each := rowsEach(cards)
	for _, g := range cards {
		b.card(g, each)
	}
}

// card shows one failing policy: what it asks, why, where it fails with evidence, and what to do.
func (b *booklet) card(g *group, each int) {
	f, tone := b.faces, severityInk(g.severity)
	a := b.policyAnchor(g)
	b.outline = append(b.outline, a)
	all := slices.Concat(g.failed, g.waived)
	head := on(b.cardHead(g), across, wash)
	head.anchors = append(head.anchors, a)
	blocks := []block{head}
	for _, finding := range all[:min(len(all), each)] {
		blocks = append(blocks, b.failedResource(finding)...)
	}
	if each < len(all) {
		words := fmt.Sprintf("%d of %s shown; the rest is in findings.json", each, plural(len(all), "resource", "resources"))
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
			b.put(middle)
		}
		b.keep(blocks[last-1:]...)
		return
	}
	b.keep(blocks...)
}

func (b *booklet) cardHead(g *group) block {
	f, width := b.faces, across-24
	counts := plural(len(g.failed), "resource fails", "resources fail")
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
	return inset(stack(beside([]float64{0, width - 58}, f.within(subtitle, g.policy.Title, width-75, 51), f.chip(g.severity)), space(1),
		f.within(codeQuiet, g.policy.ID+"  ·  "+kind, width, 21), space(4),
		f.words(body, g.policy.Description, width), space(3), f.words(smallBold, counts, width)), 12, 8, 7)
}

// failedResource shows one resource, its name together with its first failure, then the others with what was found.
func (b *booklet) failedResource(finding *engine.Finding) []block {
	f, width := b.faces, across-24
	var blocks []block
	for i, failure := range finding.Failures {
		if i == mostFailures {
			words := fmt.Sprintf("%d of %s shown; the rest is in findings.json", mostFailures, plural(len(finding.Failures), "failure", "failures"))
			blocks = append(blocks, inset(f.words(small.in(quiet), words, width-10), 22, 1, 1))
			break
		}
		blocks = append(blocks, inset(b.failure(failure, finding.Evidence), 22, 1, 1))
	}
	name := inset(f.within(bodyBold, b.rollup.place(finding), width, 80), 12, 5, 0)
	if len(blocks) == 0 {
		return []block{name}
	}
	blocks[0] = stack(name, blocks[0])
	return blocks
}

// found says in one line which fact is at fault, what it is, and what it should be.
func found(failure engine.Failure, evidence []engine.Evidence) string {
	actual := string(failure.Actual)
	for _, e := range evidence {
		if failure.Actual != nil || e.Path != failure.Path {
			continue
		}
		if actual = string(e.Value); e.Digest != "" {
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
		parts = append(parts, "expected "+cut(string(failure.Expected), evidenceBytes))
	}
	return strings.Join(parts, "  ·  ")
}

// evidenceBytes is how much of one value is shown.
const evidenceBytes = 300

func (b *booklet) failure(failure engine.Failure, evidence []engine.Evidence) block {
	f, width := b.faces, across-34
	parts := []block{f.within(body, failure.Message, width, 100)}
	if line := found(failure, evidence); line != "" {
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
		line := f.words(caption, url, width)
		height := line.height
		line.draw = append(line.draw, func(c *canvas, x, y float64) { c.open(rect{x, y, width, height}, url) })
		parts = append(parts, line)
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
			for _, gap := range f.Gaps {
				reasons = insert(reasons, (&need{cause: gap.Cause, needs: gap.Needs, detail: gap.Detail}).because())
			}
		}
		for _, f := range g.broken {
			reasons = insert(reasons, "policy error: "+f.Note)
		}
		rows = append(rows, []cell{ready(b.faces.chip(g.severity)), txt(g.policy.Title), num(len(g.unknown)), num(len(g.broken)), txt(some(reasons, 3))})
	}
	b.table([]column{{"Severity", 78, false}, {"Policy", 170, false}, {"Unknown", 48, true}, {"Error", 40, true}, {"Reason, and what would decide it", across - 336, false}}, rows)
}
