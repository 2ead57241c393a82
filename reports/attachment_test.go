package reports

import (
	"bytes"
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
	if plain, carrying := outlinePages(t, pdfOf(t, sample())), outlinePages(t, b.Bytes()); plain != carrying {
		t.Errorf("the outline leads elsewhere: %s, not %s", carrying, plain)
	}
}

// outlinePages are the outline's entries with their pages, as qpdf sees them.
func outlinePages(t *testing.T, pdf []byte) string {
	t.Helper()
	return run(t, "qpdf", "--json", "--json-key=outlines", saved(t, pdf))
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
