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
	// NotObserved those of which only the applied plan will tell, and Persisting those that it leaves on what it changes; an
	// assessment that was made before these were told has no count of them.
	Counts     map[Change]int              `json:"counts"`
	Severities map[Change]map[Severity]int `json:"severities"`
	// Failures are in the order of NewDiff, at most ChangesListed of each change. Their times are the run's: a plan has no past.
	Failures []DiffFailure `json:"failures"`
}

// planned lists the changes that a plan makes.
func planned() []Change { return []Change{New, Persisting, NotObserved, NoLongerApplies, Fixed} }

// Planned says what a plan does to a resource. Deletes: what is gone without that, because the plan forgets it or was not asked for
// it, is no change. Touches: it changes the resource or what belongs to it.
type Planned struct {
	Deletes, Touches func(target, resource string) bool
}

// NewPlanLog compares what is there before plans with what will be there after. Other targets of after are left out.
func NewPlanLog(before, after *Observation, does Planned) *PlanLog {
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
		case f.Change == Persisting && !does.Touches(f.Target, f.Resource):
			continue
		case gone && does.Deletes(f.Target, f.Resource):
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
		return a.checkNothingThere()
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
	if err := a.Plan.counted(listed); err != nil {
		return err
	}
	return a.checkThere()
}

// checkNothingThere finds failures that a gate lets pass as there before a plan, although no plan tells of any.
func (a *Assessment) checkNothingThere() error {
	if !a.Gate.Rules.PriorState {
		return nil
	}
	for _, f := range a.Findings {
		for _, failure := range f.Failures {
			if failure.Known {
				return fmt.Errorf("the gate lets %s on %s %s in %s pass as there before the plan, and no plan tells of that", f.Policy, f.Kind, f.Resource, f.Target)
			}
		}
	}
	return nil
}

// checkThere holds the failures that a gate lets pass, because they are there before the plan, against those that the plan makes.
func (a *Assessment) checkThere() error {
	if !a.Gate.Rules.PriorState {
		return nil
	}
	made := map[string]bool{}
	for _, f := range a.Plan.Failures {
		if f.Change == New {
			made[f.Fingerprint] = true
		}
	}
	unknown := map[Severity]int{}
	for _, f := range a.Findings {
		for _, failure := range f.Failures {
			switch {
			case !failure.Known:
				unknown[f.Severity]++
			case made[failure.Fingerprint]:
				return fmt.Errorf("the gate lets %s on %s %s in %s pass as there before the plan, and the plan makes it", f.Policy, f.Kind, f.Resource, f.Target)
			}
		}
	}
	for _, s := range Severities() {
		if n := a.Plan.Severities[New][s]; unknown[s] < n {
			return fmt.Errorf("the plan makes %d failures of severity %s, and the gate counts %d as new", n, s, unknown[s])
		}
	}
	return nil
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
	case f.Change == New || f.Change == Persisting && f.Since.Equal(now) && f.FirstSeen.Equal(now):
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
	all := planned()
	if _, told := p.Counts[Persisting]; !told && p.Severities[Persisting] == nil && listed[Persisting] == nil {
		all = slices.DeleteFunc(all, func(c Change) bool { return c == Persisting })
	}
	if len(p.Counts) != len(all) || len(p.Severities) != len(all) {
		return errors.New("what the plan changes is not counted by the changes that there are")
	}
	for _, change := range all {
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
