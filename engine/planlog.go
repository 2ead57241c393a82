package engine

import (
	"errors"
	"fmt"
	"slices"
)

// PlanDeletes is the Why of a failure that is fixed because the plan deletes what fails.
const PlanDeletes = "the plan deletes it"

// A PlanLog says what a plan changes of failures: what is there before it is applied, and what will be there after. It is
// worked out from the plan's own prior state when the assessment is made, and an input like the waivers when it is made again.
type PlanLog struct {
	// Counts are the failures by what becomes of them; Severities the same by severity. New are those that the plan makes,
	// Fixed those that it mends or whose resource it deletes, NoLongerApplies those to which the policy does not apply any more,
	// and NotObserved those of which only the applied plan will tell.
	Counts     map[Change]int              `json:"counts"`
	Severities map[Change]map[Severity]int `json:"severities"`
	// Failures are in the order of NewDiff, at most ChangesListed of each change. Their times are the run's: a plan has no past.
	Failures []DiffFailure `json:"failures"`
}

// planned lists the changes that a plan makes.
func planned() []Change { return []Change{New, NotObserved, NoLongerApplies, Fixed} }

// NewPlanLog compares what is there before plans with what will be there after. Other targets of after are left out. Deleted says that
// a plan deletes a resource: what is gone without that, because the plan forgets it or was not asked for it, is no change.
func NewPlanLog(before, after *Observation, deleted func(target, resource string) bool) *PlanLog {
	of := map[string]bool{}
	for _, t := range before.Targets {
		of[t.ID] = true
	}
	was, is := *before, *after
	was.At = is.At
	is.Subjects = slices.DeleteFunc(slices.Clone(after.Subjects), func(s Subject) bool { return !of[s.Target] })
	there := map[SubjectID]bool{}
	for i := range is.Subjects {
		there[is.Subjects[i].SubjectID] = true
	}
	var changed []DiffFailure
	for _, f := range Compare(&was, &is, [2]Side{}, nil).Failures {
		gone := !there[SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}]
		switch {
		case f.Change == Persisting:
			continue
		case gone && deleted(f.Target, f.Resource):
			f.Change, f.Why = Fixed, PlanDeletes
		case gone:
			continue
		}
		changed = append(changed, f)
	}
	d := NewDiff([2]Side{}, false, changed)
	p := &PlanLog{Counts: map[Change]int{}, Severities: map[Change]map[Severity]int{}, Failures: []DiffFailure{}}
	for _, change := range planned() {
		p.Counts[change], p.Severities[change] = d.Counts[change], d.Severities[change]
	}
	listed := map[Change]int{}
	for _, f := range d.Failures {
		if listed[f.Change]++; listed[f.Change] <= ChangesListed {
			p.Failures = append(p.Failures, f)
		}
	}
	return p
}

// CheckPlan holds what an assessment says of a plan's changes against its findings, and returns an error that says what does
// not agree; nil where nothing is said of any. What failed before the plan, and what the plan deletes, cannot be checked.
func (a *Assessment) CheckPlan() error {
	if a.Plan == nil {
		return nil
	}
	c := changesCheck{assessment: a, seen: a.Observe()}
	c.fails = failuresOf(c.seen)
	c.comparison = comparison{after: c.seen}
	c.index()
	if !slices.IsSortedFunc(a.Plan.Failures, func(a, b DiffFailure) int { return compareDiffFailures(&a, &b) }) {
		return errors.New("the failures that the plan changes are not in order")
	}
	listed, twice := map[Change]map[Severity]int{}, map[string]bool{}
	for i := range a.Plan.Failures {
		f := &a.Plan.Failures[i]
		if err := c.planned(f); err != nil || twice[f.Fingerprint] {
			return fmt.Errorf("%s by the plan, %s on %s %s in %s: %w", f.Change, f.Policy, f.Kind, f.Resource, f.Target, errOr(err, "it is listed twice"))
		}
		twice[f.Fingerprint] = true
		if listed[f.Change] == nil {
			listed[f.Change] = map[Severity]int{}
		}
		listed[f.Change][f.Severity]++
	}
	return a.Plan.counted(listed)
}

func errOr(err error, otherwise string) error {
	if err != nil {
		return err
	}
	return errors.New(otherwise)
}

// planned holds one failure that a plan changes against the findings.
func (c *changesCheck) planned(f *DiffFailure) error {
	now := c.assessment.Run.At
	switch {
	case !slices.Contains(planned(), f.Change):
		return errors.New("a plan does not change failures like that")
	case f.Change == New:
		return c.failing(f)
	case !f.Since.Equal(now) || !f.FirstSeen.Equal(now):
		return errors.New("it fails since another time than this run's")
	}
	id := SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}
	if c.subjects[id] != nil {
		return c.gone(f)
	}
	if f.Change != Fixed || f.Why != PlanDeletes || f.AgeSeconds != 0 {
		return errors.New("there is no finding on it, and the plan is not said to delete it")
	}
	if f.Fingerprint != Fingerprint(f.Policy, f.Target, f.Kind, f.Resource, f.Key) {
		return errors.New("its fingerprint is another one's")
	}
	return nil
}

// counted holds the counts against what is listed.
func (p *PlanLog) counted(listed map[Change]map[Severity]int) error {
	if len(p.Counts) != len(planned()) || len(p.Severities) != len(planned()) {
		return errors.New("what the plan changes is not counted by the changes that there are")
	}
	for _, change := range planned() {
		total, left := 0, ChangesListed // the worst come first
		for _, s := range Severities() {
			n := p.Severities[change][s]
			if want := min(left, n); n < 0 || listed[change][s] != want {
				return fmt.Errorf("%s by the plan counts %d failures of severity %s, and lists %d", change, n, s, listed[change][s])
			}
			total, left = total+n, left-min(left, n)
		}
		if n, there := p.Counts[change]; !there || n != total || len(p.Severities[change]) != len(Severities()) {
			return fmt.Errorf("%s by the plan counts %d failures, and by severity %d", change, n, total)
		}
	}
	return nil
}
