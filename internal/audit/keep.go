package audit

import (
	"errors"
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
	// Reports are the paths of files that were handed out.
	Reports []string
	// Now is when it is archived.
	Now time.Time
}

// Keep writes a run into the history. The digests of the snapshot, the policies, the parameters and the waivers in the
// assessment are those of the objects.
func (k Kept) Keep(w *archive.Writing) (archive.Run, error) {
	byParams, byWaivers, err := k.Assessor.Inputs(k.Snapshot)
	if err != nil {
		return archive.Run{}, err
	}
	digests := k.Assessment.Digests
	for _, part := range []struct {
		role, name, digest string
		write              func(io.Writer) error
	}{
		{archive.Snapshot, "snapshot.jsonl", digests.Snapshot, k.Snapshot.WriteLines},
		{archive.Policies, "policies.txt", digests.Policies, k.Policies},
		{archive.Params, "params.json", digests.Params, bytesOf(byParams)},
		{archive.Waivers, "waivers.json", digests.Waivers, bytesOf(byWaivers)},
		{archive.Assessment, "findings.json", "", func(w io.Writer) error { return reports.JSON{}.Write(w, k.Assessment) }},
	} {
		o, err := w.Put(part.role, part.name, part.write)
		if err != nil {
			return archive.Run{}, err
		}
		if part.digest != "" && o.Digest != part.digest {
			return archive.Run{}, fmt.Errorf("%s has the digest %s, and the assessment says %s", part.name, o.Digest, part.digest)
		}
	}
	for i, path := range k.Reports {
		if err := keepReport(w, i, path); err != nil {
			return archive.Run{}, err
		}
	}
	return w.Commit(k.manifest())
}

func bytesOf(text []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(text); return err }
}

// keepReport stores a file that was handed out; what is no file, a pipe for example, is not there any more.
func keepReport(w *archive.Writing, number int, path string) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil //nolint:nilerr // it was handed out and went its way
	}
	name := fmt.Sprintf("report-%d-%s", number+1, strings.TrimLeft(filepath.Base(path), "."))
	_, err = w.Put(archive.Report, name, func(w io.Writer) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, file)
		return errors.Join(err, file.Close())
	})
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
