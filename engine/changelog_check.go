package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// CheckChanges holds what an assessment says of changes against its findings, and returns an error that says what does not
// agree; nil where nothing is said of any. What only the history knows cannot be checked: since when something failed, which
// runs there were, and what failed in the run before, but for its not failing any more.
func (a *Assessment) CheckChanges() error {
	if a.Changes == nil {
		return a.checkNothingKnown()
	}
	c := changesCheck{ChangeLog: a.Changes, assessment: a, seen: a.Observe()}
	c.fails = failuresOf(c.seen)
	c.comparison = comparison{after: c.seen}
	c.index()
	for _, check := range []func() error{c.since, c.counted, c.listed, c.lists, c.remediated, c.aged, c.oldest, c.runs, c.known} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

type changesCheck struct {
	*ChangeLog
	comparison
	assessment *Assessment
	seen       *Observation
	fails      map[string]failureAt
}

func (c *changesCheck) since() error {
	if c.Since.Digest == "" || c.Since.Digest != c.assessment.Digests.Previous {
		return fmt.Errorf("the changes are since the run %q, and the run before is %q", c.Since.Digest, c.assessment.Digests.Previous)
	}
	return nil
}

// counted holds the counts against one another and against all that fails.
func (c *changesCheck) counted() error {
	if len(c.Counts) != len(Changes()) || len(c.Severities) != len(Changes()) {
		return errors.New("the changes are not counted by the changes that there are")
	}
	failing := map[Severity]int{}
	for _, change := range Changes() {
		total := 0
		if _, counted := c.Counts[change]; !counted {
			return fmt.Errorf("%s is not counted", change)
		}
		for severity, n := range c.Severities[change] {
			if n < 0 {
				return fmt.Errorf("%s counts %d", change, n)
			}
			total += n
			if change == New || change == Regressed || change == Persisting {
				failing[severity] += n
			}
		}
		if total != c.Counts[change] {
			return fmt.Errorf("%s counts %d failures, and by severity %d", change, c.Counts[change], total)
		}
	}
	for _, at := range c.fails {
		failing[at.subject.Severity]--
	}
	for severity, n := range failing {
		if n != 0 {
			return fmt.Errorf("of the failures of severity %q, new, regressed and persisting ones are %+d of those that fail", severity, n)
		}
	}
	return nil
}

// listed holds each failure against the findings.
func (c *changesCheck) listed() error {
	twice := map[string]bool{}
	for i := range c.Failures {
		f := &c.Failures[i]
		err := c.gone(f)
		if f.Change == New || f.Change == Regressed {
			err = c.failing(f)
		}
		if err == nil && twice[f.Fingerprint] {
			err = errors.New("it is listed twice")
		}
		if err != nil {
			return fmt.Errorf("%s, %s on %s %s in %s: %w", f.Change, f.Policy, f.Kind, f.Resource, f.Target, err)
		}
		twice[f.Fingerprint] = true
	}
	return nil
}

// failing holds one that fails against its finding.
func (c *changesCheck) failing(f *DiffFailure) error {
	at, fails := c.fails[f.Fingerprint]
	if !fails {
		return errors.New("it does not fail")
	}
	now := c.assessment.Run.At
	if (f.Change == New || f.Change == Regressed) && !f.Since.Equal(now) || f.Change == New && !f.FirstSeen.Equal(now) {
		return errors.New("it fails since another time than this run's")
	}
	want := NewDiffFailure(f.Change, at.subject, *at.failure, Past{First: Moment{At: f.FirstSeen}, Since: Moment{At: f.Since}}, Moment{At: now})
	if *f != want {
		return errors.New("its finding says something else")
	}
	return nil
}

// gone holds one that does not fail any more against what the findings say of its policy on its resource.
func (c *changesCheck) gone(f *DiffFailure) error {
	if _, fails := c.fails[f.Fingerprint]; fails {
		return errors.New("it fails")
	}
	if f.Fingerprint != Fingerprint(f.Policy, f.Target, f.Kind, f.Resource, f.Key) {
		return errors.New("its fingerprint is another one's")
	}
	id := SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}
	now := c.subjects[id]
	change, why := GoneChange(now)
	if now == nil {
		why = c.absence(&Subject{SubjectID: id})
	}
	if f.Change != change || f.Why != why {
		return fmt.Errorf("by its finding it is %s", change)
	}
	if f.AgeSeconds != lasted(f.Since, c.assessment.Run.At) {
		return errors.New("its age is not the time since it failed")
	}
	return nil
}

