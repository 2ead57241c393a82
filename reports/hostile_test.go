package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// nasty are texts that a target may send.
var nasty = []string{
	"emoji \U0001f4a5 in a name",
	"\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x9b2J",
	"bidi \u202egnp.exe \u2066isolate\u2069 \u061c mark",
	"NUL \x00 and bell \a and carriage\rreturn and\nline and \u2028separator\u2029",
	"عربي עברית \u200f\u200f",
	"z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358\u0359a\u035a\u035blgo",
	strings.Repeat("x", 10_000),
	"日本語 한국어 Ελληνικά Кириллица Łódź ﷽",
	"invalid \xff\xfe\x80 utf-8 \xed\xa0\x80",
	strings.Repeat("a very long sentence with many words ", 400),
	`fake escape \u{1b} and \x{ff} and C:\path`,
	") Tj ET (PDF) \\( ) endstream endobj {nb} %%EOF",
	"\u3164\ufe0f\u00ad\u034f invisible",
	strings.Repeat("\x1b", 5000),
	strings.Repeat("\U0001f469\u200d", 3000),
}

// hostile is an assessment whose every text that a target could choose is nasty.
func hostile() *engine.Assessment {
	b := newBuilder()
	for i, text := range nasty {
		target := "target " + text
		b.target(target, text, "ssh:"+text, "host")
		b.policy("access/p"+string(rune('a'+i)), "Policy "+text, engine.High, "linux.user")
		f := b.find(target, text, engine.Fail, text, text+"!")
		size := 1 << 14
		if i < 2 {
			size = 1 << 20
		}
		huge, err := json.Marshal(strings.Repeat(text, size/len(text)+1))
		if err != nil {
			panic(err) // a string always has a JSON form
		}
		f.Failures[0].Actual, f.Failures[1].Expected = huge, huge
		f.Failures[0].Path = text
		f.Origin.File, f.Origin.Line = text, 7
		b.find(target, text+"/2", engine.Error).Note = text
		b.unknown(target, text+"/3", collectors.Denied, text).IfKnown = []engine.IfKnown{
			{Path: text, Value: huge, Verdict: engine.Pass}, {Path: text, Value: json.RawMessage("false"), Verdict: engine.Fail}}
		b.waive("W-"+text, "access/p"+string(rune('a'+i)), "2026-01-01", "2026-12-01")
		b.a.Targets[i].Error, b.a.Notes = text, append(b.a.Notes, text)
		b.a.Coverage = append(b.a.Coverage, collectors.Coverage{Target: target, Service: text, Region: text})
		b.a.Excluded = append(b.a.Excluded, engine.Exclusion{ID: text, Title: text, Reason: text})
		b.a.Frameworks = append(b.a.Frameworks, engine.FrameworkResult{ID: text, Title: text, Publisher: text, Total: 1, Covered: 1,
			Controls: []engine.ControlResult{{ID: text, Title: text, Policies: []string{text}, Verdict: engine.Fail, Verdicts: map[engine.Verdict]int{}}}})
	}
	b.a.Changes = nastyChanges()
	b.a.Plan = nastyPlan()
	b.a.Report.Title, b.a.Report.Organisation, b.a.Report.Classification = nasty[0], nasty[2], nasty[6]
	return b.build()
}

func TestTextHoldsNoControlCharacter(t *testing.T) {
	var b bytes.Buffer
	if err := (Text{Width: 80}).Write(&b, hostile()); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if bad := badRune(line); bad >= 0 {
			t.Errorf("U+%04X in %q", bad, line)
		}
		if n := columns(line); n > 80 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	if n := b.Len(); n > 200_000 {
		t.Errorf("the summary has %d bytes", n)
	}
}

// TestColourIsOnlyOurs shows that without the escape sequences that the terminal writes, nothing is left of them,
// and that the coloured text says the same as the plain one.
func TestColourIsOnlyOurs(t *testing.T) {
	var plain, coloured bytes.Buffer
	if err := (Text{}).Write(&plain, hostile()); err != nil {
		t.Fatal(err)
	}
	if err := (Text{Colour: true}).Write(&coloured, hostile()); err != nil {
		t.Fatal(err)
	}
	if got := ourColours.ReplaceAllString(coloured.String(), ""); got != plain.String() {
		t.Error("with its colours removed, the text differs from the plain one")
	}
}

// badRune returns the first rune that must not reach a terminal, or -1.
func badRune(text string) rune {
	if !utf8.ValidString(text) {
		return utf8.RuneError
	}
	for _, r := range text {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control, unicode.Co, unicode.Variation_Selector) {
			return r
		}
	}
	return -1
}

func TestHostilePDF(t *testing.T) {
	data := pdfOf(t, hostile())
	if n := len(data); n > 2<<20 {
		t.Errorf("the PDF has %d bytes", n)
	}
	path := saved(t, data)
	if out := run(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	text := strings.Join(strings.Fields(run(t, "pdftotext", "-raw", path, "-")), "")
	for _, want := range []string{`emoji\u{1f4a5}inaname`, `\u{1b}[31mred`, `\u{202e}gnp.exe`, `NUL\u{0}and`, `\u{5e2}\u{5d1}`, "Ελληνικά", "Кириллица", "Łódź",
		`invalid\x{ff}\x{fe}\x{80}`, `\u{5c}u{1b}`, "bytesmore,sha256:", "endstreamendobj{nb}%%EOF"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	if bad := badRune(strings.ReplaceAll(text, "\f", "")); bad >= 0 {
		t.Errorf("U+%04X came through", bad)
	}
}

// TestNothingOverflows lays the hostile report out and looks whether all text ends within the page.
func TestNothingOverflows(t *testing.T) {
	for name, a := range map[string]*engine.Assessment{"sample": changed(sample()), "hostile": hostile()} {
		for _, paper := range Papers() {
			noOverflow(t, name, a, Layout{Paper: paper, Seal: &SealBox{Signer: nasty[0] + nasty[6], Certificate: nasty[1]}})
		}
	}
}

func noOverflow(t *testing.T, name string, a *engine.Assessment, l Layout) {
	t.Helper()
	s, err := l.sheet()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (PDF{Layout: l}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	path := saved(t, b.Bytes())
	box := run(t, "pdftotext", "-bbox", path, "-")
	words := bboxWord.FindAllStringSubmatch(box, -1)
	if len(words) < 100 {
		t.Fatalf("%s: only %d words", name, len(words))
	}
	for _, w := range words {
		if x, y := number(t, w[1]), number(t, w[2]); x > s.right()+1 || y > s.height-20 {
			t.Errorf("%s: %q ends at %.0f, %.0f", name, w[3], x, y)
		}
	}
}
