package reports

import (
	"fmt"
	"strings"

	"github.com/assize/assize/engine"
)

// cover makes the first page: what was audited, when, and how it came out.
func (b *booklet) cover() *page {
	a, f, left := b.assessment, b.faces, b.flow.sheet.left()
	p := &page{bare: true}
	big := style{strong, 30, white, 37}
	parts := []block{f.words(style{semibold, 11, white.tint(0), 15}, "COMPLIANCE AUDIT REPORT", across), space(14)}
	parts = append(parts, as(level(1), f.within(big, b.title(), across, 120)))
	if a.Report.Organisation != "" {
		parts = append(parts, space(6), f.within(style{regular, 16, white, 21}, a.Report.Organisation, across, 45))
	}
	head := stack(parts...)
	band := max(290, head.height+150)
	p.placed = append(p.placed, placed{0, 0, block{draw: []stroke{func(c *canvas, x, y float64) {
		c.fill(0, 0, b.flow.sheet.width, band, navy)
		c.fill(0, band, b.flow.sheet.width, 5, resultInk(a))
	}}}})
	if a.Report.Classification != "" {
		mark := style{semibold, 9, white, 12}
		p.placed = append(p.placed, placed{left, 44, f.flushRight(mark, strings.ToUpper(a.Report.Classification), across)})
	}
	p.placed = append(p.placed, placed{left, 92, head})
	result := stack(f.words(caption, "Overall result", across), space(2), f.words(style{strong, 17, resultInk(a), 23}, headline(a), across),
		space(4), f.words(body, denominators(a.Summary), across), space(2), f.words(body, gateWords(a.Gate), across),
		space(16), stackedBar(a.Summary.Verdicts, len(a.Findings), across, 14), space(5), f.barLegend(a.Summary.Verdicts))
	p.placed = append(p.placed, placed{left, band + 34, result})
	facts := b.facts(b.coverFacts())
	y := max(band+34+result.height+30, b.flow.sheet.height-96-facts.height)
	p.placed = append(p.placed, placed{left, min(y, b.flow.sheet.height-60-facts.height), facts})
	return p
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

func (b *booklet) coverFacts() [][2]string {
	a := b.assessment
	var names []string
	for _, t := range a.Targets {
		names = append(names, nameAndRef(t))
	}
	facts := [][2]string{{"Scope", fmt.Sprintf("%s: %s", plural(len(names), "target", "targets"), some(names, 6))}}
	if a.Report.Period != "" {
		facts = append(facts, [2]string{"Period", a.Report.Period})
	}
	facts = append(facts, [2]string{"Collected", interval(a.Run)}, [2]string{"Evaluated", stamp(a.Run.At)})
	policies := plural(len(a.Policies), "policy", "policies")
	if a.Run.Profile != "" {
		policies += ", profile " + a.Run.Profile
	}
	if len(a.Excluded) > 0 {
		policies += fmt.Sprintf("; %d excluded with reasons", len(a.Excluded))
	}
	return append(facts, [2]string{"Policies", policies}, [2]string{"Run", a.Run.ID}, [2]string{"Made by", a.Run.Tool})
}

// facts lists names with their values.
func (b *booklet) facts(list [][2]string) block {
	var rows []block
	for _, fact := range list {
		rows = append(rows, b.fact(fact))
	}
	return stack(rows...)
}

func (b *booklet) fact(fact [2]string) block {
	value := body
	if fact[0] == "Run" || strings.HasPrefix(fact[1], "sha256:") {
		value = code
	}
	name := as(roleLabel, b.faces.words(bodyBold.in(quiet), fact[0], 100))
	return stack(rule(across, pen{hairline, 0.4}), space(3), as(roleItem, beside([]float64{0, 110},
		name, as(roleItemBody, b.faces.within(value, fact[1], across-110, 55)))), space(3))
}

// contents makes the pages with the table of contents. Page numbers count its own pages and the cover.
func (b *booklet) contents() []*page {
	loose := b.contentsSet(body, 1)
	if len(loose) == 1 {
		return loose
	}
	return b.contentsSet(small, 0.3)
}

// contentsSet sets the contents in a style, with that much room about each line. How many pages they take
// decides the numbers on them, so it is tried until it comes out even.
func (b *booklet) contentsSet(s style, pad float64) []*page {
	for own := 1; ; own++ {
		pages := b.contentsOf(1+own, s, pad)
		if len(pages) <= own {
			return pages
		}
	}
}

func (b *booklet) contentsOf(before int, s style, pad float64) []*page {
	f := &flow{faces: b.faces, sheet: b.flow.sheet, part: &element{role: rolePart}}
	f.fresh()
	whole, below := &element{role: roleContents}, (*element)(nil)
	f.put(stack(b.faces.words(title, "Contents", across), space(10)))
	for _, a := range b.outline {
		line, indent := s, 14.0
		if a.level == 0 {
			line.face, indent = semibold, 0
			f.gap(5 * pad)
		}
		row := inset(b.faces.oneLine(line, a.title, across-40-indent), indent, pad, pad)
		row.add(0, pad, b.faces.flushRight(line, fmt.Sprint(a.page+before+1), across))
		row = as(roleEntry, as(roleReference, leading(row, across, a)))
		if a.level == 0 {
			below = nil
		} else {
			if below == nil {
				below = &element{role: roleContents}
			}
			row = in(below, row)
		}
		f.put(in(whole, row))
	}
	return f.pages
}
