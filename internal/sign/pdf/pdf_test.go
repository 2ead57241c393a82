package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// build writes a PDF of the given objects: object n is bodies[n-1], and the last one is the catalog.
func build(bodies ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return update(b.Bytes(), 1, "", bodies...)
}

// update appends objects from number first on, their table and a trailer.
func update(before []byte, first int, trailer string, bodies ...string) []byte {
	b := bytes.NewBuffer(bytes.Clone(before))
	var table strings.Builder
	for i, body := range bodies {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", first+i, body)
	}
	at := b.Len()
	head := fmt.Sprintf("0 %d\n0000000000 65535 f \n", len(bodies)+1)
	if first > 1 {
		head = fmt.Sprintf("%d %d\n", first, len(bodies))
	} else {
		trailer += fmt.Sprintf(" /Root %d 0 R", len(bodies))
	}
	fmt.Fprintf(b, "xref\n%s%strailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n", head, table.String(), first+len(bodies), trailer, at)
	return b.Bytes()
}

func packed(text string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(text)) //nolint:errcheck // a buffer takes everything
	z.Close()             //nolint:errcheck
	return b.String()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

const pages, page = "<</Type /Pages /Kids [2 0 R] /Count 1>>", "<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842]>>"

// carrying is a PDF with one embedded file of that dictionary and bytes.
func carrying(dict, data string) []byte {
	return build(pages, page, stream(dict, data), "<</Type /Filespec /F (a.json) /UF <FEFF0061002E006A0073006F006E> /EF <</F 3 0 R>>>>",
		"<</Type /Catalog /Pages 1 0 R /Names <</EmbeddedFiles <</Names [(a.json) 4 0 R]>>>>>>")
}

