package reports

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// A plot is where the trend is drawn: the bars stand between its edges, the legend to the right.
const (
	plotLeft   = 36.0
	plotRight  = across - 132
	plotHeight = 118.0
	plotTop    = 14.0
)

// trend draws the failures that no waiver covers, by severity, for each of the last runs.
func (b *booklet) trend(log *engine.ChangeLog) {
	if len(log.Runs) < 2 {
		return
	}
	chart := picture(block{height: plotTop + plotHeight + 34, draw: []stroke{func(c *canvas, x, y float64) { b.faces.plot(c, point{x, y}, log.Runs) }}}, plotRight, trendWords(log.Runs))
	chart.add(plotRight+18, plotTop-4, as(roleColumn, b.faces.trendLegend(log.Runs)))
	b.heading("Trend: failures that no waiver covers, "+plural(len(log.Runs), "run", "runs"), chart)
	if words := otherScope(log.Runs); words != "" {
		b.put(stack(b.faces.words(small, words, across), space(4)))
	}
	b.gap(6)
}

// decided counts the findings of a run that have a certain verdict: its failures are among these.
func decided(r engine.TrendPoint) int { return r.Verdicts[engine.Pass] + r.Verdicts[engine.Fail] }

// aside says that a run decided so many fewer or more findings than the last one, by a tenth of the greater, that its bar
// says as much about what was looked at as about what was found.
func aside(r, last engine.TrendPoint) bool {
	n, m := decided(r), decided(last)
	return r.Readable && 10*max(n-m, m-n) > max(n, m)
}

// otherScope says which bars do not compare with the last one, or nothing.
func otherScope(runs []engine.TrendPoint) string {
	last := runs[len(runs)-1]
	var days []string
	for _, r := range runs {
		if aside(r, last) {
			days = append(days, fmt.Sprintf("%s (%s)", r.At.UTC().Format(time.DateOnly), grouped(decided(r))))
		}
	}
	if len(days) == 0 {
		return ""
	}
	return fmt.Sprintf("* Runs that do not compare with this one, which decided %s: those of %s. Another part was looked at or could be read there, so that fewer failures show no improvement, and more of them no decline.",
		plural(decided(last), "finding", "findings"), some(days, 6))
}

// trendWords say what the plot shows.
func trendWords(runs []engine.TrendPoint) string {
	var parts []string
	for _, r := range runs {
		parts = append(parts, fmt.Sprintf("%s %s (%s)", r.At.UTC().Format(time.DateOnly), grouped(failing(r)), plural(decided(r), "finding decided", "findings decided")))
	}
	return "Bars: failures by run: " + strings.Join(parts, ", ")
}

func failing(r engine.TrendPoint) int {
	sum := 0
	for _, n := range r.Failing {
		sum += n
	}
	return sum
}

