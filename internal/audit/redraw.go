package audit

import (
	"bytes"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

// Redraw draws the PDF of a report again, unsealed, from the files that it carries, their manifest and the findings in
// them. What lies beside it may be among the files and plays no part. Nothing else goes into a report's pages, so that the same program draws the same. The embedded files are not
// packed, because that would take longer than all the rest: only what is shown can be compared.
func Redraw(files map[string][]byte, m *Manifest, a *engine.Assessment) ([]byte, error) {
	var attached []reports.Attachment
	for _, name := range []string{FindingsFile, SnapshotFile, PoliciesFile, ParamsFile, WaiversFile, ManifestFile} {
		if data, there := files[name]; there && !m.LiesBeside(name) {
			file := attachment(name, data)
			file.Type = kinds[SnapshotFile][0]
			attached = append(attached, file)
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
