package engine

import (
	"cmp"
	"slices"
	"time"
)

// DiffSchema names the version of the JSON form of a comparison.
const DiffSchema = "assize.diff/v1"

// A Change is what became of a failure between two runs.
type Change string

// The changes. Fixed is said only where the later run observed the same policy on the same resource and it passes, or it
// fails for other reasons and all of it was read: what was not observed is never fixed.
const (
	Regressed   Change = "regressed" // it failed before, was seen fixed, and fails again
	New         Change = "new"
	Persisting  Change = "persisting"
	NotObserved Change = "not_observed"
	// NoLongerApplies: the policy does not apply to the resource any more. The resource changed; nobody mended the failure.
	NoLongerApplies Change = "no_longer_applies"
	Fixed           Change = "fixed"
)

// Changes lists all changes, in the order in which they matter.
func Changes() []Change {
	return []Change{Regressed, New, Persisting, NotObserved, NoLongerApplies, Fixed}
}

// A Diff is the comparison of two runs. Its JSON form has the schema reports/schemas/diff.v1.json.
type Diff struct {
	Schema string `json:"schema"`
	Before Side   `json:"before"`
	After  Side   `json:"after"`
	// History says whether the runs before were known. Without them nothing is called regressed, and nothing is older
	// than Before.
	History bool `json:"history"`
	// Counts are the failures by what became of them; Severities the same by severity.
	Counts     map[Change]int              `json:"counts"`
	Severities map[Change]map[Severity]int `json:"severities"`
	// Remediation is how long what is fixed had failed.
	Remediation Remediation `json:"remediation"`
	// Listed are the changes whose failures stand in Failures, each of them; the others are only counted.
	Listed   []Change      `json:"listed"`
	Failures []DiffFailure `json:"failures"`
}

// Side is one of the two runs of a Diff.
type Side struct {
	Run string    `json:"run"`
	At  time.Time `json:"at"`
	// Sequence is the run's number in the history, 0 for one that is in none; Digest is its manifest's, or "".
	Sequence int    `json:"sequence"`
	Digest   string `json:"digest"`
}

// Remediation is the mean time to remediate: of Count failures that were fixed, from when they began to fail to the run
// that first saw them fixed. Zero of zero is no time at all.
type Remediation struct {
	Count       int   `json:"count"`
	MeanSeconds int64 `json:"mean_seconds"`
}

// A DiffFailure is one failure and what became of it.
type DiffFailure struct {
	Change      Change   `json:"change"`
	Severity    Severity `json:"severity"`
	Policy      string   `json:"policy"`
	Target      string   `json:"target"`
	Kind        string   `json:"kind"`
	Resource    string   `json:"resource"`
	Key         string   `json:"key"`
	Message     string   `json:"message"`
	Fingerprint string   `json:"fingerprint"`
	// Waiver is the id of the waiver that covers it, in the later run where it fails there.
	Waiver string `json:"waiver"`
	// FirstSeen is the run that saw it fail first, Since the one from which on it was not seen fixed.
	FirstSeen time.Time `json:"first_seen"`
	Since     time.Time `json:"since"`
	// AgeSeconds are from Since to the later run, or to the one that first saw it fixed.
	AgeSeconds int64 `json:"age_seconds"`
	// Why says what hindered the observation of one that was not observed.
	Why string `json:"why"`
}

// A Moment is a run in time: sequence numbers decide what came first.
type Moment struct {
	Sequence int
	At       time.Time
}

// Past is what all runs up to some run tell of one failure.
type Past struct {
	// First is the run that saw it fail first, Since the one from which on it was not seen fixed.
	First, Since Moment
	// Fixed is the run that first saw it fixed after that; zero when none has.
	Fixed Moment
}

// FailingChange says what a failure is that fails in the later run, from its past up to that run.
func FailingChange(p Past, before Moment) Change {
	switch {
	case p.Since.Sequence <= before.Sequence:
		return Persisting
	case p.Since == p.First:
		return New
	}
	return Regressed
}

