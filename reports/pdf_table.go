package reports

import "github.com/assize/assize/engine"

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
	// spoken is what is read out in place of a text that is short for it; "" for most.
	spoken string
}

func txt(text string) cell             { return cell{text: text, style: small} }
func num(n int) cell                   { return count(n, small) }
func styled(text string, s style) cell { return cell{text: text, style: s} }
func ready(b block) cell               { return cell{made: &b} }

// count is a number in a table; the dash of a zero is read out as one.
func count(n int, s style) cell {
	c := styled(dotted(n), s)
	if n == 0 {
		c.spoken = "0"
	}
	return c
}

// letter is a severity in a column that has room for its letter only.
func letter(severity engine.Severity) cell {
	c := styled(severityLetter(severity), fine)
	c.spoken = string(severity)
	return c
}

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
	cellPad    = 8.0
	rowPad     = 3.0
	finePad    = 1.6
	wholeRows  = 6
	cellHeight = 140.0
)

// table places rows below a head that is repeated on every page. The head never stands alone.
func (f *flow) table(columns []column, rows [][]cell) {
	if len(rows) == 0 {
		return
	}
	head := f.faces.headRow(columns)
	whole := &element{role: roleTable}
	if len(rows) <= wholeRows {
		blocks := []block{in(whole, head)}
		for _, row := range rows {
			blocks = append(blocks, in(whole, f.faces.ruled(columns, row)))
		}
		f.keep(blocks...)
		f.gap(10)
		return
	}
	f.longTable(whole, head, columns, rows)
}

// longTable places the head and the first row together, and the head again on each further page, where it is only seen.
func (f *flow) longTable(whole *element, head block, columns []column, rows [][]cell) {
	f.keep(in(whole, head), in(whole, f.faces.ruled(columns, rows[0])))
	for _, row := range rows[1:] {
		b := f.faces.ruled(columns, row)
		if !f.room(b.height) {
			f.fresh()
			f.set(decor(head))
		}
		f.set(in(whole, b))
	}
	f.gap(10)
}

// headRow is the head of a table, with its line.
func (f *faces) headRow(columns []column) block {
	row := make([]cell, len(columns))
	for i, c := range columns {
		row[i] = styled(c.head, tableHead)
	}
	return stack(f.row(columns, row), rule(across, pen{ink, 0.8}))
}

// ruled is a row with a thin line below.
func (f *faces) ruled(columns []column, row []cell) block {
	return stack(f.row(columns, row), rule(across, pen{hairline, 0.4}))
}

// row sets the cells of one row beside each other.
func (f *faces) row(columns []column, row []cell) block {
	var out block
	x, pad := 0.0, rowPad
	for _, c := range row {
		if c.made == nil && c.style.size < small.size-0.5 && c.style != tableHead {
			pad = finePad
		}
	}
	named := headCell(columns, row)
	for i, col := range columns {
		width := col.width - cellPad
		b := f.cell(row[i], width, col.number)
		e := element{role: roleData, made: row[i].made != nil, spoken: row[i].spoken}
		switch {
		case row[i].style == tableHead:
			e = element{role: roleHead, attributes: "<</O /Table /Scope /Column>>"}
		case i == named:
			e = element{role: roleHead, attributes: "<</O /Table /Scope /Row>>"}
		}
		out.add(x, pad, in(&e, b))
		out.height = max(out.height, b.height+2*pad)
		x += col.width
	}
	return as(roleRow, out)
}

// headCell is the cell that says what a row is about: the first one with text that is no number and has a head above it.
func headCell(columns []column, row []cell) int {
	for i, c := range columns {
		if c.head != "" && !c.number && row[i].made == nil {
			return i
		}
	}
	return -1
}

func (f *faces) cell(c cell, width float64, number bool) block {
	if c.made != nil {
		return *c.made
	}
	var b block
	if number {
		b = f.flushRight(f.shrunk(c.style, c.text, width), c.text, width)
	} else {
		b = f.within(c.style, c.text, width, cellHeight)
	}
	if c.to != nil {
		b = leading(b, width, c.to)
	}
	if c.url != "" {
		b = opening(b, width, c.url)
	}
	return b
}

// shrunk is the style in which a line fits: a number is set smaller before a digit of it is lost.
func (f *faces) shrunk(s style, text string, width float64) style {
	const least = 0.998 // less than all of the width, which rounding would exceed
	if own := f.width(s, f.show(s, text)); own > width {
		s.size *= least * width / own
	}
	return s
}
