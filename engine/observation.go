package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// An Observation is one assessment as far as a comparison needs it. It is read from findings.json and holds none of the
// evidence, so that runs of any size can be held against each other.
type Observation struct {
	Run string
	At  time.Time
	// Previous is the digest of the run before, or "".
	Previous string
	Targets  []ObservedTarget
	Policies []ObservedPolicy
	// Subjects are in the order of the findings: target, policy, kind, resource.
	Subjects []Subject
}

// ObservedTarget is a target of an Observation; Error is set when it could not be visited.
type ObservedTarget struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// ObservedPolicy is a policy that an Observation's run had selected.
type ObservedPolicy struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Joins   []string `json:"joins"`
	Records []string `json:"records"`
}

// A Subject is what a run says of one policy on one resource.
type Subject struct {
	SubjectID
	Severity Severity
	Verdict  Verdict
	// Partial says of one that fails that something was not read besides: what is not among its failures may be one.
	Partial  bool
	Failures []ObservedFailure
}

// Fails says which failures there are, by fingerprint.
func (o *Observation) Fails() func(fingerprint string) bool {
	fails := map[string]bool{}
	for i := range o.Subjects {
		for _, f := range o.Subjects[i].Failures {
			fails[f.Fingerprint] = true
		}
	}
	return func(fingerprint string) bool { return fails[fingerprint] }
}

// SubjectID says which policy on which resource.
type SubjectID struct{ Target, Policy, Kind, Resource string }

// ObservedFailure is a failure of a Subject.
type ObservedFailure struct {
	Key         string `json:"key"`
	Message     string `json:"message"`
	Fingerprint string `json:"fingerprint"`
	Waiver      string `json:"waiver"`
}

// observedFinding is what is read of a finding.
type observedFinding struct {
	Policy   string            `json:"policy"`
	Kind     string            `json:"kind"`
	Severity Severity          `json:"severity"`
	Resource string            `json:"resource"`
	Target   string            `json:"target"`
	Verdict  Verdict           `json:"verdict"`
	Failures []ObservedFailure `json:"failures"`
}

type observedGap struct {
	Target   string `json:"target"`
	Kind     string `json:"kind"`
	Resource string `json:"resource"`
}

// ReadObservation reads findings.json one finding at a time.
func ReadObservation(r io.Reader) (*Observation, error) {
	reader := observationReader{decoder: json.NewDecoder(r), texts: map[string]string{}}
	if err := reader.read(); err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	return &reader.out, nil
}

type observationReader struct {
	decoder *json.Decoder
	out     Observation
	gaps    []observedGap
	schema  string
	texts   map[string]string // each once in memory
}

func (r *observationReader) read() error {
	if err := r.expect(json.Delim('{')); err != nil {
		return err
	}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		if err := r.value(key); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	if err := r.expect(json.Delim('}')); err != nil {
		return err
	}
	if r.schema != AssessmentSchema {
		return fmt.Errorf("schema is %q, this program reads %q", r.schema, AssessmentSchema)
	}
	if r.out.Run == "" {
		return errors.New("they name no run: they are not whole")
	}
	r.out.markPartial(r.gaps)
	return nil
}

func (r *observationReader) value(key string) error {
	var run Run
	var digests Digests
	switch key {
	case "schema":
		return r.decoder.Decode(&r.schema)
	case "run":
		if err := r.decoder.Decode(&run); err != nil {
			return err
		}
		r.out.Run, r.out.At = run.ID, run.At
		return nil
	case "digests":
		if err := r.decoder.Decode(&digests); err != nil {
			return err
		}
		r.out.Previous = digests.Previous
		return nil
	case "targets":
		return r.decoder.Decode(&r.out.Targets)
	case "policies":
		return r.decoder.Decode(&r.out.Policies)
	case "gaps":
		return r.decoder.Decode(&r.gaps)
	case "findings":
		return r.findings()
	}
	var skipped json.RawMessage
	return r.decoder.Decode(&skipped)
}

