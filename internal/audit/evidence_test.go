package audit

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

// TestWhereTheSnapshotLies gathers the same evidence in all ways: each file is carried, beside or left out as its way and
// its size say, and the pages can be drawn again from what is carried.
func TestWhereTheSnapshotLies(t *testing.T) {
	at := time.Unix(1_700_000_000, 0).UTC()
	s := &collectors.Snapshot{Header: collectors.SnapshotHeader{Schema: collectors.SnapshotSchema, Tool: "test", Began: at, Ended: at}}
	a := &engine.Assessment{Schema: engine.AssessmentSchema, Run: engine.Run{ID: "0123456789abcdef", At: at, Tool: "test", Began: at, Ended: at}}
	var packed bytes.Buffer
	if err := s.Write(&packed); err != nil {
		t.Fatal(err)
	}
	whole := []string{FindingsFile, ManifestFile, ParamsFile, PoliciesFile, SnapshotFile, WaiversFile}
	without := slices.DeleteFunc(slices.Clone(whole), func(name string) bool { return name == SnapshotFile })
	for name, c := range map[string]struct {
		way     reports.Evidence
		most    int
		carried []string
		beside  bool
	}{
		"embedded":        {"", 0, whole, false},
		"embedded, fits":  {reports.Embedded, packed.Len(), whole, false},
		"too large by 1":  {"", packed.Len() - 1, without, true},
		"beside":          {reports.SnapshotBeside, 0, without, true},
		"none":            {reports.NoEvidence, 0, []string{FindingsFile, ManifestFile}, false},
		"none, too large": {reports.NoEvidence, 1, []string{FindingsFile, ManifestFile}, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := Evidence{Snapshot: s, Assessment: a, Policies: []byte("[]"), Layout: reports.Layout{Evidence: c.way}, MaxSnapshot: c.most,
				Assessor: Assessor{Params: func(string) (engine.Params, error) { return nil, nil }}}
			b, err := e.Bundle()
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{}
			for _, f := range b.Attachments {
				files[f.Name] = f.Data
			}
			var findings bytes.Buffer // which the attachment does not hold: the manifest says whether it is the same
			if err := (reports.JSON{}).Write(&findings, a); err != nil {
				t.Fatal(err)
			}
			files[FindingsFile] = findings.Bytes()
			var names []string
			for name := range files {
				names = append(names, name)
			}
			slices.Sort(names)
			if !slices.Equal(names, c.carried) {
				t.Errorf("carried are %v", names)
			}
			digests := map[string]string{}
			for name, data := range files {
				digests[name] = digestOf(data)
			}
			m, wrong := ReadManifest(files, digests)
			if len(wrong) > 0 {
				t.Fatal(wrong)
			}
			if (b.Beside != nil) != c.beside || m.LiesBeside(SnapshotFile) != c.beside || (m.PDF.Snapshot != nil) != c.beside {
				t.Errorf("%d bytes lie beside it, and the manifest says %+v", len(b.Beside), m)
			}
			if c.beside && (!bytes.Equal(b.Beside, packed.Bytes()) || m.PDF.Snapshot.SHA256 != digestOf(packed.Bytes())) {
				t.Error("what lies beside it is not the snapshot")
			}
			var made bytes.Buffer
			if err := (reports.PDF{Layout: b.Layout, Attachments: b.Attachments}).Write(&made, a); err != nil {
				t.Fatal(err)
			}
			again, err := Redraw(files[ManifestFile], m, a)
			if err != nil {
				t.Fatal(err)
			}
			if was, is := strings.Count(made.String(), "/Filespec"), strings.Count(string(again), "/Filespec"); was != len(c.carried) || is != was {
				t.Errorf("%d files are in the report, and %d drawn again", was, is)
			}
		})
	}
}
