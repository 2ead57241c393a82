package reports

import (
	"crypto/sha256"
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
	namesBytes   = 200
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

// The two columns of a card: what is wrong on the left, what to do on the right.
const (
	cardPad   = 12.0
	cardLeft  = 276.0
	cardRight = 192.0
)

// A look is how a card is set. Cards of low severity are set denser: there are many, and they are looked up, not read through.
type look struct {
	dense                   bool
	title, text, bold       style
	above, below, gap, name float64
}

func lookOf(s engine.Severity) look {
	if s == engine.Low {
		return look{dense: true, title: bodyBold, text: small, bold: smallBold, above: 2.5, below: 2.5, gap: 6, name: 2}
	}
	return look{title: cardTitle, text: prose, bold: proseBold, above: 4, below: 4, gap: 9, name: 4}
}

// firstMost is how high the failures may be that are kept beside what is to be done.
const firstMost = 300.0

// findings shows each failing policy as a card, worst first, after a list of them.
func (b *booklet) findings() {
	groups := b.having(func(g *group) bool { return len(g.failed)+len(g.waived) > 0 })
	slices.SortStableFunc(groups, func(x, y *group) int { return min(1, len(y.failed)) - min(1, len(x.failed)) })
	var cards [][]*batch
	for _, g := range groups {
		cards = append(cards, slices.Concat(batches(g.failed), batches(g.waived)))
	}
	if len(cards) == 0 {
		b.section("Findings by risk", "")
		b.put(b.faces.words(body, "No policy fails.", across))
		return
	}
	each := rowsEach(cards)
	order := "the most severe first"
	if n := len(groups) - len(b.failing()); n > 0 {
		order += fmt.Sprintf(", and at the end %s of which waivers accept all that fails", grouped(n))
	}
	b.section("Findings by risk", fmt.Sprintf("%s: %s. Resources that fail in the very same way stand together. All of them, with all their evidence, are in findings.json.",
		plural(len(cards), "policy has failing resources", "policies have failing resources"), order))
	if len(groups) > 3 {
		b.index(groups)
	}
	for i, g := range groups {
		b.card(g, cards[i], each)
	}
}

// index lists the failing policies with how much fails and the page of each card.
func (b *booklet) index(groups []*group) {
	columns := []column{{"", 16, false}, {"Failing policy", 278, false}, {"Domain", 62, false}, {"fails", 34, true}, {"of", 36, true}, {"waived", 44, true}, {"Page", across - 470, true}}
	var rows [][]cell
	for _, g := range groups {
		to := b.policyAnchor(g)
		name := styled(cut(folded(g.policy.Title), 200), fineBold)
		name.to = to
		rows = append(rows, []cell{ready(b.faces.badge(g.severity)), name, styled(cut(g.policy.Domain(), 60), fine), count(len(g.failed), fine),
			styled(grouped(g.applicable()), fine), count(len(g.waived), fine), ready(b.pageOf(to, fine, across-470-cellPad))})
	}
	b.table(columns, rows)
}

// card shows one failing policy: what it asks and why; where it fails, with evidence; and what to do.
func (b *booklet) card(g *group, all []*batch, each int) {
	f, tone := b.faces, severityInk(g.severity)
	a := b.policyAnchor(g)
	b.outline = append(b.outline, a)
	head := on(b.cardHead(g), across, wash)
	head.anchors = append(head.anchors, a)
	var blocks []block
	shown := 0
	for _, same := range all[:min(len(all), each)] {
		blocks = append(blocks, b.failedAlike(same, lookOf(g.severity))...)
		shown += len(same.findings)
	}
	if n := len(g.failed) + len(g.waived); shown < n {
		words := fmt.Sprintf("%s of %s shown; the rest is in findings.json", grouped(shown), plural(n, "resource", "resources"))
		blocks = append(blocks, inset(f.words(smallBold.in(quiet), words, cardLeft), cardPad, 3, 3))
	}
	first, rest := b.besideWork(g, blocks)
	b.gap(lookOf(g.severity).gap)
	b.keep(edged(head, tone), edged(first, tone))
	for _, more := range rest {
		b.goOn(g, more.height)
		b.put(edged(more, tone))
	}
}

// besideWork sets what is to be done beside the first failures, as many as are about as high.
func (b *booklet) besideWork(g *group, failures []block) (first block, rest []block) {
	work, height, n := b.cardWork(g), 0.0, 0
	for n < len(failures) && height < work.height && (n == 0 || height+failures[n].height < firstMost) {
		height += failures[n].height
		n++
	}
	first = beside([]float64{0, across - cardRight}, as(roleColumn, stack(failures[:n]...)), as(roleColumn, work))
	rest = slices.Clone(failures[n:])
	if foot := b.cardFoot(g); len(rest) == 0 {
		first = stack(first, foot)
	} else {
		rest[len(rest)-1] = stack(rest[len(rest)-1], foot)
	}
	return first, rest
}

// goOn begins a page with the card's title when what comes next does not fit on this one.
func (b *booklet) goOn(g *group, height float64) {
	if b.room(height) {
		return
	}
	b.fresh()
	again := decor(b.faces.oneLine(smallBold.in(quiet), g.policy.Title+" (continued)", across-24))
	b.put(edged(inset(again, cardPad, 1, 3), severityInk(g.severity)))
}

func (b *booklet) cardHead(g *group) block {
	f, width, l := b.faces, across-2*cardPad, lookOf(g.severity)
	counts := fmt.Sprintf("%s of %s", grouped(len(g.failed)), plural(g.applicable(), "finding fails", "findings fail"))
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
	return inset(stack(beside([]float64{0, width - f.chipWidth(g.severity)}, f.within(l.title, g.policy.Title, width-75, 48), f.chip(g.severity)), space(1),
		beside([]float64{0, width * 0.55}, f.within(codeQuiet, g.policy.ID+"  ·  "+kind, width*0.55, 21), f.flushRight(caption, counts, width*0.45)), space(2),
		f.words(l.text, g.policy.Description, width)), cardPad, l.above, l.below)
}

// failedAlike shows the names of resources that fail alike together with the first failure, then the others,
// each with what was found.
func (b *booklet) failedAlike(same *batch, l look) []block {
	f, width := b.faces, cardLeft
	first := same.findings[0]
	facts := first.Facts()
	var blocks []block
	for i, failure := range first.Failures {
		if i == mostFailures {
			words := fmt.Sprintf("%d of %s shown; the rest is in findings.json", mostFailures, plural(len(first.Failures), "failure", "failures"))
			last := len(blocks) - 1 // the words stay on the page of what they are about
			blocks[last] = stack(blocks[last], inset(f.words(small.in(quiet), words, width-8), cardPad+8, 1, 1))
			break
		}
		lines := found(failure, facts)
		if next := i + 1; next < min(len(first.Failures), mostFailures) && slices.Equal(found(first.Failures[next], facts), lines) {
			lines = nil // several failures of one fact show it once, below the last
		}
		blocks = append(blocks, inset(b.failure(failure, lines, l), cardPad+8, l.above/4, l.below/4))
	}
	name := f.within(l.bold, b.rollup.place(first), width, 80)
	if n := len(same.findings); n > 1 {
		list, shown := b.names(same.findings)
		if shown < n {
			list += fmt.Sprintf(" (%s of %s; the rest is in findings.json)", grouped(shown), grouped(n))
		}
		head := plural(n, "resource", "resources") + " in the same way"
		if targets := b.targetsOf(same.findings); targets > 1 {
			head += ", on " + plural(targets, "target", "targets")
		}
		name = stack(f.words(l.bold, head, width), f.words(small, list, width))
	}
	name = inset(name, cardPad, l.name, 0)
	if len(blocks) == 0 {
		return []block{name}
	}
	blocks[0] = stack(name, blocks[0])
	return blocks
}

// targetsOf counts the targets of findings, which stand in the order of targets.
func (b *booklet) targetsOf(findings []*engine.Finding) int {
	n := 0
	for i, f := range findings {
		if i == 0 || f.Target != findings[i-1].Target {
			n++
		}
	}
	return n
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
		out.WriteString(cut(resourceName(f)+b.also(f), 200))
		shown++
	}
	return out.String(), shown
}

