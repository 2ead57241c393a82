package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks in a row are shown on one letter; further ones are escaped, because
// a hundred of them cover the lines around.
const maxMarks = 4

// visible is the one treatment of untrusted text: whatever could steer, hide or reorder comes out as an
// escape that can be read, \u{1b} for a character and \x{ff} for a byte that is not UTF-8. Drawable says
// which of the harmless characters the output has a shape for; nil stands for all. The way is one to one: a
// text that holds such an escape already comes out with its backslash escaped.
func visible(text string, drawable func(rune) bool) string {
	if plainASCII(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 16)
	marks := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x{%02x}`, text[i])
		case r == '\\' && looksEscaped(text[i:]), hidden(r), marks > maxMarks, drawable != nil && !drawable(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// TerminalText is the encoder of the terminal, for what the command line says itself.
func TerminalText(text string) string { return visible(text, nil) }

// hidden says whether a character has no shape of its own or changes how its neighbours appear. It goes by
// Unicode's classes: controls (Cc), format characters and with them all bidirectional controls (Cf,
// Bidi_Control), line and paragraph separators (Zl, Zp), other spaces than the ordinary one (Zs), surrogates,
// private use and unassigned code points (all by IsPrint), and what is ignorable by default though it counts
// as a letter or a mark (Hangul fillers, variation selectors).
func hidden(r rune) bool {
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// looksEscaped says whether a text that begins with a backslash could be taken for one of our escapes.
func looksEscaped(text string) bool {
	return strings.HasPrefix(text, `\u{`) || strings.HasPrefix(text, `\x{`)
}

// plainASCII says whether text needs no treatment in any output.
func plainASCII(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' || text[i] == '\\' {
			return false
		}
	}
	return true
}

// folded makes one line of prose: every run of white space becomes one space.
func folded(text string) string { return strings.Join(strings.Fields(text), " ") }

// cut shortens text to about limit bytes, at the border of a character, and says how much is missing and
// what the whole digests to, so that it can be found in findings.json. It never shortens silently.
func cut(text string, limit int) string {
	if len(text) <= limit+cutSlack {
		return text
	}
	head := limit
	for head > 0 && !utf8.RuneStart(text[head]) {
		head--
	}
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%s ... %s bytes more, sha256:%s of the whole", text[:head], grouped(len(text)-head), hex.EncodeToString(sum[:8]))
}

// cutSlack is what the note about a cut takes itself: nothing is cut to save less than that.
const cutSlack = 64

// grouped writes a number in groups of three: 1,048,576.
func grouped(n int) string {
	if n < 0 {
		return "-" + grouped(-n)
	}
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// columns is how many cells of a terminal a visible text takes: marks none, wide scripts and pictographs two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += cells(r)
	}
	return n
}

func cells(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Yi, unicode.Tangut):
		return 2
	case r >= 0x3000 && r < 0x3040, r >= 0xff01 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6:
		return 2 // CJK punctuation and full-width forms
	case r >= 0x1f000 && r < 0x1fc00, r >= 0x2600 && r < 0x27c0 && unicode.Is(unicode.So, r):
		return 2 // pictographs, taken for wide: too short a line is better than one that overflows
	}
	return 1
}

// wrapText breaks a visible text into lines of at most width, as measure counts it, at spaces where there
// are any and else, in long paths and hashes, after punctuation or wherever the line is full. Continuation lines and
// the first are equally wide. A line that ends at a space keeps it, beyond the width; so the lines together are the text, with single
// spaces. Empty text gives one empty line.
func wrapText(text string, width float64, measure func(rune) float64) []string {
	var lines []string
	line, used := "", 0.0
	space := measure(' ')
	for _, word := range strings.Fields(text) {
		long := 0.0
		for _, r := range word {
			long += measure(r)
		}
		if line != "" && used+space+long <= width {
			line, used = line+" "+word, used+space+long
			continue
		}
		if line != "" {
			lines = append(lines, line+" ")
		}
		for long > width {
			head, taken := breakWord(word, width, measure)
			lines = append(lines, head)
			word, long = word[len(head):], long-taken
		}
		line, used = word, long
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// breakWord returns how much of a word that is too long fits: up to the last punctuation in the second half
// of the line, else as much as there is room for, and one character at least.
func breakWord(word string, width float64, measure func(rune) float64) (head string, taken float64) {
	used, end, nice, niceUsed := 0.0, 0, 0, 0.0
	for i, r := range word {
		w := measure(r)
		if used+w > width && i > 0 {
			break
		}
		used += w
		end = i + utf8.RuneLen(r)
		if strings.ContainsRune("/-_.,:;=&?#", r) {
			nice, niceUsed = end, used
		}
	}
	if niceUsed > width/2 && nice < len(word) {
		return word[:nice], niceUsed
	}
	return word[:end], used
}
