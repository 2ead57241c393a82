package reports

import (
	"bytes"
	"strings"
	"testing"
)

// TestPDFSaysWhatItDoesNotCarry reads the pages of reports with all ways of evidence.
func TestPDFSaysWhatItDoesNotCarry(t *testing.T) {
	lies := &Beside{SHA256: "sha256:" + strings.Repeat("ab", 32), Bytes: 41_234_567}
	all := []string{"is too large for this PDF", "is left out of this PDF", "and by the choice of who made it not what the findings were made of", "41,234,567 bytes", "and not the snapshot"}
	for name, c := range map[string]struct {
		layout Layout
		says   []string
	}{
		"absent":    {Layout{}, []string{all[4]}},
		"too large": {Layout{Snapshot: lies}, []string{all[0], all[3]}},
		"beside":    {Layout{Evidence: SnapshotBeside, Snapshot: lies}, []string{all[1], all[3]}},
		"none":      {Layout{Evidence: NoEvidence}, []string{all[2]}},
	} {
		var b bytes.Buffer
		if err := (PDF{Layout: c.layout, Attachments: []Attachment{{Name: "findings.json", Type: "application/json"}}}).Write(&b, sample()); err != nil {
			t.Fatal(err)
		}
		text := flat(run(t, "pdftotext", saved(t, b.Bytes()), "-"))
		for _, words := range all {
			want := strings.Contains(strings.Join(c.says, "\n"), words)
			if strings.Contains(text, words) != want {
				t.Errorf("%s: that the pages say %q is %v", name, words, !want)
			}
		}
	}
}
