package main

import (
	"bytes"
	"fmt"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
)

// extracted writes the evidence of a report that is sound into a folder.
func (v *verification) extracted(a *engine.Assessment) error {
	v.log.Stage("extract", "writing the evidence")
	p := &audit.Package{Files: v.files, Assessment: a}
	if text := v.files[audit.SnapshotFile]; text != nil {
		var err error
		if p.Snapshot, err = collectors.ReadSnapshot(bytes.NewReader(text)); err != nil {
			return &collectors.UsageError{Err: fmt.Errorf("%s: %w", audit.SnapshotFile, err), Hint: "the report is what was sealed, but its snapshot cannot be read: leave --extract out, and ask who made it"}
		}
	}
	count, err := p.Write(v.extract)
	if err != nil {
		return &collectors.UsageError{Err: err, Hint: "name a folder that is not there yet or is empty, in one that you may write to"}
	}
	if !v.app.quiet {
		fmt.Fprintf(v.app.stderr, "wrote %d files to %s\n", count, terminalSafe(v.extract))
	}
	return nil
}
