// Package reports writes an assessment in the formats that people and programs read: one file per format.
//
// A report is a pure function of the assessment: it reads no clock, no file and no network, and the same
// assessment gives the same bytes. All text that came from a target is hostile here: each format passes it
// through its own encoder, and drops or shows nothing silently: what is cut says how much there was.
package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// A Format writes assessments in one form.
type Format interface {
	// Name is what a user types, for example "pdf".
	Name() string
	// Help is one line for the command's help, no full stop.
	Help() string
	// Extension is the usual ending of a file, with its dot.
	Extension() string
	// Write writes a whole report. An error leaves w with part of one; the caller throws it away.
	Write(w io.Writer, a *engine.Assessment) error
}

// Find returns the format of that name, or an error that lists the known ones.
func Find(name string) (Format, error) {
	for _, f := range All() {
		if f.Name() == name {
			return f, nil
		}
	}
	var names []string
	for _, f := range All() {
		names = append(names, f.Name())
	}
	slices.Sort(names)
	return nil, fmt.Errorf("unknown report format %q (known: %s)", name, strings.Join(names, ", "))
}
