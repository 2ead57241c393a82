package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/reports"
)

// beside reads the snapshot of a report that does not carry it from where it lies. Whether it is the right one, the
// digest in the manifest says; that it is not there matters only to who wants to judge it again.
func (v *verification) beside() error {
	m, err := audit.OpenManifest(v.files[audit.ManifestFile])
	if err != nil || !m.LiesBeside(audit.SnapshotFile) {
		if v.snapshot != "" {
			return &collectors.UsageError{Err: fmt.Errorf("%s names no snapshot that lies beside it", v.result.File), Hint: "leave --snapshot out"}
		}
		return nil //nolint:nilerr // what is wrong with the manifest is for the check of the evidence to say
	}
	path := v.snapshot
	if path == "" {
		path = v.result.File + reports.BesideSuffix
	}
	data, err := readReport(path)
	switch {
	case v.snapshot == "" && errors.Is(err, fs.ErrNotExist):
		v.absent = path
		return nil
	case err != nil:
		return err
	}
	v.files[audit.SnapshotFile] = data
	v.result.Files = append(v.result.Files, engine.VerificationFile{Name: audit.SnapshotFile, SHA256: fmt.Sprintf("sha256:%x", sha256.Sum256(data)), Bytes: len(data)})
	return nil
}

// carriesEvidence says whether what the findings were made of is there, and says so if not.
func (v *verification) carriesEvidence() bool {
	switch {
	case v.files[audit.SnapshotFile] != nil:
		return true
	case v.absent != "":
		v.cannotReplay(fmt.Sprintf("%s lies beside the report and is not at %s: name it with --snapshot", audit.SnapshotFile, v.absent))
	case v.manifest != nil && v.manifest.PDF != nil && v.manifest.PDF.Evidence == reports.NoEvidence:
		v.cannotReplay("the report was made without its evidence, by choice: snapshot, policies, parameters and waivers are not in it")
	default:
		v.cannotReplay(audit.SnapshotFile + " is not there: the report was written from the findings alone")
	}
	return false
}
