package reports

import (
	"cmp"
	"slices"
	"strings"
)

// A stroke draws something relative to the place that its block got.
type stroke func(c *canvas, x, y float64)

// A block is something with a height that is never broken over pages.
type block struct {
	height float64
	draw   []stroke
	// anchors are what can be jumped to in it.
	anchors []*anchor
	// part is the part of the report that it belongs to; nil for the one in which it is placed.
	part *element
}

// An anchor is a place that the contents, the outline and links lead to; page and y are known once it is placed.
type anchor struct {
	title string
	level int // 0 is a section, 1 a part of one, 2 a policy's card
	// number is printed before the title in the contents.
	page   int
	y      float64
	placed bool
}

// space is a block of nothing.
func space(height float64) block { return block{height: height} }

// stack puts blocks below each other.
func stack(blocks ...block) block {
	var out block
	for _, b := range blocks {
		out.add(0, out.height, b)
		out.height += b.height
	}
	return out
}

// add draws b within a block, at an offset; the height stays.
func (b *block) add(dx, dy float64, inner block) {
	for _, s := range inner.draw {
		b.draw = append(b.draw, func(c *canvas, x, y float64) { s(c, x+dx, y+dy) })
	}
	b.anchors = append(b.anchors, inner.anchors...)
}

// beside puts blocks next to each other, each at its offset from the left; the tallest counts.
func beside(offsets []float64, blocks ...block) block {
	var out block
	for i, b := range blocks {
		out.add(offsets[i], 0, b)
		out.height = max(out.height, b.height)
	}
	return out
}

// inset moves a block to the right and gives it room above and below.
func inset(b block, left, above, below float64) block {
	out := block{height: above + b.height + below}
	out.add(left, above, b)
	return out
}

// on draws a block over a filled rectangle of its height.
func on(b block, width float64, ink rgb) block {
	out := block{height: b.height, draw: []stroke{func(c *canvas, x, y float64) { c.fill(x, y, width, b.height, ink) }}}
	out.add(0, 0, b)
	return out
}

// edged draws a bar down a block's left side.
func edged(b block, ink rgb) block {
	out := block{height: b.height}
	out.add(0, 0, b)
	out.draw = append(out.draw, func(c *canvas, x, y float64) { c.fill(x, y, 3, b.height, ink) })
	return out
}

// A page is what was placed on one page.
type page struct {
	placed []placed
	// bare pages have neither header nor footer.
	bare bool
	// part is what belongs to none on it is part of; nil for none.
	part *element
}

// end is how far down the page what is drawn on it goes.
func (p *page) end() (bottom float64) {
	for _, placed := range p.placed {
		if len(placed.block.draw) > 0 {
			bottom = max(bottom, placed.y+placed.block.height)
		}
	}
	return bottom
}

// opens says whether the page begins with a part of the report.
func (p *page) opens() bool {
	return len(p.placed) > 0 && slices.ContainsFunc(p.placed[0].block.anchors, func(a *anchor) bool { return a.level == 0 })
}

type placed struct {
	x, y  float64
	block block
	// head says that it is a heading of what follows.
	head bool
	// part is the part of the report that the flow put it in, or nil.
	part *element
}

// A flow fills pages from top to bottom.
type flow struct {
	faces *faces
	sheet sheet
	pages []*page
	y     float64
	// heads are headings that wait for what they stand above, so that none ends a page.
	heads []block
	// part is the part of the report that is being filled.
	part *element
}

// fresh begins a new page unless the current one is empty.
func (f *flow) fresh() {
	if len(f.pages) == 0 || len(f.pages[len(f.pages)-1].placed) > 0 {
		f.pages = append(f.pages, &page{})
		f.y = top
	}
}

// head keeps a heading until something is placed below it.
func (f *flow) head(blocks ...block) {
	for _, b := range blocks {
		b.part = f.part
		f.heads = append(f.heads, b)
	}
}

// waiting returns the headings that wait, with what follows them.
func (f *flow) waiting(follow ...block) []block {
	all := append(f.heads, follow...)
	f.heads = nil
	return all
}

