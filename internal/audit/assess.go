package audit

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
)

// An Assessor turns a snapshot into an assessment.
type Assessor struct {
	Evaluator engine.Evaluator
	Catalog   *catalog.Catalog
	// PoliciesDigest is the digest of the selected policies' text.
	PoliciesDigest string
	Excluded       []engine.Exclusion
	Waivers        []engine.Waiver
	// Params returns the parameters for a target, by the target's ref.
	Params  func(ref string) (engine.Params, error)
	Rules   engine.Rules
	Heading engine.Heading
	Profile string
	// Tool and OPA are names and versions.
	Tool, OPA string
	Workers   int
	Progress  func(done, total int)
	// Previous is the digest of the run before in the history, or "".
	Previous string
	// Changes is asked, when all but the gate is known of the assessment, what changed since that run; nil where nobody knows.
	Changes func(context.Context, *engine.Assessment) (Changes, error)
}

// Assess judges the snapshot. At is the audit's clock; the zero time stands for the end of the snapshot, so that
// an archived snapshot gives the same assessment on any day.
func (a Assessor) Assess(ctx context.Context, s *collectors.Snapshot, at time.Time) (*engine.Assessment, error) {
	if at.IsZero() {
		at = s.Header.Ended
	}
	at = at.UTC()
	byTarget, err := a.paramsOf(s)
	if err != nil {
		return nil, err
	}
	findings, err := a.Evaluator.Evaluate(ctx, s, engine.Options{
		Now: at, Workers: a.Workers, Progress: a.Progress,
		Params: func(target string) engine.Params { return byTarget[target] },
	})
	if err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}
	if err := engine.CheckUnique(findings); err != nil {
		return nil, err
	}
	out := &engine.Assessment{
		Schema: engine.AssessmentSchema, Report: a.Heading,
		Policies: a.Evaluator.Policies(), Excluded: orEmpty(a.Excluded), Findings: findings,
		Waivers: engine.ApplyWaivers(findings, a.Waivers, at),
		Gaps:    orEmpty(missed(s.Gaps, a.Evaluator.Policies(), findings)), Coverage: orEmpty(s.Coverage),
		Summary: engine.Summarize(findings), Notes: notes(s),
	}
	out.Frameworks = a.Catalog.RollUp(out.Policies, findings)
	out.Targets = targetsOf(s, out.Gaps, findings)
	if out.Digests, err = a.digests(s, byTarget); err != nil {
		return nil, err
	}
	out.Run = engine.Run{
		ID: engine.RunID(out.Digests, at, a.Rules, a.Profile), At: at, Tool: a.Tool, OPA: a.OPA,
		Began: s.Header.Began, Ended: s.Header.Ended, Profile: a.Profile,
	}
	if a.Changes != nil {
		changes, err := a.Changes(ctx, out)
		if err != nil {
			return nil, err
		}
		out.Changes, out.Plan, out.Notes = changes.Log, changes.Plan, append(out.Notes, changes.notes(at)...)
		if a.Rules.NewOnly {
			engine.MarkKnown(findings, changes.Known)
		}
	}
	out.Gate = engine.Decide(findings, s.Targets, a.Rules)
	return out, nil
}

func (a Assessor) digests(s *collectors.Snapshot, params map[string]engine.Params) (engine.Digests, error) {
	snapshot, err := s.Digest()
	if err != nil {
		return engine.Digests{}, err
	}
	byParams, byWaivers, err := a.inputs(params)
	if err != nil {
		return engine.Digests{}, err
	}
	return engine.Digests{Snapshot: snapshot, Policies: a.PoliciesDigest, Params: digestOf(byParams), Waivers: digestOf(byWaivers), Previous: a.Previous}, nil
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// inputs are the texts of the parameters and the waivers that the digests are of.
func (a Assessor) inputs(params map[string]engine.Params) (byParams, byWaivers json.RawMessage, err error) {
	if byParams, err = canonical(params); err != nil {
		return nil, nil, err
	}
	waivers := slices.Clone(a.Waivers)
	slices.SortFunc(waivers, func(x, y engine.Waiver) int { return cmp.Compare(x.ID, y.ID) })
	byWaivers, err = canonical(orEmpty(waivers))
	return byParams, byWaivers, err
}

func canonical(value any) (json.RawMessage, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return collectors.CanonicalJSON(text)
}

// Inputs are the parameters that are set, by target id, and the waivers, in the form that the assessment has the digests of.
func (a Assessor) Inputs(s *collectors.Snapshot) (params, waivers json.RawMessage, err error) {
	byTarget, err := a.paramsOf(s)
	if err != nil {
		return nil, nil, err
	}
	return a.inputs(byTarget)
}

// paramsOf are the parameters that are set, by target id.
func (a Assessor) paramsOf(s *collectors.Snapshot) (map[string]engine.Params, error) {
	out := map[string]engine.Params{}
	for _, t := range s.Targets {
		params, err := a.Params(t.Ref)
		if err != nil {
			return nil, err
		}
		out[t.ID] = params
	}
	return out, nil
}

// targetsOf describes each target with its own findings.
func targetsOf(s *collectors.Snapshot, missed []collectors.Gap, findings []engine.Finding) []engine.Target {
	byTarget := map[string][]engine.Finding{}
	for _, f := range findings {
		byTarget[f.Target] = append(byTarget[f.Target], f)
	}
	resources, gaps := map[string]int{}, map[string]int{}
	for _, r := range s.Resources {
		resources[r.Origin.Target]++
	}
	for _, g := range missed {
		gaps[g.Target]++
	}
	copies := clones(s)
	out := make([]engine.Target, 0, len(s.Targets))
	for _, t := range s.Targets {
		out = append(out, engine.Target{
			ID: t.ID, Name: t.Name, Ref: t.Ref, Collector: t.Collector, Version: t.Version, Options: t.Options,
			Error: t.Error, CloneOf: copies[t.ID], Resources: resources[t.ID], Gaps: gaps[t.ID], Summary: engine.Summarize(byTarget[t.ID]),
		})
	}
	return out
}

// notes are sentences that the report's scope must not lack.
func notes(s *collectors.Snapshot) []string {
	out := []string{}
	registers := slices.ContainsFunc(s.Targets, func(t collectors.TargetInfo) bool {
		return slices.ContainsFunc(t.Kinds, func(kind string) bool { return strings.HasPrefix(kind, "register.") })
	})
	if !registers {
		out = append(out, "No register of people-made records (trainings, vendor reviews, restore tests, documents, budgets) was given; "+
			"the policies on them do not apply. Name one with the target register:DIR.")
	}
	const most = 5 // each with its reason stands in the list of targets
	var lost []string
	for _, t := range s.Targets {
		if t.Error != "" {
			lost = append(lost, t.Ref)
		}
	}
	named := strings.Join(lost[:min(most, len(lost))], ", ")
	if len(lost) > most {
		named += fmt.Sprintf(" and %d more", len(lost)-most)
	}
	if len(lost) > 0 {
		out = append(out, fmt.Sprintf("%s could not be visited, and nothing is known of what is there: %s.", counted(len(lost), "target"), named))
	}
	return out
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
