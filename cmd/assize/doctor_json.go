package main

import (
	"errors"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/reports"
)

// writeDiagnosis writes what cannot be read as JSON, and ends as the text form does.
func (a *app) writeDiagnosis(s *collectors.Snapshot, findings []engine.Finding, probes *probeResults, failed []*audit.TargetError) error {
	out := engine.Diagnosis{Schema: engine.DiagnosisSchema, Complete: len(failed) == 0, Targets: []engine.TargetDiagnosis{}}
	for _, t := range s.Targets {
		d, tried := diagnose(t, s, findings), probes.of(t.Ref)
		one := engine.TargetDiagnosis{Target: t.ID, Name: t.Name, Ref: t.Ref, Error: t.Error, Closed: []engine.Closed{}}
		switch {
		case t.Error != "":
			one.Hint = hintFor(t.Ref, failed)
		case len(tried) > 0:
			one.Permissions, one.Closed = tried, closed(d.hindering())
		default:
			one.Certain, one.Unknown, one.Closed = &d.decided, &d.unknown, closed(d.rows)
		}
		out.Complete = out.Complete && t.Error == "" && !d.open(tried)
		out.Targets = append(out.Targets, one)
	}
	if err := reports.WriteJSON(a.stdout, out); err != nil {
		return err
	}
	if !out.Complete {
		return &exitError{code: exitIncomplete}
	}
	return nil
}

// hintFor is what would help with a target that could not be visited, or "".
func hintFor(ref string, failed []*audit.TargetError) string {
	for _, f := range failed {
		var usage *collectors.UsageError
		if f.Ref == ref && errors.As(f, &usage) {
			return usage.Hint
		}
	}
	return ""
}

func closed(rows []diagnosisRow) []engine.Closed {
	out := make([]engine.Closed, 0, len(rows))
	for _, r := range rows {
		out = append(out, engine.Closed{
			Call: r.call, Cause: r.cause, Detail: r.detail, Needs: r.needs, Hides: distinct(r.places), Policies: distinct(r.policies),
		})
	}
	return out
}

// distinct are the texts of a list, each once, sorted, and never nil.
func distinct(list []string) []string {
	out := append([]string{}, list...)
	slices.Sort(out)
	return slices.Compact(out)
}
