package audit

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

// The names of the files that a report carries. With them the evaluation can be done again.
const (
	FindingsFile = "findings.json"
	SnapshotFile = reports.SnapshotFile
	PoliciesFile = "policies.json"
	ParamsFile   = "params.json"
	WaiversFile  = "waivers.json"
	ManifestFile = "manifest.json"
)

// EvidenceSchema names the version of the manifest's form.
const EvidenceSchema = "assize.evidence/v1"

// maxSnapshot is the largest compressed snapshot, in bytes, that a report carries.
const maxSnapshot = 32 << 20

// A Manifest lists the files that a report is made of.
type Manifest struct {
	Schema string `json:"schema"`
	Run    string `json:"run"`
	// Tool drew the report; the findings in it may be of another version.
	Tool string `json:"tool"`
	// PDF is what the pages were made with; nil in reports of before it was written down.
	PDF   *reports.Layout `json:"pdf,omitempty"`
	Files []ManifestEntry `json:"files"`
}

// ManifestEntry is one file.
type ManifestEntry struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // "sha256:" and 64 hex digits
	Bytes  int    `json:"bytes"`
	// Carried is false for a file that lies beside the report, because it was too large or not wanted in it.
	Carried bool `json:"carried"`
}

// Evidence is what an assessment was made of. Policies is the JSON of the policies' texts.
type Evidence struct {
	Assessor   Assessor
	Snapshot   *collectors.Snapshot // nil when only the findings are there
	Assessment *engine.Assessment
	Policies   json.RawMessage
	// Layout is what the report's pages are made with, and how it comes with the evidence.
	Layout reports.Layout
	// MaxSnapshot is the largest compressed snapshot, in bytes, that a report carries; 0 stands for 32 MiB.
	MaxSnapshot int
	// Tool is the name and version of this program, if it is not the one that made the assessment.
	Tool string
}

// A Bundle is what a report is to be written with.
type Bundle struct {
	// Attachments are the files that it carries, each once, the manifest among them.
	Attachments []reports.Attachment
	// Beside is the snapshot that lies beside it, nil for none.
	Beside []byte
	// Layout is what its pages are made with. They say what lies beside it.
	Layout reports.Layout
}

// Attachments are the files that a report carries.
func (e Evidence) Attachments() ([]reports.Attachment, error) {
	b, err := e.Bundle()
	if err != nil {
		return nil, err
	}
	return b.Attachments, nil
}

// Bundle gathers the files for a report.
func (e Evidence) Bundle() (*Bundle, error) {
	findings, err := attachment(FindingsFile, nil).Pack(func(w io.Writer) error { return reports.JSON{}.Write(w, e.Assessment) })
	if err != nil {
		return nil, err
	}
	files := []reports.Attachment{findings}
	if e.Snapshot != nil && e.Layout.Evidence != reports.NoEvidence {
		var snapshot bytes.Buffer
		if err := e.Snapshot.Write(&snapshot); err != nil {
			return nil, err
		}
		params, waivers, err := e.Assessor.Inputs(e.Snapshot)
		if err != nil {
			return nil, err
		}
		files = append(files, attachment(SnapshotFile, snapshot.Bytes()), attachment(PoliciesFile, e.Policies),
			attachment(ParamsFile, params), attachment(WaiversFile, waivers))
	}
	return e.listed(files)
}

