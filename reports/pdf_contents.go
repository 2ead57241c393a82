package reports

import (
	"fmt"

	"github.com/assize/assize/engine"
)

// front makes the first pages: the director's, the contents, and how to read the rest. The numbers in them are known when
// they are drawn, because the rest is laid out before.
func (b *booklet) front() []*page {
	f := &flow{faces: b.faces, sheet: b.flow.sheet, part: &element{role: rolePart}}
	f.fresh()
	f.put(stack(b.faces.words(title, "Contents", across), space(6)))
	whole, below := &element{role: roleContents}, (*element)(nil)
	for _, a := range b.outline {
		if a.level > 1 {
			continue // a policy's card: the list at the head of the findings leads there
		}
		line := b.contentsLine(a)
		if a.level == 0 {
			below = nil
		} else {
			if below == nil {
				below = &element{role: roleContents}
			}
			line = in(below, line)
		}
		f.put(in(whole, line))
	}
	f.gap(16)
	f.part = &element{role: rolePart}
	read := &anchor{title: "How to read this report"}
	head := b.faces.words(title, read.title, across)
	head.anchors = append(head.anchors, read)
	f.head(head, space(4))
	f.put(b.legend())
	f.gap(6)
	f.table([]column{{"Term", 80, false}, {"Meaning", across - 80, false}}, glossary())
	f.gap(8)
	b.placeSignOff(f)
	shift(f.pages, 1)
	first := &anchor{title: "Summary"}
	b.outline = append([]*anchor{first, read}, b.outline...)
	return append([]*page{b.director()}, f.pages...)
}

// placeSignOff puts the room for signatures where it needs no page of its own: below the contents, or at the end of the last part
// of the report that leaves so much of its last page free.
func (b *booklet) placeSignOff(contents *flow) {
	signOff, pages := b.signOff(), b.flow.pages
	if contents.room(signOff.height) {
		contents.put(signOff)
		return
	}
	for i := len(pages) - 1; i >= 0; i-- {
		y := pages[i].end() + 12
		if (i == len(pages)-1 || pages[i+1].opens()) && y+signOff.height <= b.flow.sheet.bottom() {
			if part := pages[i].placed[len(pages[i].placed)-1].part; part != nil {
				signOff = in(part, signOff)
			}
			pages[i].placed = append(pages[i].placed, placed{x: b.flow.sheet.left(), y: y, block: signOff})
			return
		}
	}
	b.put(signOff)
}

// shift counts pages that come before into the places of anchors.
func shift(pages []*page, by int) {
	for _, p := range pages {
		for _, placed := range p.placed {
			for _, a := range placed.block.anchors {
				a.page += by
			}
		}
	}
}

func (b *booklet) contentsLine(a *anchor) block {
	line, indent, pad := body, 16.0, 0.5
	if a.level == 0 {
		line, indent, pad = bodyBold, 0, 1.6
	}
	row := inset(b.faces.oneLine(line, a.title, across-40-indent), indent, pad, pad)
	row.add(0, pad, b.number(a, line, across))
	return as(roleEntry, as(roleReference, leading(row, across, a)))
}

// pageOf shows the number of an anchor's page, flush right, and leads there.
func (b *booklet) pageOf(a *anchor, s style, width float64) block {
	return leading(b.number(a, s, width), width, a)
}

// number shows the number of an anchor's page, which is known when it is drawn, flush right.
func (b *booklet) number(a *anchor, s style, width float64) block {
	return block{height: s.lead, draw: []stroke{func(c *canvas, x, y float64) {
		number := b.faces.show(s, grouped(a.page+1))
		c.text(x+width-b.faces.width(s, number), y+s.lead/2+s.size*0.36, s, number)
	}}}
}

// see leads to another page: words and its number, flush right.
func (b *booklet) see(a *anchor, words string, width float64) block {
	s := caption.in(accent)
	return as(roleParagraph, leading(block{height: subtitle.lead, draw: []stroke{func(c *canvas, x, y float64) {
		text := b.faces.show(s, words+fmt.Sprint(a.page+1))
		c.text(x+width-b.faces.width(s, text), y+subtitle.lead/2+subtitle.size*0.36, s, text)
	}}}, width, a))
}

// legend explains verdicts by their patterns and severities by their letters.
func (b *booklet) legend() block {
	f := b.faces
	const gutter = 20.0
	half := (across - gutter) / 2
	var verdicts []block
	for _, v := range engine.Verdicts() {
		verdicts = append(verdicts, as(roleParagraph, beside([]float64{0, 20, 86},
			block{height: 12, draw: []stroke{func(c *canvas, x, y float64) { patch(c, rect{x, y + 2, 13, 9}, v) }}},
			f.words(smallBold, verdictWord(v), 66), f.words(small, verdictMeaning(v), half-86))), space(3))
	}
	var severities []block
	for _, s := range engine.Severities() {
		severities = append(severities, as(roleParagraph, beside([]float64{0, 70}, f.chip(s), inset(f.words(small, severityMeaning(s), half-70), 0, 1, 0))), space(3))
	}
	return beside([]float64{0, half + gutter}, as(roleColumn, stack(verdicts...)), as(roleColumn, stack(severities...)))
}

func verdictMeaning(v engine.Verdict) string {
	switch v {
	case engine.Fail:
		return "it does not hold to the policy, with certainty"
	case engine.Error:
		return "the policy itself broke; never counted as passed"
	case engine.Unknown:
		return "a fact that decides was not read; never a pass"
	case engine.Pass:
		return "it holds to the policy, with certainty"
	}
	return "nothing of the kind, or none of its concern"
}

// severityMeaning says how near a failure is to harm, and how soon that asks for something. Nothing else in the report gives
// a severity a term.
func severityMeaning(s engine.Severity) string {
	switch s {
	case engine.Critical:
		return "can be exploited as it stands: act at once"
	case engine.High:
		return "one more mistake or weakness away from an incident: act soon, ahead of planned work"
	case engine.Medium:
		return "makes an incident more likely or worse: plan it"
	}
	return "good practice: with the next change"
}

func glossary() [][]cell {
	var rows [][]cell
	for _, term := range [][2]string{
		{"control", "a requirement of a framework, for example NIST AC-2"},
		{"policy", "an executable test of one thing; its id is domain/name"},
		{"resource", "one configured thing as it was found: a user, a file, a repository"},
		{"finding", "one policy on one resource, with its verdict; a failing one has one or more failures, each a reason of its own"},
		{"gap", "something that could not be read, with its cause and what would allow it"},
		{"waiver", "an approved acceptance of a failure that ends by itself; it never makes a pass"},
		{"n of N", "N is always the whole: what is not shown is counted, and stands in findings.json, which this report carries when it says so"},
	} {
		rows = append(rows, []cell{styled(term[0], fineBold), styled(term[1], fine)})
	}
	return rows
}