// GoneChange says what became of a failure that is not among those of the later run. Subject is what that run says of its
// policy on its resource; nil when it says nothing.
func GoneChange(subject *Subject) (change Change, why string) {
	if subject == nil {
		return NotObserved, ""
	}
	switch {
	case subject.Verdict == Pass, subject.Verdict == Fail && !subject.Partial:
		return Fixed, ""
	case subject.Verdict == NotApplicable:
		return NoLongerApplies, ""
	case subject.Verdict == Fail:
		return NotObserved, "it fails for other reasons, and not all of it was read"
	case subject.Verdict == Error:
		return NotObserved, "the policy broke"
	}
	return NotObserved, "what decides it was not read"
}

// Worse is the one of two subjects on a kind as a whole, of several regions, that is unknown, if one is. One may be nil.
func Worse(a, b *Subject) *Subject {
	if b == nil || a != nil && a.Verdict == Unknown {
		return a
	}
	return b
}

// Absence says why a run has no finding of a policy on a resource. Star is what it says of the policy on the kind as a
// whole in that target, nil when nothing.
func Absence(selected bool, target *ObservedTarget, star *Subject) string {
	switch {
	case target == nil:
		return "the target was not visited"
	case target.Error != "":
		return "the target could not be visited"
	case !selected:
		return "the policy was not selected"
	case star != nil && star.Verdict == Unknown:
		return "its kind could not be listed"
	}
	return "the resource was not found"
}

// Compare compares two assessments. Past tells what the history up to the later run knows of a failure, by fingerprint;
// it is nil where there is no history.
func Compare(before, after *Observation, sides [2]Side, past func(fingerprint string) (Past, bool)) Diff {
	c := comparison{before: before, after: after, sides: sides, past: past}
	if past == nil { // without a history, the first comes before the second
		c.moments = [2]Moment{{1, before.At}, {2, after.At}}
	} else {
		c.moments = [2]Moment{{sides[0].Sequence, before.At}, {sides[1].Sequence, after.At}}
	}
	c.index()
	var failures []DiffFailure
	failed, fails := failuresOf(before), failuresOf(after)
	for fingerprint, at := range fails {
		_, both := failed[fingerprint]
		failures = append(failures, c.failing(at, both))
	}
	for fingerprint, at := range failed {
		if _, both := fails[fingerprint]; !both {
			failures = append(failures, c.gone(at))
		}
	}
	return NewDiff(sides, past != nil, failures)
}

type comparison struct {
	before, after *Observation
	sides         [2]Side
	moments       [2]Moment
	past          func(string) (Past, bool)
	subjects      map[SubjectID]*Subject
	stars         map[policyKind]*Subject // on kinds as a whole, in any region
}

// A policyKind is a policy on a kind in a target.
type policyKind struct{ target, policy, kind string }

// index finds what the later run says, by subject.
func (c *comparison) index() {
	c.subjects, c.stars = map[SubjectID]*Subject{}, map[policyKind]*Subject{}
	for i := range c.after.Subjects {
		s := &c.after.Subjects[i]
		c.subjects[s.SubjectID] = s
		if _, whole := IsWholeKind(s.Resource); whole {
			at := policyKind{s.Target, s.Policy, s.Kind}
			c.stars[at] = Worse(c.stars[at], s)
		}
	}
}

type failureAt struct {
	subject *Subject
	failure *ObservedFailure
}

func failuresOf(o *Observation) map[string]failureAt {
	out := map[string]failureAt{}
	for i := range o.Subjects {
		for j := range o.Subjects[i].Failures {
			out[o.Subjects[i].Failures[j].Fingerprint] = failureAt{&o.Subjects[i], &o.Subjects[i].Failures[j]}
		}
	}
	return out
}

// pastOf is the past of a failure; began is where it begins as far as the two runs show.
func (c *comparison) pastOf(fingerprint string, began Moment) Past {
	if c.past != nil {
		if p, ok := c.past(fingerprint); ok {
			return p
		}
	}
	return Past{First: began, Since: began}
}

func (c *comparison) failing(at failureAt, both bool) DiffFailure {
	began := c.moments[1]
	if both {
		began = c.moments[0]
	}
	p := c.pastOf(at.failure.Fingerprint, began)
	return NewDiffFailure(FailingChange(p, c.moments[0]), at.subject, *at.failure, p, c.moments[1])
}

