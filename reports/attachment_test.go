package reports

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPDFCarriesFiles has two independent readers find the files, and take them out as they went in.
func TestPDFCarriesFiles(t *testing.T) {
	files := []Attachment{
		{Name: "snapshot.jsonl.gz", Description: "What was found", Type: "application/gzip", Data: []byte("\x1f\x8b endstream\nendobj \x00")},
		{Name: "findings.json", Description: "The findings (all) \\ of them", Type: "application/json", Data: bytes.Repeat([]byte(`{"a":1}`), 5000)},
		{Name: "empty.json", Type: "application/json"},
	}
	var b bytes.Buffer
	if err := (PDF{Attachments: files}).Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	path := saved(t, b.Bytes())
	if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
	out := run(t, "qpdf", "--list-attachments", path)
	dir := t.TempDir()
	run(t, "pdfdetach", "-saveall", "-o", dir, path)
	for _, f := range files {
		if !strings.Contains(out, f.Name) {
			t.Errorf("qpdf does not list %s: %s", f.Name, out)
		}
		got, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil || !bytes.Equal(got, f.Data) {
			t.Errorf("%s came out as %d bytes, %v", f.Name, len(got), err)
		}
	}
	outlineLeadsToTitles(t, path)
}

// TestWhatIsPackedIsCarriedTheSame: a file that is written piece by piece and never held is carried as one that is held.
func TestWhatIsPackedIsCarriedTheSame(t *testing.T) {
	a := fleetOf(2, 20, 20)
	held := Attachment{Name: "findings.json", Description: "The findings", Type: "application/json", Data: inOne(t, a)}
	packed, err := Attachment{Name: held.Name, Description: held.Description, Type: held.Type}.Pack(func(w io.Writer) error { return JSON{}.Write(w, a) })
	if err != nil {
		t.Fatal(err)
	}
	if packed.Data != nil || packed.Size() != len(held.Data) || packed.What() != held.What() {
		t.Errorf("%+v, want %+v", packed.What(), held.What())
	}
	var want, got bytes.Buffer
	if err := (PDF{Attachments: []Attachment{held}}).Write(&want, a); err != nil {
		t.Fatal(err)
	}
	if err := (PDF{Attachments: []Attachment{packed}}).Write(&got, a); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("the PDFs differ (%d and %d bytes, %v)", got.Len(), want.Len(), err)
	}
	if _, err := held.Pack(func(io.Writer) error { return io.ErrNoProgress }); err == nil {
		t.Error("a text that could not be written is packed")
	}
}

// TestPDFSaysWhatItCarries: readers of the paper are told whether the findings can be judged again.
func TestPDFSaysWhatItCarries(t *testing.T) {
	findings, snapshot := Attachment{Name: "findings.json", Type: "application/json"}, Attachment{Name: SnapshotFile, Type: "application/gzip"}
	for name, c := range map[string]struct {
		files []Attachment
		says  string
	}{
		"whole":         {[]Attachment{snapshot, findings}, "This PDF carries what it is made of (findings.json, snapshot.jsonl.gz), which"},
		"findings only": {[]Attachment{findings}, "This PDF carries findings.json, and not the snapshot: its findings cannot be judged again from it."},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := (PDF{Attachments: c.files}).Write(&b, sample()); err != nil {
				t.Fatal(err)
			}
			if text := flat(run(t, "pdftotext", saved(t, b.Bytes()), "-")); !strings.Contains(text, c.says) {
				t.Errorf("%q is not in it", c.says)
			}
		})
	}
	if text := flat(run(t, "pdftotext", saved(t, pdfOf(t, sample())), "-")); strings.Contains(text, "This PDF carries") {
		t.Error("it carries nothing, and says that it does")
	}
}

func TestPDFRefusesNamesThatAreNone(t *testing.T) {
	for _, names := range [][]string{{""}, {"a b"}, {"../x"}, {"a)b"}, {"ä"}, {"same", "same"}} {
		var files []Attachment
		for _, name := range names {
			files = append(files, Attachment{Name: name, Type: "application/json"})
		}
		if err := (PDF{Attachments: files}).Write(&bytes.Buffer{}, sample()); err == nil {
			t.Errorf("%q was taken", names)
		}
	}
}