func (r *observationReader) expect(want json.Delim) error {
	token, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("%v where %v is expected", token, want)
	}
	return nil
}

func (r *observationReader) findings() error {
	if err := r.expect(json.Delim('[')); err != nil {
		return err
	}
	for r.decoder.More() {
		var f observedFinding
		if err := r.decoder.Decode(&f); err != nil {
			return fmt.Errorf("finding %d: %w", len(r.out.Subjects)+1, err)
		}
		if f.Policy == "" || f.Target == "" || f.Verdict == "" {
			return fmt.Errorf("finding %d is not whole", len(r.out.Subjects)+1)
		}
		for i := range f.Failures {
			f.Failures[i].Message, f.Failures[i].Waiver = r.once(f.Failures[i].Message), r.once(f.Failures[i].Waiver)
		}
		r.out.Subjects = append(r.out.Subjects, Subject{
			SubjectID: SubjectID{Target: r.once(f.Target), Policy: r.once(f.Policy), Kind: r.once(f.Kind), Resource: r.once(f.Resource)},
			Severity:  Severity(r.once(string(f.Severity))), Verdict: Verdict(r.once(string(f.Verdict))), Failures: f.Failures,
		})
	}
	return r.expect(json.Delim(']'))
}

func (r *observationReader) once(text string) string {
	if known, ok := r.texts[text]; ok {
		return known
	}
	r.texts[text] = text
	return text
}

// markPartial finds the subjects that fail and were not read whole: a gap on the resource or its kind, or on a kind that
// the policy looks up.
func (o *Observation) markPartial(gaps []observedGap) {
	if len(gaps) == 0 {
		return
	}
	clouded, kinds := map[observedGap]bool{}, map[string]bool{}
	for _, g := range gaps {
		if _, whole := IsWholeKind(g.Resource); whole {
			g.Resource = ""
		}
		clouded[g], kinds[g.Kind] = true, true
	}
	looksUp := map[string]bool{}
	for _, p := range o.Policies {
		for _, list := range [][]string{p.Joins, p.Records} {
			for _, kind := range list {
				looksUp[p.ID] = looksUp[p.ID] || kinds[kind]
			}
		}
	}
	for i := range o.Subjects {
		s := &o.Subjects[i]
		s.Partial = s.Verdict == Fail && (looksUp[s.Policy] || clouded[observedGap{s.Target, s.Kind, s.Resource}] || clouded[observedGap{s.Target, s.Kind, ""}])
	}
}

// Observe returns what ReadObservation reads of the assessment's findings.json.
func (a *Assessment) Observe() *Observation {
	o := &Observation{Run: a.Run.ID, At: a.Run.At, Previous: a.Digests.Previous, Targets: make([]ObservedTarget, 0, len(a.Targets)),
		Policies: make([]ObservedPolicy, 0, len(a.Policies)), Subjects: make([]Subject, 0, len(a.Findings))}
	for _, t := range a.Targets {
		o.Targets = append(o.Targets, ObservedTarget{ID: t.ID, Error: t.Error})
	}
	for _, p := range a.Policies {
		o.Policies = append(o.Policies, ObservedPolicy{ID: p.ID, Title: p.Title, Joins: p.Joins, Records: p.Records})
	}
	for _, f := range a.Findings {
		failures := make([]ObservedFailure, 0, len(f.Failures))
		for _, x := range f.Failures {
			failures = append(failures, ObservedFailure{Key: x.Key, Message: x.Message, Fingerprint: x.Fingerprint, Waiver: x.Waiver})
		}
		o.Subjects = append(o.Subjects, Subject{SubjectID: SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource},
			Severity: f.Severity, Verdict: f.Verdict, Failures: failures})
	}
	gaps := make([]observedGap, 0, len(a.Gaps))
	for _, g := range a.Gaps {
		gaps = append(gaps, observedGap{Target: g.Target, Kind: g.Kind, Resource: g.Resource})
	}
	o.markPartial(gaps)
	return o
}
