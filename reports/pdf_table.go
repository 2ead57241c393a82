package reports

// A column of a table.
type column struct {
	head  string
	width float64
	// number columns stand to the right.
	number bool
}

// A cell is text in a style, or a block that was made already.
type cell struct {
	text  string
	style style
	made  *block
	to    *anchor // where a click leads, or nil
	url   string
}

func txt(text string) cell             { return cell{text: text, style: small} }
func num(n int) cell                   { return cell{text: dotted(n), style: small} }
func styled(text string, s style) cell { return cell{text: text, style: s} }
func ready(b block) cell               { return cell{made: &b} }

// dotted writes a count for a table; a zero recedes.
func dotted(n int) string {
	if n == 0 {
		return "–"
	}
	return grouped(n)
}

// cellPad is the room between columns, rowPad above and below each row, finePad the same in long lists. Tables
// of up to wholeRows rows are not broken over pages.
const (
	cellPad    = 10.0
	rowPad     = 3.0
	finePad    = 2.0
	wholeRows  = 6
	cellHeight = 140.0
)

// table places rows below a head that is repeated on every page. The head never stands alone.
func (f *flow) table(columns []column, rows [][]cell) {
	if len(rows) == 0 {
		return
	}
	headRow := make([]cell, len(columns))
	for i, c := range columns {
		headRow[i] = styled(c.head, tableHead)
	}
	head := stack(f.faces.row(columns, headRow), rule(across, pen{ink, 0.8}))
	if len(rows) <= wholeRows {
		blocks := []block{head}
		for _, row := range rows {
			blocks = append(blocks, f.faces.ruled(columns, row))
		}
		f.keep(blocks...)
		f.gap(10)
		return
	}
	f.longTable(head, columns, rows)
}

// longTable places the head and the first row together, and the head again on each further page.
func (f *flow) longTable(head block, columns []column, rows [][]cell) {
	f.keep(head, f.faces.ruled(columns, rows[0]))
	for _, row := range rows[1:] {
		b := f.faces.ruled(columns, row)
		if !f.room(b.height) {
			f.fresh()
			f.set(head)
		}
		f.set(b)
	}
	f.gap(10)
}

// ruled is a row with a thin line below.
func (f *faces) ruled(columns []column, row []cell) block {
	return stack(f.row(columns, row), rule(across, pen{hairline, 0.4}))
}

// row sets the cells of one row beside each other.
func (f *faces) row(columns []column, row []cell) block {
	var out block
	x, pad := 0.0, rowPad
	if row[0].made == nil && row[0].style.size < small.size-0.5 && row[0].style != tableHead {
		pad = finePad
	}
	for i, col := range columns {
		width := col.width - cellPad
		b := f.cell(row[i], width, col.number)
		out.add(x, pad, b)
		out.height = max(out.height, b.height+2*pad)
		x += col.width
	}
	return out
}

func (f *faces) cell(c cell, width float64, number bool) block {
	if c.made != nil {
		return *c.made
	}
	var b block
	if number {
		if own := f.width(c.style, f.show(c.style, c.text)); own > width {
			c.style.size *= width / own // a number is set smaller before a digit of it is lost
		}
		b = f.flushRight(c.style, c.text, width)
	} else {
		b = f.within(c.style, c.text, width, cellHeight)
	}
	height := b.height
	if c.to != nil {
		b.draw = append(b.draw, func(cv *canvas, x, y float64) { cv.jump(rect{x, y, width, height}, c.to) })
	}
	if c.url != "" {
		b.draw = append(b.draw, func(cv *canvas, x, y float64) { cv.open(rect{x, y, width, height}, c.url) })
	}
	return b
}