// put places a block, on the next page when it does not fit any more.
func (f *flow) put(b block) { f.keep(b) }

// keep places blocks, with no page break after any but the last unless they are more than a page.
func (f *flow) keep(blocks ...block) {
	heads := len(f.heads)
	blocks = f.waiting(blocks...)
	total := 0.0
	for _, b := range blocks {
		total += b.height
	}
	if len(f.pages) == 0 || f.y+min(total, f.sheet.bottom()-top) > f.sheet.bottom() {
		f.fresh()
	}
	for i, b := range blocks {
		if f.y+b.height > f.sheet.bottom() && f.y > top {
			f.fresh()
		}
		f.set(b)
		placed := f.pages[len(f.pages)-1].placed
		placed[len(placed)-1].head = i < heads
	}
}

// room says whether something of that height fits on the current page.
func (f *flow) room(height float64) bool { return len(f.pages) > 0 && f.y+height <= f.sheet.bottom() }

// gap leaves room, but none at the top of a page.
func (f *flow) gap(height float64) {
	if f.y > top {
		f.y += height
	}
}

func (f *flow) set(b block) {
	p := f.pages[len(f.pages)-1]
	part := cmp.Or(b.part, f.part)
	if part != nil {
		b = in(part, b)
	}
	p.placed = append(p.placed, placed{x: f.sheet.left(), y: f.y, block: b, part: part})
	for _, a := range b.anchors {
		a.page, a.y, a.placed = len(f.pages)-1, f.y, true
	}
	f.y += b.height
}

// text makes a block of wrapped lines: a heading where it has the style of one, else a paragraph, unless it is within an
// element that holds text. What follows in such an element is told apart by a space.
func (f *faces) text(s style, text shown, width float64) block {
	lines, r := f.wrap(s, text, width), s.role()
	drop := s.lead/2 + s.size*0.36 // from the line's top to its baseline
	return block{height: float64(len(lines)) * s.lead, draw: []stroke{func(c *canvas, x, y float64) {
		own := c.tags.begin(r)
		defer c.tags.end()
		for i, line := range lines {
			if line != "" && i == len(lines)-1 && !own {
				line += " "
			}
			c.text(x, y+drop+float64(i)*s.lead, s, line)
		}
	}}}
}

// words makes a block of wrapped lines, about 200 points high at most; a longer text is cut and says so.
func (f *faces) words(s style, text string, width float64) block {
	return f.within(s, text, width, 200)
}

// within makes a block of wrapped lines that is about as high as is said at most, and twice as high when the
// text is full of escapes. A longer text is cut and says so.
func (f *faces) within(s style, text string, width, height float64) block {
	perLine := width / (0.55 * s.size)
	return f.text(s, f.fit(s, folded(text), int(perLine*height/s.lead)), width)
}

// bullet makes an item of a list; items that follow each other make one list.
func (f *faces) bullet(s style, text string, width float64) block {
	const indent = 7
	return as(roleItem, beside([]float64{0, indent}, as(roleLabel, f.words(s, "·", indent)), as(roleItemBody, f.words(s, text, width-indent))))
}

// clipped shows what fits on one line; what does not is left out with an ellipsis.
func (f *faces) clipped(s style, text string, width float64) shown {
	whole := f.fit(s, folded(text), 400)
	if f.width(s, whole) <= width {
		return whole
	}
	return shown(strings.TrimSuffix(string(f.wrap(s, whole, width-f.width(s, " …"))[0]), " ")) + " …"
}

// oneLine makes a block of one line.
func (f *faces) oneLine(s style, text string, width float64) block {
	return f.text(s, f.clipped(s, text, width), width)
}

// flushRight makes a block of one line that ends at width.
func (f *faces) flushRight(s style, text string, width float64) block {
	line := f.clipped(s, text, width)
	return inset(f.text(s, line, width), width-f.width(s, line), 0, 0)
}

// rule makes a line across.
func rule(width float64, p pen) block {
	return block{height: p.width, draw: []stroke{func(c *canvas, x, y float64) {
		c.line(point{x, y}, point{x + width, y}, p)
	}}}
}