// failure shows one failure with its lines of evidence, of which there are none when the next one has the same.
func (b *booklet) failure(failure engine.Failure, lines []factLine, l look) block {
	f, width := b.faces, cardLeft-8
	parts := []block{f.within(l.text, failure.Message, width, 100)}
	for _, line := range lines {
		if line.item {
			parts = append(parts, f.bullet(codeQuiet, line.text, width))
		} else {
			parts = append(parts, f.within(codeQuiet, line.text, width, 64))
		}
	}
	if failure.Waiver != "" {
		parts = append(parts, f.within(smallBold.in(accent), "Accepted by waiver "+failure.Waiver, width, 24))
	}
	return stack(parts...)
}

// cardWork says what is to be done; in a dense card with where more stands.
func (b *booklet) cardWork(g *group) block {
	f, width, l := b.faces, cardRight-cardPad, lookOf(g.severity)
	if l.dense {
		parts := []block{space(l.name), f.words(smallBold.in(accent), "What to do", width)}
		if g.policy.Remediation == "" {
			parts = parts[:1]
		}
		parts = append(parts, f.within(l.text, g.policy.Remediation, width, 150))
		if !b.oneLineFoot(g) {
			parts = append(parts, b.references(g, 1, width))
		}
		return stack(parts...)
	}
	if g.policy.Remediation == "" {
		return space(0)
	}
	return stack(space(4), f.words(smallBold.in(accent), "What to do", width), f.within(prose, g.policy.Remediation, width, 150))
}