// listed adds the manifest, and puts the snapshot beside the report when it is too large or not wanted in it.
func (e Evidence) listed(files []reports.Attachment) (*Bundle, error) {
	b := &Bundle{Layout: e.Layout}
	b.Layout.Paper = cmp.Or(b.Layout.Paper, reports.A4)
	m := Manifest{Schema: EvidenceSchema, Run: e.Assessment.Run.ID, Tool: cmp.Or(e.Tool, e.Assessment.Run.Tool), PDF: &b.Layout, Files: []ManifestEntry{}}
	for _, f := range files {
		what := f.What()
		entry := ManifestEntry{Name: f.Name, SHA256: what.SHA256, Bytes: what.Bytes}
		entry.Carried = f.Name != SnapshotFile || e.Layout.Evidence != reports.SnapshotBeside && what.Bytes <= cmp.Or(e.MaxSnapshot, maxSnapshot)
		m.Files = append(m.Files, entry)
		if entry.Carried {
			b.Attachments = append(b.Attachments, f)
			continue
		}
		b.Beside, b.Layout.Snapshot = f.Data, &what
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	b.Attachments = append(b.Attachments, attachment(ManifestFile, append(text, '\n')))
	return b, nil
}

// kinds are the media types and descriptions of the files that a report carries.
var kinds = map[string][2]string{
	FindingsFile: {"application/json", "All findings: the canonical result"},
	SnapshotFile: {"application/gzip", "What was found: the snapshot"},
	PoliciesFile: {"application/json", "The policies that judged it"},
	ParamsFile:   {"application/json", "The policies' parameters, by target"},
	WaiversFile:  {"application/json", "The waivers"},
	ManifestFile: {"application/json", "The digests of the other files"},
}

func attachment(name string, data []byte) reports.Attachment {
	return reports.Attachment{Name: name, Type: kinds[name][0], Description: kinds[name][1], Data: data}
}

// LiesBeside says whether the report does not carry a file that its manifest lists.
func (m *Manifest) LiesBeside(name string) bool {
	return slices.ContainsFunc(m.Files, func(f ManifestEntry) bool { return f.Name == name && !f.Carried })
}

// ReadManifest reads a manifest and holds files by name against it, whose digests ("sha256:" and 64 hex digits) the caller
// has. The errors name each file that is missing, another than it should be, or not listed.
func ReadManifest(files map[string][]byte, digests map[string]string) (*Manifest, []error) {
	m, err := OpenManifest(files[ManifestFile])
	if err != nil {
		return nil, []error{err}
	}
	var wrong []error
	listed := map[string]bool{ManifestFile: true}
	for _, f := range m.Files {
		data, there := files[f.Name]
		listed[f.Name] = true
		switch {
		case !there && f.Carried:
			wrong = append(wrong, fmt.Errorf("%s is listed and not there", f.Name))
		case there && (digests[f.Name] != f.SHA256 || len(data) != f.Bytes):
			wrong = append(wrong, fmt.Errorf("%s is another than the manifest says", f.Name))
		}
	}
	for name := range files {
		if !listed[name] {
			wrong = append(wrong, fmt.Errorf("%s is there and not listed", name))
		}
	}
	return m, wrong
}

// OpenManifest reads a manifest alone.
func OpenManifest(text []byte) (*Manifest, error) {
	var m Manifest
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestFile, err)
	}
	if m.Schema != EvidenceSchema {
		return nil, fmt.Errorf("%s: schema is %q, this program reads %q", ManifestFile, m.Schema, EvidenceSchema)
	}
	return &m, nil
}

// Replay is what a report carries, read back, to be judged again.
type Replay struct {
	Assessment *engine.Assessment
	Snapshot   *collectors.Snapshot
	Policies   json.RawMessage
	Params     map[string]engine.Params // by target id
	Waivers    []engine.Waiver
}

// ReadReplay reads the files of a report; a is what its findings.json says. Each digest that the findings name must be that of
// the file.
func ReadReplay(files map[string][]byte, a *engine.Assessment) (_ *Replay, err error) {
	r := &Replay{Policies: files[PoliciesFile], Assessment: a}
	if files[SnapshotFile] == nil {
		return nil, fmt.Errorf("%s is not there: it lies beside the report, or the report was made of the findings alone", SnapshotFile)
	}
	if r.Snapshot, err = collectors.ReadSnapshot(bytes.NewReader(files[SnapshotFile])); err != nil {
		return nil, fmt.Errorf("%s: %w", SnapshotFile, err)
	}
	for name, into := range map[string]any{ParamsFile: &r.Params, WaiversFile: &r.Waivers} {
		if err := json.Unmarshal(files[name], into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	d := r.Assessment.Digests
	if digestOf(files[ParamsFile]) != d.Params || digestOf(files[WaiversFile]) != d.Waivers {
		return nil, errors.New("the parameters or waivers are others than the findings name")
	}
	if digest, err := r.Snapshot.Digest(); err != nil || digest != d.Snapshot {
		return nil, errors.Join(errors.New("the snapshot is another than the findings name"), err)
	}
	return r, nil
}

// Assessor is the one that made the assessment, but for what judges: the evaluator, the catalog and the policies' digest.
// What the findings say of changes is taken over, because the report carries no history: [engine.Assessment.CheckChanges]
// says whether it agrees with them.
func (r *Replay) Assessor() Assessor {
	a, refs := r.Assessment, map[string]string{}
	for _, t := range r.Snapshot.Targets {
		refs[t.Ref] = t.ID
	}
	return Assessor{
		Excluded: a.Excluded, Waivers: r.Waivers, Rules: a.Gate.Rules, Heading: a.Report, Profile: a.Run.Profile,
		Tool: a.Run.Tool, OPA: a.Run.OPA, Previous: a.Digests.Previous,
		Params: func(ref string) (engine.Params, error) { return r.Params[refs[ref]], nil },
		Changes: func(context.Context, *engine.Assessment) (Changes, error) {
			return takenOver(a), nil
		},
	}
}