// scaleOf is the step of an axis and its end, so that it has at most five steps of 1, 2 or 5 times a power of ten.
func scaleOf(most int) (step, end int) {
	step = 1
	for i := 0; step*5 < most; i++ {
		if i%3 == 1 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
	return step, max(step, (most+step-1)/step*step)
}

// plot draws axes, bars, and the values of the first, the highest and the last run.
func (f *faces) plot(c *canvas, at point, runs []engine.TrendPoint) {
	most, highest := 0, 0
	for i, r := range runs {
		if n := failing(r); n > most {
			most, highest = n, i
		}
	}
	step, end := scaleOf(most)
	floor := at.y + plotTop + plotHeight
	for n := 0; n <= end; n += step {
		y := floor - plotHeight*float64(n)/float64(end)
		c.line(point{at.x + plotLeft, y}, point{at.x + plotRight, y}, pen{hairline, 0.5})
		label := f.show(caption, grouped(n))
		c.text(at.x+plotLeft-5-f.width(caption, label), y+2.8, caption, label)
	}
	each := (plotRight - plotLeft) / float64(len(runs))
	c.text(at.x, floor+22, caption, f.show(caption, "decided"))
	for i := range runs {
		bar := point{at.x + plotLeft + each*(float64(i)+0.5), floor}
		top := f.bar(c, bar, runs[i], rect{w: min(each*0.66, 26), h: plotHeight / float64(end)})
		f.barWords(c, point{bar.x, top}, runs, i, each, i == highest)
		if fromLast := len(runs) - 1 - i; fromLast%int(math.Ceil(50/each)) == 0 {
			c.line(bar, point{bar.x, floor + 3}, pen{quiet, 0.5})
			f.centred(c, point{bar.x, floor + 12}, caption, runs[i].At.UTC().Format(time.DateOnly)[2:])
			f.centred(c, point{bar.x, floor + 22}, caption, grouped(decided(runs[i])))
		}
	}
	c.line(point{at.x + plotLeft, floor}, point{at.x + plotRight, floor}, pen{ink, 0.8})
}

// bar draws a run's failures by severity over the middle of the bar's foot; size has the bar's width and one failure's
// height. It returns where the bar ends.
func (f *faces) bar(c *canvas, foot point, r engine.TrendPoint, size rect) (top float64) {
	y := foot.y
	for j := len(engine.Severities()) - 1; j >= 0; j-- {
		s := engine.Severities()[j]
		h := size.h * float64(r.Failing[s])
		severityPatch(c, rect{foot.x - size.w/2, y - h, size.w, h}, s)
		y -= h
	}
	if !r.Readable {
		f.centred(c, point{foot.x, foot.y - 4}, smallBold, "?")
	}
	return y
}

// barWords write over a bar what it comes to, where there is room or it matters, with a mark where it does not compare.
func (f *faces) barWords(c *canvas, top point, runs []engine.TrendPoint, i int, each float64, highest bool) {
	mark := ""
	if aside(runs[i], runs[len(runs)-1]) {
		mark = "*"
	}
	value := grouped(failing(runs[i])) + mark
	if i == 0 || i == len(runs)-1 || highest || each > 24 {
		f.centred(c, point{top.x, top.y - 3}, smallBold, value)
	} else if mark != "" {
		f.centred(c, point{top.x, top.y - 3}, smallBold, mark)
	}
}

// centred writes a line around a point.
func (f *faces) centred(c *canvas, at point, s style, text string) {
	line := f.show(s, text)
	c.text(at.x-f.width(s, line)/2, at.y, s, line)
}

// severityPatch fills a rectangle in a severity's colour and pattern: critical is solid, high crossed, medium hatched, low light.
func severityPatch(c *canvas, r rect, s engine.Severity) {
	if r.h <= 0 {
		return
	}
	tone := severityInk(s)
	thin := pen{tone, 0.6}
	switch s {
	case engine.Critical:
		c.fill(r.x, r.y, r.w, r.h, tone)
		return
	case engine.High:
		c.fill(r.x, r.y, r.w, r.h, tone.tint(0.3))
		hatch(c, r, thin, true)
		hatch(c, r, thin, false)
	case engine.Medium:
		c.fill(r.x, r.y, r.w, r.h, tone.tint(0.2))
		hatch(c, r, thin, true)
	default:
		c.fill(r.x, r.y, r.w, r.h, tone.tint(0.35))
	}
	c.frame(r.x, r.y, r.w, r.h, thin)
}

// trendLegend names the patterns with the values of the last run and how they differ from the run before.
func (f *faces) trendLegend(runs []engine.TrendPoint) block {
	last, before := runs[len(runs)-1], runs[len(runs)-2]
	const width = across - plotRight - 18
	parts := []block{f.words(caption, "This run, and against the last", width), space(2)}
	for _, s := range engine.Severities() {
		row := block{height: 14, draw: []stroke{func(c *canvas, x, y float64) { severityPatch(c, rect{x, y + 2, 12, 9}, s) }}}
		row.add(18, 0, f.words(small, string(s), 60))
		row.add(0, 0, f.flushRight(smallBold, grouped(last.Failing[s]), 84))
		row.add(0, 0, f.flushRight(small, signed(last.Failing[s]-before.Failing[s]), width))
		parts = append(parts, as(roleParagraph, row))
	}
	sum := block{height: 14}
	sum.add(18, 0, f.words(smallBold, "all", 60))
	sum.add(0, 0, f.flushRight(smallBold, grouped(failing(last)), 84))
	sum.add(0, 0, f.flushRight(small, signed(failing(last)-failing(before)), width))
	parts = append(parts, rule(width, pen{ink, 0.6}), space(2), as(roleParagraph, sum), f.words(caption, grouped(last.Waived)+" more accepted by waivers", width))
	for _, r := range runs {
		if !r.Readable {
			return stack(append(parts, f.words(caption, "? marks a run that cannot be read: it counts as the one before.", width))...)
		}
	}
	return stack(parts...)
}

func signed(n int) string {
	switch {
	case n > 0:
		return "+" + grouped(n)
	case n == 0:
		return "±0"
	}
	return grouped(n)
}