func lasted(since, until time.Time) int64 { return int64(max(0, until.Sub(since)).Seconds()) }

// lists holds the order and the length of the list against the counts.
func (c *changesCheck) lists() error {
	if !slices.IsSortedFunc(c.Failures, func(a, b DiffFailure) int { return compareDiffFailures(&a, &b) }) {
		return errors.New("the failures are not in order")
	}
	severities := map[Change]map[Severity]int{}
	for _, change := range Changes() {
		severities[change] = map[Severity]int{}
	}
	for _, f := range c.Failures {
		severities[f.Change][f.Severity]++
	}
	for _, change := range Changes() {
		if change == Persisting {
			continue
		}
		left := ChangesListed // the worst come first
		for _, s := range Severities() {
			want := min(left, c.Severities[change][s])
			if severities[change][s] != want {
				return fmt.Errorf("%s lists %d failures of severity %s, and %d were to be listed", change, severities[change][s], s, want)
			}
			left -= want
		}
	}
	return nil
}

func (c *changesCheck) remediated() error {
	r := c.Remediation
	if r.Count != c.Counts[Fixed] || r.MeanSeconds < 0 || r.Count == 0 && r.MeanSeconds != 0 {
		return fmt.Errorf("%d failures are fixed, and the mean time to remediate is of %d", c.Counts[Fixed], r.Count)
	}
	if r.Count == 0 || r.Count > ChangesListed {
		return nil
	}
	total := int64(0)
	for _, f := range c.Failures {
		if f.Change == Fixed {
			total += f.AgeSeconds
		}
	}
	if r.MeanSeconds != total/int64(r.Count) {
		return errors.New("the mean time to remediate is not that of the failures that are fixed")
	}
	return nil
}

// aged holds the ages against what persists. Where not all that is new or regressed is listed, how much of it waivers cover
// is not known, and the ages count at most what persists.
func (c *changesCheck) aged() error {
	aged, err := c.bands()
	if err != nil {
		return err
	}
	open := map[Severity]int{}
	for _, at := range c.fails {
		if at.failure.Waiver == "" {
			open[at.subject.Severity]++
		}
	}
	for _, f := range c.Failures {
		if f.Waiver == "" && (f.Change == New || f.Change == Regressed) {
			open[f.Severity]--
		}
	}
	whole := c.Counts[New] <= ChangesListed && c.Counts[Regressed] <= ChangesListed
	for _, s := range Severities() {
		if whole && aged[s] != open[s] || aged[s] > min(open[s], c.Severities[Persisting][s]) {
			return fmt.Errorf("ages are told of %d failures of severity %s that persist, and it is %d", aged[s], s, open[s])
		}
	}
	return nil
}

// bands adds the ages up by severity.
func (c *changesCheck) bands() (map[Severity]int, error) {
	aged := map[Severity]int{}
	days := make([]int, 0, len(c.Ages))
	for _, band := range c.Ages {
		days = append(days, band.Days)
		for severity, n := range band.Severities {
			if n < 0 {
				return nil, fmt.Errorf("an age counts %d", n)
			}
			aged[severity] += n
		}
	}
	if !slices.Equal(days, ageDays()) {
		return nil, errors.New("the ages are in other bands")
	}
	return aged, nil
}

