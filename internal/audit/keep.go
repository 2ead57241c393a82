package audit

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/reports"
)

// A Kept run is what goes into the history: everything that went into an assessment, the assessment, and the reports.
type Kept struct {
	Assessor   Assessor
	Snapshot   *collectors.Snapshot
	Assessment *engine.Assessment
	// Policies writes the texts of the selected policies.
	Policies func(io.Writer) error
	// Sources returns the same by source, as a report carries them.
	Sources func() (json.RawMessage, error)
	// Layout is what the pages of PDFs were made with.
	Layout reports.Layout
	// Reports are the files that were handed out.
	Reports []HandedOut
	// Now is when it is archived.
	Now time.Time
}

// HandedOut is a file that was written for somebody.
type HandedOut struct {
	Path string
	// Pure says that it is a PDF without a seal, which the rest of the run gives again.
	Pure bool
}

// Keep writes a run into the history. Of a report that can be made again, which is tried, only the digest is kept. The digests of the snapshot, the policies, the parameters and the waivers in the
// assessment are those of the objects.
func (k Kept) Keep(w *archive.Writing) (archive.Run, error) {
	byParams, byWaivers, err := k.Assessor.Inputs(k.Snapshot)
	if err != nil {
		return archive.Run{}, err
	}
	digests, stored := k.Assessment.Digests, map[string]archive.Object{}
	for _, part := range []struct {
		role, name, digest string
		write              func(io.Writer) error
	}{
		{archive.Snapshot, keptSnapshot, digests.Snapshot, k.Snapshot.WriteLines},
		{archive.Policies, keptPolicies, digests.Policies, k.Policies},
		{archive.Params, keptParams, digests.Params, bytesOf(byParams)},
		{archive.Waivers, keptWaivers, digests.Waivers, bytesOf(byWaivers)},
		{archive.Assessment, keptFindings, "", func(w io.Writer) error { return reports.JSON{}.Write(w, k.Assessment) }},
	} {
		o, err := w.Put(part.role, part.name, part.write)
		if err != nil {
			return archive.Run{}, err
		}
		if part.digest != "" && o.Digest != part.digest {
			return archive.Run{}, fmt.Errorf("%s has the digest %s, and the assessment says %s", part.name, o.Digest, part.digest)
		}
		stored[part.name] = o
	}
	for i, report := range k.Reports {
		if err := k.keepReport(w, i, report, stored); err != nil {
			return archive.Run{}, err
		}
	}
	return w.Commit(k.manifest())
}

func bytesOf(text []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(text); return err }
}

// keepReport stores a file that was handed out; what is no file, a pipe for example, is not there any more.
func (k Kept) keepReport(w *archive.Writing, number int, report HandedOut, stored map[string]archive.Object) error {
	info, err := os.Stat(report.Path)
	if err != nil || !info.Mode().IsRegular() {
		return nil //nolint:nilerr // it was handed out and went its way
	}
	data, err := os.ReadFile(report.Path)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("report-%d-%s", number+1, strings.TrimLeft(filepath.Base(report.Path), "."))
	if report.Pure {
		if err := k.keepSources(w, stored); err != nil {
			return err
		}
		if derived, err := k.derive(w, name, data, stored); derived || err != nil {
			return err
		}
	}
	_, err = w.Put(archive.Report, name, bytesOf(data))
	return err
}

// keepSources stores the policies by source, once. They hardly change from run to run, and then cost nothing.
func (k Kept) keepSources(w *archive.Writing, stored map[string]archive.Object) error {
	if _, there := stored[keptSources]; there {
		return nil
	}
	texts, err := k.Sources()
	if err != nil {
		return err
	}
	stored[keptSources], err = w.Put(archive.Sources, keptSources, bytesOf(texts))
	return err
}

func (k Kept) manifest() archive.Manifest {
	a := k.Assessment
	m := archive.Manifest{Run: a.Run.ID, At: a.Run.At, Archived: k.Now, Tool: a.Run.Tool, Profile: a.Run.Profile,
		Targets: []string{}, Lost: []string{}, Summary: a.Summary, ExitCode: a.Gate.ExitCode}
	for _, t := range a.Targets {
		m.Targets = append(m.Targets, t.ID)
		if t.Error != "" {
			m.Lost = append(m.Lost, t.ID)
		}
	}
	return m
}
