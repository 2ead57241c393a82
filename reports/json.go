package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/assize/assize/engine"
)

// JSON is findings.json, the canonical result: schema reports/schemas/assessment.v1.json. Indented, UTF-8.
type JSON struct{}

// Name implements Format.
func (JSON) Name() string { return "json" }

// Help implements Format.
func (JSON) Help() string { return "the canonical result, with its published schema" }

// Extension implements Format.
func (JSON) Extension() string { return ".json" }

// Write implements Format.
func (JSON) Write(w io.Writer, a *engine.Assessment) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(a); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// ReadJSON reads what Write wrote.
func ReadJSON(r io.Reader) (*engine.Assessment, error) {
	var a engine.Assessment
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a); err != nil {
		return nil, fmt.Errorf("read assessment: %w", err)
	}
	if a.Schema != engine.AssessmentSchema {
		return nil, fmt.Errorf("read assessment: schema is %q, this program reads %q", a.Schema, engine.AssessmentSchema)
	}
	if a.Run.ID == "" || a.Digests.Snapshot == "" {
		return nil, errors.New("read assessment: it names no run or no snapshot: it is not whole")
	}
	for i := range a.Policies {
		if a.Policies[i].Tags == nil { // written before there were any
			a.Policies[i].Tags = []string{}
		}
	}
	for i, f := range a.Findings {
		if !f.Whole() || slices.ContainsFunc(f.Failures, func(failure engine.Failure) bool { return failure.Fault == nil }) {
			return nil, fmt.Errorf("read assessment: finding %d is not whole", i+1)
		}
	}
	return &a, nil
}