// oldest holds the oldest failures against the findings.
func (c *changesCheck) oldest() error {
	total := 0
	for _, band := range c.Ages {
		for _, n := range band.Severities {
			total += n
		}
	}
	if len(c.Oldest) != min(total, OldestListed) {
		return fmt.Errorf("%d of the oldest failures are listed, of %d", len(c.Oldest), total)
	}
	twice := map[string]bool{}
	for _, f := range c.Failures {
		twice[f.Fingerprint] = true
	}
	for i := range c.Oldest {
		f := &c.Oldest[i]
		err := c.failing(f)
		switch {
		case err != nil:
		case f.Change != Persisting || f.Waiver != "":
			err = errors.New("it does not persist, or a waiver covers it")
		case twice[f.Fingerprint]:
			err = errors.New("it is listed twice")
		case i > 0 && f.Since.Before(c.Oldest[i-1].Since):
			err = errors.New("the oldest are not in order")
		}
		if err != nil {
			return fmt.Errorf("oldest, %s on %s %s in %s: %w", f.Policy, f.Kind, f.Resource, f.Target, err)
		}
		twice[f.Fingerprint] = true
	}
	return nil
}

// runs holds the trend's end, which is this run, against the findings, and the run before against Since.
func (c *changesCheck) runs() error {
	n := len(c.Runs)
	if n < 2 || n > TrendListed || n > c.Since.Sequence+1 {
		return fmt.Errorf("%d runs are told of", n)
	}
	for i := 1; i < n; i++ {
		if c.Runs[i].Sequence != c.Runs[i-1].Sequence+1 {
			return errors.New("the runs are not in order")
		}
	}
	before := c.Runs[n-2]
	if before.Run != c.Since.Run || before.Sequence != c.Since.Sequence || !before.At.Equal(c.Since.At) {
		return errors.New("the run before the last is another than the changes are since")
	}
	return c.lastRun(c.Runs[n-1])
}

// lastRun holds what the trend says of this run against the counts and the findings.
func (c *changesCheck) lastRun(last TrendPoint) error {
	run := c.assessment.Run
	if last.Run != run.ID || !last.At.Equal(run.At) || !last.Readable {
		return errors.New("the last run is another than this one")
	}
	if last.New != c.Counts[New] || last.Regressed != c.Counts[Regressed] || last.Remediation.Count < c.Counts[Fixed] {
		return errors.New("the last run's changes are others than are counted")
	}
	now := TrendPoint{Failing: map[Severity]int{}, Verdicts: map[Verdict]int{}}
	for _, s := range Severities() {
		now.Failing[s] = 0
	}
	for _, v := range Verdicts() {
		now.Verdicts[v] = 0
	}
	for _, at := range c.fails {
		if at.failure.Waiver == "" {
			now.Failing[at.subject.Severity]++
		} else {
			now.Waived++
		}
	}
	for _, s := range c.seen.Subjects {
		now.Verdicts[s.Verdict]++
	}
	if last.Waived != now.Waived || !maps.Equal(last.Failing, now.Failing) || !maps.Equal(last.Verdicts, now.Verdicts) {
		return errors.New("the last run's failures or verdicts are others than the findings'")
	}
	return nil
}

// checkNothingKnown finds failures that a gate lets pass as known although there is nothing to know them from.
func (a *Assessment) checkNothingKnown() error {
	for _, f := range a.Findings {
		for _, failure := range f.Failures {
			if failure.Known && a.Gate.Rules.Baseline == "" && !a.Gate.Rules.PriorState {
				return fmt.Errorf("the gate lets %s on %s %s in %s pass as known, and there is no run before", f.Policy, f.Kind, f.Resource, f.Target)
			}
		}
	}
	return nil
}

// known holds the failures that a gate lets pass, because they failed before, against what persists.
func (c *changesCheck) known() error {
	rules := c.assessment.Gate.Rules
	if !rules.NewOnly || rules.Baseline != "" || rules.PriorState {
		return nil
	}
	known, marked := map[Severity]int{}, map[string]bool{}
	for _, f := range c.assessment.Findings {
		for _, failure := range f.Failures {
			if failure.Known {
				known[f.Severity]++
				marked[failure.Fingerprint] = true
			}
		}
	}
	for _, s := range Severities() {
		if known[s] != c.Severities[Persisting][s] {
			return fmt.Errorf("the gate lets %d failures of severity %s pass as known, and %d persist", known[s], s, c.Severities[Persisting][s])
		}
	}
	for _, f := range c.Failures {
		if marked[f.Fingerprint] {
			return fmt.Errorf("the gate lets %s on %s %s in %s pass as known, and it is %s", f.Policy, f.Kind, f.Resource, f.Target, f.Change)
		}
	}
	return nil
}