func TestAttachments(t *testing.T) {
	for name, data := range map[string][]byte{
		"plain":  carrying("/Subtype /application#2Fjson", `{"a": 1}`),
		"packed": carrying("/Subtype /application#2Fjson /Filter /FlateDecode", packed(`{"a": 1}`)),
		"length": bytes.Replace(carrying("/Subtype /application#2Fjson", `{"a": 1}`), []byte("(a.json) 4"), []byte("(\\141.j\\\nson) 4"), 0),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Open(data)
			if err != nil {
				t.Fatal(err)
			}
			files, err := f.Attachments(1000)
			if err != nil {
				t.Fatal(err)
			}
			if len(files) != 1 || files[0].Name != "a.json" || files[0].Type != "application/json" || string(files[0].Data) != `{"a": 1}` {
				t.Errorf("got %+v", files)
			}
			if got, err := f.Pages(); err != nil || len(got) != 1 || got[0] != 2 {
				t.Errorf("pages %v, %v", got, err)
			}
			if err := f.Walk(func(Object) error { return nil }); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestValues(t *testing.T) {
	f, err := Open(build(pages, page, `<</A (a\(b\)\\\n\101\8(nested)) /B#42 <48 65 6> % comment
/C [1 -2 +3 4.5 -.5 true false null 7 0 R 8 0] /D <</E /F>>>>`, "<</Type /Catalog /Pages 1 0 R>>"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.Object(3)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := o.Get("A")
	b, _ := o.Get("BB")
	c, _ := o.Get("C")
	if a.Text != "a(b)\\\nA8(nested)" || b.Text != "He`" || !b.Hex || len(c.Items) != 11 || c.Items[8].Kind != Reference || c.Items[2].Int != 3 || c.Items[4].Text != "-.5" {
		t.Errorf("got %q %q %+v", a.Text, b.Text, c.Items)
	}
	if got := string(f.Bytes()[c.From:c.To]); !strings.HasPrefix(got, "[1 -2") || !strings.HasSuffix(got, "8 0]") {
		t.Errorf("the list's place holds %q", got)
	}
}

func TestRevisions(t *testing.T) {
	first := build(pages, page, "(old)", "<</Type /Catalog /Pages 1 0 R>>")
	at := bytes.LastIndex(first, []byte("xref\n0"))
	both := update(first, 3, fmt.Sprintf("/Root 4 0 R /Prev %d", at), "(new)")
	f, err := Open(both)
	if err != nil {
		t.Fatal(err)
	}
	now, err := f.Object(3)
	if err != nil {
		t.Fatal(err)
	}
	then, err := f.As(1).Object(3)
	if err != nil {
		t.Fatal(err)
	}
	if now.Text != "new" || then.Text != "old" {
		t.Errorf("now %q, then %q", now.Text, then.Text)
	}
	if r := f.Revisions(); len(r) != 2 || r[0].To != len(first) || r[1].From != len(first) || r[1].To != len(both) {
		t.Errorf("revisions %+v", r)
	}
	if err := f.Walk(func(Object) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	sound := string(carrying("", "x"))
	replaced := func(old, new string) []byte {
		if !strings.Contains(sound, old) {
			t.Fatalf("no %q to replace", old)
		}
		return []byte(strings.Replace(sound, old, new, 1))
	}
	for _, c := range []struct {
		name string
		data []byte
		is   error
		says string
	}{
		{"empty", nil, ErrBroken, "the file is empty"},
		{"text", []byte("hello"), ErrBroken, "it does not begin with %PDF-"},
		{"cut", []byte(sound[:len(sound)-20]), ErrBroken, "it was cut short"},
		{"encrypted", replaced("<</Size", "<</Encrypt 9 0 R /Size"), ErrForeign, "it is encrypted"},
		{"hybrid", replaced("<</Size", "<</XRefStm 9 /Size"), ErrForeign, "in streams"},
		{"object streams", []byte("%PDF-1.7\n5 0 obj\nstartxref\n9\n%%EOF\n"), ErrForeign, "in streams"},
		{"key twice", replaced("/Parent 1 0 R", "/Type /Pageee"), ErrBroken, "the key /Type stands twice"},
		{"bomb", carrying("/Filter /FlateDecode", packed(strings.Repeat("0", 1<<20))), ErrTooLarge, "larger than allowed"},
		{"not zlib", carrying("/Filter /FlateDecode", "nonsense"), ErrBroken, "unpack object 3"},
		{"after the packed", carrying("/Filter /FlateDecode", packed("a")+"more"), ErrBroken, "holds more"},
		{"filter", carrying("/Filter /LZWDecode", "x"), ErrForeign, "another way"},
		{"stream length", replaced("/Length 1", "/Length 3"), ErrBroken, "longer than its length"},
		{"deep", build(pages, page, strings.Repeat("[", 100)+strings.Repeat("]", 100), "<</Type /Catalog /Pages 1 0 R>>"), ErrBroken, "nest deeper"},
		{"page loop", build("<</Type /Pages /Kids [1 0 R]>>", "<</Type /Catalog /Pages 1 0 R>>"), ErrBroken, "meets object 1 twice"},
		{"no catalog", build(pages, page), ErrBroken, "there is no catalog"},
		{"object elsewhere", replaced("2 0 obj", "2 1 obj"), ErrBroken, "where it should be"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := everything(c.data, 1000)
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

func TestNothingHidesBetweenObjects(t *testing.T) {
	hidden := build(pages, page+"\nendobj\n%hidden\n9 0 obj\n(shadow)", "<</Type /Catalog /Pages 1 0 R>>")
	if err := everything(hidden, 1000); !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "belongs to nothing") {
		t.Errorf("got %v", err)
	}
}

// everything reads all that can be read of a PDF.
func everything(data []byte, limit int64) error {
	f, err := Open(data)
	if err != nil {
		return err
	}
	if err := f.Walk(func(Object) error { return nil }); err != nil {
		return err
	}
	for i := range f.Revisions() {
		older := f.As(i + 1)
		for _, n := range older.Numbers() {
			if _, err := older.Object(n); err != nil {
				return err
			}
		}
	}
	if _, err := f.Pages(); err != nil {
		return err
	}
	files, err := f.Attachments(limit)
	total := int64(0)
	for _, file := range files {
		total += int64(len(file.Data))
	}
	if total > limit {
		panic("more was unpacked than allowed")
	}
	return err
}

func FuzzRead(f *testing.F) {
	first := build(pages, page, "(old)", "<</Type /Catalog /Pages 1 0 R>>")
	f.Add(first)
	f.Add(update(first, 3, fmt.Sprintf("/Root 4 0 R /Prev %d", bytes.LastIndex(first, []byte("xref\n0"))), "(new)"))
	f.Add(carrying("/Filter /FlateDecode", packed("hello")))
	f.Add(carrying("/Filter [/FlateDecode]", packed(strings.Repeat("0", 1<<16))))
	f.Add(build(pages, page, "<</A [<</B (x\\)) /C <41>>>] /L 3 0 R>>", "<</Type /Catalog /Pages 1 0 R /Names <</EmbeddedFiles <</Kids [3 0 R 5 0 R]>>>>>>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := everything(data, 4096); err != nil && !errors.Is(err, ErrBroken) && !errors.Is(err, ErrForeign) {
			t.Errorf("an error of no kind: %v", err)
		}
	})
}

// FuzzBodies puts any bodies into a file whose table is right, so that the fuzzer gets past the table.
func FuzzBodies(f *testing.F) {
	f.Add(pages, page, "(text)", "<</Type /Catalog /Pages 1 0 R>>")
	f.Add(pages, page, stream("/Filter /FlateDecode", packed("hello")),
		"<</Type /Catalog /Pages 1 0 R /Names <</EmbeddedFiles <</Names [(a) <</F (a) /EF <</F 3 0 R>>>>]>>>>>>")
	f.Add("<</Type /Pages /Kids [2 0 R 3 0 R]>>", page, "<</A [<</B (x\\)) /C <41>>>] /L 3 0 R>>", "<</Type /Catalog /Pages 1 0 R>>")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		if err := everything(build(a, b, c, d), 4096); err != nil && !errors.Is(err, ErrBroken) && !errors.Is(err, ErrForeign) {
			t.Errorf("an error of no kind: %v", err)
		}
	})
}
