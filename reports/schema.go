package reports

import (
	"bytes"
	_ "embed"
)

//go:embed schemas/assessment.v1.json
var assessmentSchema []byte

// AssessmentSchema returns the published JSON Schema (draft 2020-12) of findings.json. It is made from the
// struct engine.Assessment and kept equal by a test; the caller owns the returned bytes.
func AssessmentSchema() []byte { return bytes.Clone(assessmentSchema) }
