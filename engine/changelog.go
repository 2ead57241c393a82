package engine

import (
	"slices"
	"time"
)

// What a ChangeLog lists is bounded, so that a change of scope does not double findings.json. Counts are always whole.
const (
	// ChangesListed is how many failures it lists of each change, the worst first.
	ChangesListed = 1000
	// OldestListed is how many persisting failures it lists, the oldest first.
	OldestListed = 20
	// TrendListed is how many runs it tells of, this one included.
	TrendListed = 24
)

// A ChangeLog says what became of failures since the run before in the same history. It is worked out from the history when
// the assessment is made, and an input like the waivers when it is made again: a history cannot be had from a report.
type ChangeLog struct {
	// Since is the run before. What is older than the history counts from its first run.
	Since Side `json:"since"`
	// Counts are all failures of both runs by what became of them; Severities the same by severity.
	Counts     map[Change]int              `json:"counts"`
	Severities map[Change]map[Severity]int `json:"severities"`
	// Remediation is how long what is fixed had failed.
	Remediation Remediation `json:"remediation"`
	// Failures are those of every change but Persisting, in the order of NewDiff, at most ChangesListed of each.
	Failures []DiffFailure `json:"failures"`
	// Ages count the persisting failures that no waiver covers by how long they have failed, youngest band first.
	Ages []AgeBand `json:"ages"`
	// Oldest are the persisting failures that no waiver covers and that have failed the longest, at most OldestListed.
	Oldest []DiffFailure `json:"oldest"`
	// Runs are the last runs of the history and this one, oldest first, at most TrendListed.
	Runs []TrendPoint `json:"runs"`
}

// An AgeBand counts failures that have failed for at most Days days, and for more than those of the band before; the last
// band has Days 0 and no upper end.
type AgeBand struct {
	Days       int              `json:"days"`
	Severities map[Severity]int `json:"severities"`
}

// ageDays are the bands: a week, a month, a quarter, a year, and more.
func ageDays() []int { return []int{7, 30, 90, 365, 0} }

// NewChangeLog takes over what the comparison with the run before says. Nothing has an age in it yet: the caller adds
// persisting failures with Persist, and sets Oldest and Runs.
func NewChangeLog(d Diff) *ChangeLog {
	c := &ChangeLog{Since: d.Before, Counts: d.Counts, Severities: d.Severities, Remediation: d.Remediation,
		Failures: []DiffFailure{}, Ages: []AgeBand{}, Oldest: []DiffFailure{}, Runs: []TrendPoint{}}
	listed := map[Change]int{}
	for _, f := range d.Failures {
		if listed[f.Change]++; f.Change != Persisting && listed[f.Change] <= ChangesListed {
			c.Failures = append(c.Failures, f)
		}
	}
	for _, days := range ageDays() {
		band := AgeBand{Days: days, Severities: map[Severity]int{}}
		for _, s := range Severities() {
			band.Severities[s] = 0
		}
		c.Ages = append(c.Ages, band)
	}
	return c
}

// Persist counts n persisting failures that no waiver covers and that have failed for so long.
func (c *ChangeLog) Persist(s Severity, age time.Duration, n int) {
	i := slices.IndexFunc(c.Ages, func(b AgeBand) bool { return b.Days == 0 || age <= time.Duration(b.Days)*24*time.Hour })
	c.Ages[i].Severities[s] += n
}