// oneLineFoot says whether a card's controls leave room for a reference beside them.
func (b *booklet) oneLineFoot(g *group) bool {
	list := controlList(g.policy.Controls)
	return list != "" && b.faces.width(fine, b.faces.show(fine, "Controls: "+list)) <= cardLeft
}

// references are links to where more stands, at most so many. On paper nobody can follow a link that is cut.
func (b *booklet) references(g *group, most int, width float64) block {
	var parts []block
	for _, url := range g.policy.References[:min(most, len(g.policy.References))] {
		parts = append(parts, as(roleParagraph, opening(b.faces.within(fine.in(accent), strings.TrimPrefix(url, "https://"), width, 60), width, url)))
	}
	return stack(parts...)
}

// cardFoot says which controls a policy tests, and where more stands.
func (b *booklet) cardFoot(g *group) block {
	f := b.faces
	const width = cardRight - cardPad
	list := controlList(g.policy.Controls)
	if lookOf(g.severity).dense {
		if list == "" {
			return space(2)
		}
		if b.oneLineFoot(g) {
			return inset(beside([]float64{cardPad, across - cardRight}, as(roleColumn, f.words(fine.in(quiet), "Controls: "+list, cardLeft)), as(roleColumn, b.references(g, 1, width))), 0, 1, 2)
		}
		return inset(f.within(fine.in(quiet), "Controls: "+list, across-2*cardPad, 20), cardPad, 1, 2)
	}
	controls := space(0)
	if list != "" {
		controls = stack(space(2), f.within(fine.in(quiet), "Controls: "+list, cardLeft, 30))
	}
	return stack(beside([]float64{cardPad, across - cardRight}, as(roleColumn, controls), as(roleColumn, stack(space(2), b.references(g, 2, width)))), space(2))
}

// controlsEach is how many controls of one framework a card names.
const controlsEach = 2

func controlList(controls map[string][]string) string {
	var out []string
	for framework, ids := range controls {
		out = append(out, framework+" "+some(ids, controlsEach))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}
