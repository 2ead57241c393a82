package reports

import (
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
	chart := picture(block{height: plotTop + plotHeight + 24, draw: []stroke{func(c *canvas, x, y float64) { b.faces.plot(c, point{x, y}, log.Runs) }}}, plotRight, trendWords(log.Runs))
	chart.add(plotRight+18, plotTop-4, as(roleColumn, b.faces.trendLegend(log.Runs)))
	b.heading("Trend: failures that no waiver covers, "+plural(len(log.Runs), "run", "runs"), chart)
	b.gap(6)
}

// trendWords say what the plot shows.
func trendWords(runs []engine.TrendPoint) string {
	var parts []string
	for _, r := range runs {
		parts = append(parts, r.At.UTC().Format(time.DateOnly)+" "+grouped(failing(r)))
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
	up := func(n int) float64 { return plotHeight * float64(n) / float64(end) }
	for n := 0; n <= end; n += step {
		y := floor - up(n)
		c.line(point{at.x + plotLeft, y}, point{at.x + plotRight, y}, pen{hairline, 0.5})
		label := f.show(caption, grouped(n))
		c.text(at.x+plotLeft-5-f.width(caption, label), y+2.8, caption, label)
	}
	each := (plotRight - plotLeft) / float64(len(runs))
	wide := min(each*0.66, 26)
	every := int(math.Ceil(50 / each))
	for i, r := range runs {
		middle := at.x + plotLeft + each*(float64(i)+0.5)
		y := floor
		for j := len(engine.Severities()) - 1; j >= 0; j-- {
			s := engine.Severities()[j]
			h := up(r.Failing[s])
			severityPatch(c, rect{middle - wide/2, y - h, wide, h}, s)
			y -= h
		}
		last := i == len(runs)-1
		if value := f.show(smallBold, grouped(failing(r))); last || i == 0 || i == highest || each > 24 {
			c.text(middle-f.width(smallBold, value)/2, y-3, smallBold, value)
		}
		if !r.Readable {
			c.text(middle-2, floor-4, smallBold, f.show(smallBold, "?"))
		}
		if fromLast := len(runs) - 1 - i; fromLast%every == 0 {
			day := f.show(caption, r.At.UTC().Format(time.DateOnly)[2:])
			c.line(point{middle, floor}, point{middle, floor + 3}, pen{quiet, 0.5})
			c.text(middle-f.width(caption, day)/2, floor+12, caption, day)
		}
	}
	c.line(point{at.x + plotLeft, floor}, point{at.x + plotRight, floor}, pen{ink, 0.8})
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
