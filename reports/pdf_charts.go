package reports

import (
	"fmt"
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

// barLegend names the parts of a bar of applicable findings in one line, with the whole and what does not apply.
func (f *faces) barLegend(counts map[engine.Verdict]int, idle int) block {
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
	out.add(0, 0, f.flushRight(caption, "of "+plural(applicable(counts), "applicable finding", "applicable findings")+"; "+plural(idle, "more does", "more do")+" not apply", across))
	return out
}

// severityBars draws the open failures by severity, in that width.
func (f *faces) severityBars(counts map[engine.Severity]int, policies map[engine.Severity]int, width float64) block {
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	const names, figures = 66.0, 92.0
	var rows []block
	for _, s := range engine.Severities() {
		n, longest := counts[s], width-names-figures
		bar := block{height: 16, draw: []stroke{func(c *canvas, x, y float64) {
			c.fill(x, y+3, max(longest*float64(n)/float64(most), 1), 9, severityInk(s))
		}}}
		words := grouped(n)
		if n > 0 {
			words += " in " + plural(policies[s], "policy", "policies")
		}
		rows = append(rows, as(roleParagraph, beside([]float64{0, names, names + longest + 6}, f.chip(s), bar, inset(f.oneLine(small, words, figures-6), 0, 1, 0))))
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

// badge is a severity's letter in a box; its word is read out.
func (f *faces) badge(s engine.Severity) block {
	letter := style{strong, 7.5, white, 10}
	text := f.show(letter, severityLetter(s))
	return in(&element{role: roleParagraph, spoken: string(s)}, block{height: 9.8, draw: []stroke{func(c *canvas, x, y float64) {
		c.fill(x, y, 10, 9.6, severityInk(s))
		c.text(x+5-f.width(letter, text)/2, y+7.5, letter, text)
	}}})
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
