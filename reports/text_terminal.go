package reports

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/assize/assize/engine"
)

// A colour is an ANSI colour of the terminal; the zero value is none.
type colour int

const (
	noColour colour = iota
	boldColour
	faintColour
	failColour
	highColour
	mediumColour
	unknownColour
	passColour
	todoColour
)

func (c colour) code() string {
	return [...]string{"", "1", "2", "1;31", "31", "33", "35", "32", "36"}[c]
}

// A span is text in one colour. Its text may come from anywhere: the terminal makes it safe.
type span struct {
	text   string
	colour colour
}

func plain(text string) span { return span{text, noColour} }
func bold(text string) span  { return span{text, boldColour} }
func faint(text string) span { return span{text, faintColour} }

func severityColour(s engine.Severity) colour {
	switch s {
	case engine.Critical:
		return failColour
	case engine.High:
		return highColour
	case engine.Medium:
		return mediumColour
	}
	return noColour
}

func verdictColour(v engine.Verdict) colour {
	switch v {
	case engine.Fail, engine.Error:
		return highColour
	case engine.Unknown:
		return unknownColour
	case engine.Pass:
		return passColour
	}
	return noColour
}

// A terminal is the encoder for terminals: the only way to write there, so that no text can hold an escape
// sequence, and the only place that writes one itself.
type terminal struct {
	b      *bytes.Buffer
	colour bool
	width  int
}

// What a span and a cell of a table hold at most; longer text is cut and says so.
const (
	spanBytes     = 800
	cellTextBytes = 160
)

// gap writes an empty line.
func (t *terminal) gap() { t.b.WriteByte('\n') }

// section starts a part of the output.
func (t *terminal) section(title string) {
	t.gap()
	t.wrapped("", bold(title))
}

// wrapped writes spans as one paragraph, each line behind the same indent, which is ours and not encoded.
func (t *terminal) wrapped(indent string, spans ...span) {
	t.hanging(indent, strings.Repeat(" ", len(indent)), spans...)
}

// hanging writes spans as one paragraph whose first line stands behind first and the others behind rest.
// Spaces between words fold when a line breaks there, and only there.
func (t *terminal) hanging(first, rest string, spans ...span) {
	t.b.WriteString(first)
	used, fresh := len(first), true
	for _, s := range spans {
		run := ""
		wrap := func() {
			t.paint(span{run, s.colour})
			t.b.WriteString("\n" + rest)
			used, fresh, run = len(rest), true, ""
		}
		for _, word := range splitWords(visible(cut(s.text, spanBytes), nil)) {
			if trimmed := strings.TrimLeft(word, " "); !fresh && used+columns(word) > t.width && trimmed != "" {
				wrap()
				word = trimmed
			}
			for _, piece := range wrapLong(word, t.width-len(rest)) {
				if !fresh && used+columns(piece) > t.width {
					wrap()
				}
				run += piece
				used, fresh = used+columns(piece), false
			}
		}
		t.paint(span{run, s.colour})
	}
	t.b.WriteByte('\n')
}

// splitWords cuts before each run of spaces, so that the pieces joined are the text.
func splitWords(text string) []string {
	var out []string
	start := 0
	for i := 1; i < len(text); i++ {
		if text[i] == ' ' && text[i-1] != ' ' {
			out = append(out, text[start:i])
			start = i
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// wrapLong breaks a word that is wider than a whole line.
func wrapLong(word string, width int) []string {
	if columns(word) <= width {
		return []string{word}
	}
	return wrapText(word, float64(width), func(r rune) float64 { return float64(cells(r)) })
}

// paint writes text that is visible already.
func (t *terminal) paint(s span) {
	if !t.colour || s.colour == noColour || strings.TrimSpace(s.text) == "" {
		t.b.WriteString(s.text)
		return
	}
	t.b.WriteString("\x1b[" + s.colour.code() + "m" + s.text + "\x1b[0m")
}

// table writes rows of cells, the first column to the left and the others to the right, columns aligned. A
// first cell that is too wide gets lines of its own.
func (t *terminal) table(rows [][]span) {
	widths := []int{}
	for _, row := range rows {
		for i := range row {
			row[i].text = visible(cut(row[i].text, cellTextBytes), nil)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(row[i].text))
		}
	}
	others := 2
	for _, w := range widths[1:] {
		others += w + 2
	}
	widths[0] = min(widths[0], t.width-others)
	for _, row := range rows {
		lines := wrapText(row[0].text, float64(widths[0]), func(r rune) float64 { return float64(cells(r)) })
		for i, line := range lines {
			t.b.WriteString("  ")
			t.paint(span{strings.TrimRight(line, " "), row[0].colour})
			if i < len(lines)-1 {
				t.b.WriteByte('\n')
			}
		}
		used := columns(lines[len(lines)-1]) // the last line ends in no space
		pad := widths[0] - used
		for i, cell := range row[1:] {
			if cell.text == "" {
				continue
			}
			pad += 2 + widths[i+1] - columns(cell.text)
			if _, err := strconv.Atoi(strings.ReplaceAll(cell.text, ",", "")); err != nil && i == len(row)-2 && len(row) == 3 {
				pad -= widths[i+1] - columns(cell.text) // words at the end of a row stand to the left
			}
			t.b.WriteString(strings.Repeat(" ", pad))
			t.paint(cell)
			pad = 0
		}
		t.b.WriteByte('\n')
	}
}
