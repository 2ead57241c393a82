package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/assize/assize/engine"
)

// Verdicts differ by pattern as well as by colour: fail is solid, error crossed, unknown hatched, pass light
// with a border, not applicable white with a border.

// patch fills a rectangle in a verdict's colour and pattern.
func patch(c *canvas, r rect, v engine.Verdict) {
	if r.w <= 0 {
		return
	}
	tone := verdictInk(v)
	thin := pen{tone, 0.7}
	switch v {
	case engine.Fail:
		c.fill(r.x, r.y, r.w, r.h, tone)
		return
	case engine.Error:
		c.fill(r.x, r.y, r.w, r.h, tone.tint(0.25))
		hatch(c, r, thin, true)
		hatch(c, r, thin, false)
	case engine.Unknown:
		c.fill(r.x, r.y, r.w, r.h, tone.tint(0.15))
		hatch(c, r, thin, true)
	case engine.Pass:
		c.fill(r.x, r.y, r.w, r.h, tone.tint(0.45))
	default:
		c.fill(r.x, r.y, r.w, r.h, white)
	}
	c.frame(r.x, r.y, r.w, r.h, thin)
}

// hatch draws slanted lines within a rectangle.
func hatch(c *canvas, r rect, p pen, rising bool) {
	const step = 3.2
	for d := step; d < r.w+r.h; d += step {
		a, b := point{min(d, r.w), max(0, d-r.w)}, point{max(0, d-r.h), min(d, r.h)}
		if !rising {
			a.x, b.x = r.w-a.x, r.w-b.x
		}
		c.line(point{r.x + a.x, r.y + a.y}, point{r.x + b.x, r.y + b.y}, p)
	}
}

// stackedBar draws counts as parts of one bar of the given width; each part that is not empty is seen.
func stackedBar(counts map[engine.Verdict]int, whole int, width, height float64) block {
	if whole == 0 {
		return block{height: height}
	}
	return picture(block{height: height, draw: []stroke{func(c *canvas, x, y float64) {
		at := x
		for _, v := range engine.Verdicts() {
			w := width * float64(counts[v]) / float64(whole)
			if counts[v] > 0 {
				w = max(w, 1.5)
			}
			patch(c, rect{at, y, min(w, x+width-at), height}, v)
			at += w
		}
	}}}, width, "Bar: "+shares(counts, whole))
}

// shares says in words what a picture of verdicts shows.
func shares(counts map[engine.Verdict]int, whole int) string {
	var parts []string
	for _, v := range engine.Verdicts() {
		if counts[v] > 0 {
			parts = append(parts, grouped(counts[v])+" "+verdictWord(v))
		}
	}
	if len(parts) == 0 {
		return "nothing was judged"
	}
	return fmt.Sprintf("%s of %s", strings.Join(parts, ", "), grouped(whole))
}

// barLegend names the parts of a bar in one line.
func (f *faces) barLegend(counts map[engine.Verdict]int) block {
	out, x := block{height: 13}, 0.0
	for _, v := range engine.Verdicts() {
		if counts[v] == 0 {
			continue
		}
		words := f.show(small, grouped(counts[v])+" "+verdictWord(v))
		out.add(x, 0, block{draw: []stroke{func(c *canvas, x, y float64) {
			patch(c, rect{x, y + 2, 9, 8}, v)
			c.text(x+14, y+9.2, small, words)
		}}})
		x += 14 + f.width(small, words) + 18
	}
	return out
}

// donut draws counts as a ring, with the total in its middle.
func (f *faces) donut(counts map[engine.Verdict]int, total int, radius float64) block {
	figure := style{strong, radius / max(2.3, 0.65*float64(len(grouped(total)))), navy, radius / 2}
	return picture(block{height: 2 * radius, draw: []stroke{func(c *canvas, x, y float64) {
		center, angle := point{x + radius, y + radius}, -math.Pi/2
		for _, v := range engine.Verdicts() {
			if counts[v] == 0 || total == 0 {
				continue
			}
			sweep := 2 * math.Pi * float64(counts[v]) / float64(total)
			wedge(c, ring{center, radius * 0.58, radius}, angle, angle+sweep, v)
			angle += sweep
		}
		number := f.show(figure, grouped(total))
		c.text(center.x-f.width(figure, number)/2, center.y+2, figure, number)
		word := f.show(caption, "findings")
		c.text(center.x-f.width(caption, word)/2, center.y+14, caption, word)
	}}}, 2*radius, "Ring: "+shares(counts, total)+" findings")
}

