package reports

import (
	"strings"
	"testing"
)

// TestVerifyPageShowsCommandsThatWork wants no command on the page that cannot succeed for the report in hand.
func TestVerifyPageShowsCommandsThatWork(t *testing.T) {
	carried := []Attachment{{Name: SnapshotFile, Type: "application/gzip", Data: []byte("x")}}
	seal, beside := &SealBox{Signer: "Ada Byron, Audit", Certificate: digest("certificate")}, &Beside{SHA256: digest("s"), Bytes: 1}
	for name, c := range map[string]struct {
		pdf        PDF
		has, lacks []string
	}{
		"sealed": {PDF{Layout: Layout{Seal: seal}, Attachments: carried},
			[]string{"assize verify report.pdf --trust CERTIFICATE.pem --replay", "pdfsig", "assize evaluate evidence/snapshot.jsonl.gz --at 2026-11-20T09:30:00Z --profile server --waivers"}, []string{"--allow-unsealed"}},
		"unsealed": {PDF{Attachments: carried},
			[]string{"assize verify report.pdf --allow-unsealed --replay", "pdfdetach", "assize evaluate evidence/snapshot.jsonl.gz"}, []string{"--trust", "pdfsig"}},
		"sealed, snapshot beside": {PDF{Layout: Layout{Seal: seal, Snapshot: beside}},
			[]string{"--trust CERTIFICATE.pem --replay", "gzip -dc report.pdf.snapshot.jsonl.gz"}, []string{"evidence/snapshot.jsonl.gz"}},
		"sealed, of the findings alone": {PDF{Layout: Layout{Seal: seal}},
			[]string{"assize verify report.pdf --trust CERTIFICATE.pem", "pdfsig"}, []string{"--replay", "snapshot.jsonl.gz", "assize evaluate"}},
		"unsealed, of the findings alone": {PDF{},
			[]string{"assize verify report.pdf --allow-unsealed"}, []string{"--replay", "snapshot.jsonl.gz", "assize evaluate", "--trust"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := c.pdf.Render(sample())
			if err != nil {
				t.Fatal(err)
			}
			text := flat(run(t, "pdftotext", "-layout", saved(t, r.Data), "-"))
			_, text, found := strings.Cut(text[strings.LastIndex(text, "How to verify this report"):], "report")
			text, _, ends := strings.Cut(text, "What went in")
			if !found || !ends {
				t.Fatalf("the page is not there: %s", text)
			}
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("it lacks %q: %s", want, text)
				}
			}
			for _, not := range c.lacks {
				if strings.Contains(text, not) {
					t.Errorf("it says %q: %s", not, text)
				}
			}
		})
	}
}
