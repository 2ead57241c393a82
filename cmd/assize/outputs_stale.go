package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

// A companion lies beside an output and is of it alone: when the output is written again without one, the old one says
// something of a file that is gone.
type companion struct {
	suffix, what string
	// ours says whether a file that begins like this is one that we wrote.
	ours func(io.Reader) bool
}

var companions = []companion{
	{statementSuffix, "the signed statement", isStatement},
	{reports.BesideSuffix, "the snapshot", isSnapshot},
}

// clearStale removes what lies beside an output and is of the file that was there before. Written are the files of this
// run. What somebody else may have put there stays, and that is said.
func (a *app) clearStale(o output, outputs []output, written []string) error {
	if passesThrough(o.path) {
		return nil
	}
	var problems []error
	for _, c := range companions {
		path := o.path + c.suffix
		same := func(other string) bool { return filepath.Clean(other) == filepath.Clean(path) }
		if slices.ContainsFunc(written, same) || slices.ContainsFunc(outputs, func(o output) bool { return same(o.path) || same(o.statement) }) {
			continue
		}
		ours, err := c.lies(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil || !ours:
			fmt.Fprintf(a.stderr, "note: %s is not of the %s that was written now\n", terminalSafe(path), terminalSafe(filepath.Base(o.path)))
		default:
			if err := os.Remove(path); err != nil {
				problems = append(problems, &collectors.UsageError{Err: fmt.Errorf("%s of the file before: %w", c.what, err), Hint: "remove it: it is not of the file that was written now"})
				continue
			}
			if !a.quiet {
				fmt.Fprintf(a.stderr, "removed %s, %s of the file before\n", terminalSafe(path), c.what)
			}
		}
	}
	return errors.Join(problems...)
}

// lies says whether such a file lies there. A link or a folder is nobody's that we know.
func (c companion) lies(path string) (bool, error) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	ours := c.ours(io.LimitReader(file, 1<<20))
	return ours, file.Close()
}

func isStatement(r io.Reader) bool {
	var envelope struct {
		Payload []byte `json:"payload"`
	}
	var said struct {
		PredicateType string `json:"predicateType"`
	}
	return json.NewDecoder(r).Decode(&envelope) == nil && json.Unmarshal(envelope.Payload, &said) == nil && said.PredicateType == engine.SignedReportType
}

func isSnapshot(r io.Reader) bool {
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		return false
	}
	first, err := bufio.NewReaderSize(unzipped, 1<<16).ReadSlice('\n')
	if err != nil {
		return false
	}
	var line struct {
		Header collectors.SnapshotHeader `json:"header"`
	}
	return json.Unmarshal(bytes.TrimSpace(first), &line) == nil && line.Header.Schema == collectors.SnapshotSchema
}