type ring struct {
	center       point
	inner, outer float64
}

func (r ring) at(radius, angle float64) point {
	return point{r.center.x + radius*math.Cos(angle), r.center.y + radius*math.Sin(angle)}
}

// wedge draws one part of a ring in its verdict's colour and pattern.
func wedge(c *canvas, r ring, from, to float64, v engine.Verdict) {
	const step = math.Pi / 90
	var shape []point
	n := max(1, int(math.Ceil((to-from)/step)))
	for i := 0; i <= n; i++ {
		shape = append(shape, r.at(r.outer, from+(to-from)*float64(i)/float64(n)))
	}
	for i := n; i >= 0; i-- {
		shape = append(shape, r.at(r.inner, from+(to-from)*float64(i)/float64(n)))
	}
	tone := verdictInk(v)
	thin := pen{tone, 0.7}
	share := map[engine.Verdict]float64{engine.Fail: 1, engine.Error: 0.25, engine.Unknown: 0.15, engine.Pass: 0.45}[v]
	c.polygon(shape, tone.tint(share))
	if v == engine.Unknown || v == engine.Error {
		for a := from + step; a < to; a += 1.6 * step {
			c.line(r.at(r.inner, a), r.at(r.outer, a), thin)
		}
	}
	if v == engine.Error {
		middle := ring{r.center, (r.inner + r.outer) / 2, r.outer}
		for a := from; a < to; a += step {
			c.line(r.at(middle.inner, a), r.at(middle.inner, min(a+step, to)), thin)
		}
	}
	c.outline(shape, pen{white, 1.2})
	if v == engine.NotApplicable || v == engine.Pass {
		c.outline(shape, thin)
	}
}

// legend explains the patterns, with the counts.
func (f *faces) legend(counts map[engine.Verdict]int, width float64) block {
	meaning := map[engine.Verdict]string{
		engine.Fail: "the resource does not hold to the policy", engine.Error: "the policy itself broke",
		engine.Unknown: "a fact that decides could not be read", engine.Pass: "certain, from facts that were all read",
		engine.NotApplicable: "nothing of the kind, or the policy does not concern it",
	}
	var rows []block
	for _, v := range engine.Verdicts() {
		rows = append(rows, as(roleParagraph, beside([]float64{50, 0, 72, 162},
			block{height: 15, draw: []stroke{func(c *canvas, x, y float64) { patch(c, rect{x, y + 2, 12, 10}, v) }}},
			f.flushRight(bodyBold, grouped(counts[v]), 42), f.words(bodyBold, verdictWord(v), 86), f.words(caption, meaning[v], width-162))), space(3))
	}
	return stack(rows...)
}

// severityBars draws the open failures by severity.
func (f *faces) severityBars(counts map[engine.Severity]int, policies map[engine.Severity]int) block {
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	var rows []block
	for _, s := range engine.Severities() {
		n, width := counts[s], across-260
		bar := block{height: 17, draw: []stroke{func(c *canvas, x, y float64) {
			c.fill(x, y+3, max(width*float64(n)/float64(most), 1), 10, severityInk(s))
		}}}
		words := grouped(n)
		if n > 0 {
			words += " in " + plural(policies[s], "policy", "policies")
		}
		rows = append(rows, as(roleParagraph, beside([]float64{0, 96, 96 + width + 10}, f.chip(s), bar, f.words(body, words, 150))))
	}
	return stack(rows...)
}

// chipWidth is how wide a chip is.
func (f *faces) chipWidth(s engine.Severity) float64 {
	return 17 + f.width(bodyBold, f.show(bodyBold, string(s)))
}

func severityLetter(s engine.Severity) string {
	return map[engine.Severity]string{engine.Critical: "C", engine.High: "H", engine.Medium: "M", engine.Low: "L"}[s]
}

// chip is a severity as a letter in a box and a word: told apart without colour. The letter is not read out.
func (f *faces) chip(s engine.Severity) block {
	letter := style{strong, 8, white, 11}
	text := f.show(letter, severityLetter(s))
	out := decor(block{height: 14, draw: []stroke{func(c *canvas, x, y float64) {
		c.fill(x, y+1.5, 12, 11, severityInk(s))
		c.text(x+6-f.width(letter, text)/2, y+10, letter, text)
	}}})
	out.add(17, 0.5, f.words(bodyBold.in(severityInk(s)), string(s), 80))
	return out
}
