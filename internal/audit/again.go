package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/reports"
)

// The names of what a history keeps of each run. With them a report that was not sealed can be made again.
const (
	keptSnapshot = "snapshot.jsonl"
	keptPolicies = "policies.txt"
	keptSources  = PoliciesFile
	keptParams   = ParamsFile
	keptWaivers  = WaiversFile
	keptFindings = FindingsFile
)

// Again writes a PDF that was not sealed once more, of what a history keeps of its run. Read returns a file by its name;
// with is the layout as the history has it. It gives the bytes that were handed out when this program draws as the one
// did that made them: the caller compares.
func Again(w io.Writer, read func(name string) ([]byte, error), with json.RawMessage) error {
	var layout reports.Layout
	decoder := json.NewDecoder(bytes.NewReader(with))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&layout); err != nil {
		return fmt.Errorf("layout: %w", err)
	}
	files := map[string][]byte{}
	for name, kept := range map[string]string{FindingsFile: keptFindings, SnapshotFile: keptSnapshot, PoliciesFile: keptSources,
		ParamsFile: keptParams, WaiversFile: keptWaivers} {
		data, err := read(kept)
		if err != nil {
			return err
		}
		files[name] = data
	}
	a, err := reports.ReadJSON(bytes.NewReader(files[FindingsFile]))
	if err != nil {
		return fmt.Errorf("%s: %w", FindingsFile, err)
	}
	r, err := ReadReplay(files, a)
	if err != nil {
		return err
	}
	b, err := Evidence{Assessor: r.Assessor(), Snapshot: r.Snapshot, Assessment: r.Assessment, Policies: r.Policies, Layout: layout}.Bundle()
	if err != nil {
		return err
	}
	return reports.PDF{Layout: b.Layout, Attachments: b.Attachments}.Write(w, r.Assessment)
}

// derive tries whether a report comes out of what was stored byte for byte as it was handed out, and notes it if so.
func (k Kept) derive(w *archive.Writing, name string, handed []byte, stored map[string]archive.Object) (bool, error) {
	with, err := json.Marshal(k.Layout)
	if err != nil {
		return false, err
	}
	want, got := sha256.Sum256(handed), sha256.New()
	err = Again(got, func(name string) ([]byte, error) {
		o, there := stored[name]
		if !there {
			return nil, fmt.Errorf("there is no %s", name)
		}
		return w.Read(o)
	}, with)
	if err != nil || !bytes.Equal(got.Sum(nil), want[:]) {
		return false, nil //nolint:nilerr // then it is kept whole
	}
	return true, w.Derive(archive.Derived{Name: name, Digest: "sha256:" + hex.EncodeToString(want[:]), Size: int64(len(handed)), Tool: k.Assessment.Run.Tool, With: with})
}