func (c *comparison) gone(at failureAt) DiffFailure {
	now := c.subjects[at.subject.SubjectID]
	change, why := GoneChange(now)
	if now == nil {
		why = c.absence(at.subject)
	}
	p := c.pastOf(at.failure.Fingerprint, c.moments[0])
	end := c.moments[1]
	if change == Fixed && p.Fixed.Sequence > 0 {
		end = p.Fixed
	}
	out := NewDiffFailure(change, at.subject, *at.failure, p, end)
	out.Why = why
	return out
}

func (c *comparison) absence(s *Subject) string {
	selected := slices.ContainsFunc(c.after.Policies, func(p ObservedPolicy) bool { return p.ID == s.Policy })
	var target *ObservedTarget
	if i := slices.IndexFunc(c.after.Targets, func(t ObservedTarget) bool { return t.ID == s.Target }); i >= 0 {
		target = &c.after.Targets[i]
	}
	return Absence(selected, target, c.stars[policyKind{s.Target, s.Policy, s.Kind}])
}

// NewDiffFailure puts together what is said of a failure; end is the run up to which its age counts.
func NewDiffFailure(change Change, s *Subject, f ObservedFailure, p Past, end Moment) DiffFailure {
	return DiffFailure{
		Change: change, Severity: s.Severity, Policy: s.Policy, Target: s.Target, Kind: s.Kind, Resource: s.Resource,
		Key: f.Key, Message: f.Message, Fingerprint: f.Fingerprint, Waiver: f.Waiver,
		FirstSeen: p.First.At, Since: p.Since.At, AgeSeconds: int64(max(0, end.At.Sub(p.Since.At)).Seconds()),
	}
}

// NewDiff counts and sorts: by what became of them, then the worst first, then by policy, target, resource and key.
func NewDiff(sides [2]Side, history bool, failures []DiffFailure) Diff {
	d := Diff{Schema: DiffSchema, Before: sides[0], After: sides[1], History: history, Counts: map[Change]int{},
		Severities: map[Change]map[Severity]int{}, Listed: Changes(), Failures: failures}
	if failures == nil {
		d.Failures = []DiffFailure{}
	}
	for _, change := range Changes() {
		d.Counts[change], d.Severities[change] = 0, map[Severity]int{}
		for _, s := range Severities() {
			d.Severities[change][s] = 0
		}
	}
	total := int64(0)
	for _, f := range failures {
		d.Counts[f.Change]++
		d.Severities[f.Change][f.Severity]++
		if f.Change == Fixed {
			d.Remediation.Count++
			total += f.AgeSeconds
		}
	}
	if d.Remediation.Count > 0 {
		d.Remediation.MeanSeconds = total / int64(d.Remediation.Count)
	}
	d.Failures = sortedFailures(d.Failures)
	return d
}

// sortedFailures sorts by places, because there may be very many and each is large.
func sortedFailures(failures []DiffFailure) []DiffFailure {
	places := make([]*DiffFailure, len(failures))
	for i := range failures {
		places[i] = &failures[i]
	}
	slices.SortFunc(places, compareDiffFailures)
	out := make([]DiffFailure, len(failures))
	for i, f := range places {
		out[i] = *f
	}
	return out
}

func compareDiffFailures(a, b *DiffFailure) int {
	if a.Change != b.Change {
		return cmp.Compare(slices.Index(Changes(), a.Change), slices.Index(Changes(), b.Change))
	}
	if a.Severity != b.Severity {
		if c := cmp.Compare(b.Severity.Rank(), a.Severity.Rank()); c != 0 {
			return c
		}
	}
	for _, pair := range [...][2]*string{{&a.Policy, &b.Policy}, {&a.Target, &b.Target}, {&a.Kind, &b.Kind}, {&a.Resource, &b.Resource}, {&a.Key, &b.Key}} {
		if *pair[0] != *pair[1] { // most are told apart early
			return cmp.Compare(*pair[0], *pair[1])
		}
	}
	return cmp.Compare(a.Fingerprint, b.Fingerprint)
}

// Without returns the comparison with the failures of a change counted and not listed.
func (d Diff) Without(c Change) Diff {
	d.Listed = slices.DeleteFunc(slices.Clone(d.Listed), func(l Change) bool { return l == c })
	d.Failures = slices.DeleteFunc(slices.Clone(d.Failures), func(f DiffFailure) bool { return f.Change == c })
	return d
}
