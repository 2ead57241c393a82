package reports

import "strings"

// A Table is aligned plain text for a terminal. Its cells are made harmless.
type Table struct {
	// Right are the columns whose cells stand to the right, as numbers do.
	Right []int
	rows  [][]string
}

// Row adds a row; all have the same number of cells.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = visible(cell, nil)
	}
	t.rows = append(t.rows, row)
}

// String is the table, two spaces between columns and none at the end of a line.
func (t *Table) String() string {
	var widths []int
	right := map[int]bool{}
	for _, i := range t.Right {
		right[i] = true
	}
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(cell))
		}
	}
	var b strings.Builder
	for _, row := range t.rows {
		line := ""
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-columns(cell))
			if i > 0 {
				line += "  "
			}
			if right[i] {
				line += space + cell
			} else {
				line += cell + space
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
