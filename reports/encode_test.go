package reports

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var (
	ourColours = regexp.MustCompile("\x1b\\[[0-9;]*m")
	bboxWord   = regexp.MustCompile(`xMax="([0-9.]+)" yMax="([0-9.]+)">(.*)</word>`)
	escapes    = regexp.MustCompile(`\\([ux])\{([0-9a-f]+)\}`)
)

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestVisible(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain text", "plain text"},
		{"Łódź 東京", "Łódź 東京"},
		{"\x1b[2J", `\u{1b}[2J`},
		{"a\x9bb", `a\x{9b}b`},
		{"\u009b", `\u{9b}`},
		{"a\u202eb", `a\u{202e}b`},
		{"a\u061cb", `a\u{61c}b`},
		{"line\u2028", `line\u{2028}`},
		{"no\u00a0break", `no\u{a0}break`},
		{"\u3164", `\u{3164}`},
		{"tag\U000e0041", `tag\u{e0041}`},
		{`C:\dir`, `C:\dir`},
		{`\u{1b}`, `\u{5c}u{1b}`},
		{"e\u0301", "e\u0301"},
		{"e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301" + `\u{301}`},
	} {
		if got := visible(c.in, nil); got != c.want {
			t.Errorf("visible(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if got := visible("aβ", func(r rune) bool { return r < 0x80 }); got != `a\u{3b2}` {
		t.Errorf("what cannot be drawn comes out as %q", got)
	}
}

func seed(f *testing.F) {
	for _, text := range nasty {
		f.Add(text[:min(len(text), 300)])
	}
}

// unescape is the way back from visible text.
func unescape(text string) string {
	return escapes.ReplaceAllStringFunc(text, func(e string) string {
		n, err := strconv.ParseInt(e[3:len(e)-1], 16, 32)
		if err != nil {
			return e
		}
		if e[1] == 'x' {
			return string([]byte{byte(n)})
		}
		return string(rune(n))
	})
}

// FuzzVisible holds the encoder to its promise: nothing hidden comes through, and nothing is lost.
func FuzzVisible(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		shown := visible(text, nil)
		if !utf8.ValidString(shown) {
			t.Fatalf("%q is not UTF-8", shown)
		}
		for _, r := range shown {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control, unicode.Cs, unicode.Co) {
				t.Fatalf("U+%04X comes through in %q", r, shown)
			}
		}
		if back := unescape(shown); back != text {
			t.Fatalf("%q came back as %q from %q", text, back, shown)
		}
	})
}

// FuzzTerminal writes any text in any place of the terminal: no line is too wide, none holds a control character.
func FuzzTerminal(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		a := sample()
		a.Report.Title, a.Targets[0].Name, a.Findings[0].Name = text, text, text
		a.Policies[1].Title, a.Policies[1].Remediation = text, text
		for i := range a.Findings {
			for j := range a.Findings[i].Failures {
				a.Findings[i].Failures[j].Message = text
			}
		}
		var b strings.Builder
		if err := (Text{Width: 70}).Write(&b, a); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if bad := badRune(line); bad >= 0 {
				t.Fatalf("U+%04X in %q", bad, line)
			}
			if n := columns(line); n > 70 {
				t.Fatalf("%d columns: %q", n, line)
			}
		}
	})
}

// FuzzShow holds the PDF's encoder to what the fonts can draw, and the wrapping to the width.
func FuzzShow(f *testing.F) {
	seed(f)
	faces, err := loadFaces()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range []style{body, code, title} {
			shown := faces.fit(s, text, 400)
			for _, r := range shown {
				if !faces[s.face].has(r) {
					t.Fatalf("U+%04X has no glyph", r)
				}
			}
			if len(shown) > 2*(400+cutSlack)+cutSlack {
				t.Fatalf("%d bytes", len(shown))
			}
			for _, line := range faces.wrap(s, shown, 120) {
				seen := line[:len(strings.TrimSuffix(string(line), " "))] // the space at which it was broken is not
				if w := faces.width(s, seen); w > 120.01 {
					t.Fatalf("%q is %.1f wide", line, w)
				}
			}
		}
	})
}

// FuzzPDF writes a whole report around any text, and takes it apart again.
func FuzzPDF(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		a := sample()
		a.Report.Title, a.Report.Organisation, a.Targets[0].Name, a.Findings[0].Name = text, text, text, text
		a.Policies[1].Title, a.Policies[1].Description = text, text
		d, err := takeApart(pdfOf(t, a))
		if err != nil {
			t.Fatal(err)
		}
		if pages, err := d.pages(); err != nil || len(pages) < 5 {
			t.Fatalf("%d pages, %v", len(pages), err)
		}
	})
}

func TestCutSaysHowMuch(t *testing.T) {
	text := strings.Repeat("é", 1000)
	got := cut(text, 101)
	if !strings.HasPrefix(got, strings.Repeat("é", 50)+" ... 1,900 bytes more, sha256:") {
		t.Errorf("cut: %q", got)
	}
	if cut("short", 3) != "short" {
		t.Error("a short text is cut to save less than the note takes")
	}
}

func TestFontsCoverLatinGreekCyrillic(t *testing.T) {
	faces, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for id, face := range faces {
		for _, r := range "AZaz09ÄÖÜäöüßÉÈçñŁłŐőŽžĞğİıȘșȚț€–…·ΑΩαωΆέЏАЯаяЁёЇїҐґ→≤" {
			if !face.has(r) {
				t.Errorf("font %s lacks %c", fontName(faceID(id)), r)
			}
		}
		if face.has(0x1f4a5) || face.has(0x5d0) {
			t.Errorf("font %s claims what it does not have", fontName(faceID(id)))
		}
	}
	if w := faces[mono].width('i'); w != faces[mono].width('W') || w == 0 {
		t.Errorf("the monospaced font is %v wide", w)
	}
	if faces[strong].width('W') <= faces[strong].width('i') {
		t.Error("the widths of the bold font are not read")
	}
}
