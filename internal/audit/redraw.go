package audit

import (
	"bytes"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

// Redraw draws the PDF of a report again, unsealed, from the manifest of the files that it carries and the findings in
// them. The files must be as the manifest says (ReadManifest), and its own text is handed in. Nothing else goes into a
// report's pages, so that the same program draws the same. The files are named in it and their bytes are not, which would
// take longer than all the rest: only what is shown can be compared. A file that assize does not make is left out, and then missed.
func Redraw(text []byte, m *Manifest, a *engine.Assessment) ([]byte, error) {
	attached := []reports.Attachment{attachment(ManifestFile, text)}
	for _, f := range m.Files {
		if _, known := kinds[f.Name]; known && f.Carried {
			attached = append(attached, attachment(f.Name, nil).Named(reports.Beside{SHA256: f.SHA256, Bytes: f.Bytes}))
		}
	}
	p := reports.PDF{Attachments: attached}
	if m.PDF != nil {
		p.Layout = *m.PDF
	}
	var out bytes.Buffer
	if err := p.Write(&out, a); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
