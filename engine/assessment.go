package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/assize/assize/collectors"
)

// AssessmentSchema names the version of the assessment's JSON form.
const AssessmentSchema = "assize.assessment/v1"

// An Assessment is all findings of one snapshot and what went into them. Its JSON form is findings.json, the
// one canonical result; every report is a pure function of it.
type Assessment struct {
	Schema  string   `json:"schema"`
	Report  Heading  `json:"report"`
	Run     Run      `json:"run"`
	Targets []Target `json:"targets"`
	// Policies are those that were selected, sorted by id; Excluded those that were left out, with the reason.
	Policies []Policy    `json:"policies"`
	Excluded []Exclusion `json:"excluded"`
	Findings []Finding   `json:"findings"`
	Waivers  []WaiverUse `json:"waivers"`
	// Gaps are all gaps of the snapshot, whether a policy read there or not, but for what was not read because no policy
	// does: of these only what a policy would have needed after all.
	Gaps       []collectors.Gap      `json:"gaps"`
	Coverage   []collectors.Coverage `json:"coverage"`
	Gate       Gate                  `json:"gate"`
	Frameworks []FrameworkResult     `json:"controls"`
	Summary    Summary               `json:"summary"`
	Digests    Digests               `json:"digests"`
	// Notes are sentences about the scope, for example that no register was given.
	Notes []string `json:"notes"`
	// Changes are those since the run before; nil where there is none, or no history.
	Changes *ChangeLog `json:"changes,omitempty"`
	// Plan says what the plans among the targets change; nil where there is none that knows what was there before.
	Plan *PlanLog `json:"plan,omitempty"`
}

// Run says what ran and when. At is the audit's clock; Began and Ended are the snapshot's. All in UTC.
type Run struct {
	ID    string    `json:"id"`
	At    time.Time `json:"at"`
	Tool  string    `json:"tool"`
	OPA   string    `json:"opa"`
	Began time.Time `json:"began"`
	Ended time.Time `json:"ended"`
	// Profile is the name of the profile that selected the policies, or "".
	Profile string `json:"profile"`
}

// Heading is what the user wants on the report's cover; all may be "".
type Heading struct {
	Title          string `json:"title"`
	Organisation   string `json:"organisation"`
	Classification string `json:"classification"` // for example "internal"
	// Period is the time that the report stands for, in the user's words, for example "Q4 2026".
	Period string `json:"period"`
}

// Target is one target with how it came off.
type Target struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	Ref       string            `json:"ref"`
	Collector string            `json:"collector"`
	Version   string            `json:"version"`
	Options   map[string]string `json:"options,omitempty"`
	Error     string            `json:"error,omitempty"`
	// CloneOf are the repositories of other targets that a checkout is a clone of, sorted: what both have is one matter.
	CloneOf   []Clone `json:"clone_of,omitempty"`
	Resources int     `json:"resources"`
	Gaps      int     `json:"gaps"`
	Summary   Summary `json:"summary"`
}

// Clone says of which repository a checkout is a clone. Repository is its id in the target, for example "acme/web", and Remote the
// checkout's name for it.
type Clone struct {
	Target     string `json:"target"`
	Repository string `json:"repository"`
	Remote     string `json:"remote"`
}

// Exclusion is a policy that a profile leaves out.
type Exclusion struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

// Summary counts findings. Failures of waived findings are not in Severities.
type Summary struct {
	Verdicts map[Verdict]int `json:"verdicts"`
	// Severities count the failing findings that no waiver covers.
	Severities map[Severity]int `json:"severities"`
	// Waived counts the failing findings that waivers cover; ByNature the unknowns that no permission would mend.
	Waived   int `json:"waived"`
	ByNature int `json:"by_nature"`
	// Domains are the verdicts by domain.
	Domains map[string]map[Verdict]int `json:"domains"`
}

// Digests are SHA-256 digests ("sha256:…") of all that went in; Previous is the run before, or "".
type Digests struct {
	Snapshot string `json:"snapshot"`
	Policies string `json:"policies"`
	Params   string `json:"params"`
	Waivers  string `json:"waivers"`
	Previous string `json:"previous"`
}

// FrameworkResult is one control framework rolled up. engine/catalog makes it.
type FrameworkResult struct {
	ID        string          `json:"id"`
	Title     string          `json:"title"`
	Version   string          `json:"version"`
	Publisher string          `json:"publisher"`
	URL       string          `json:"url"`
	Total     int             `json:"total"`   // controls that the framework has
	Covered   int             `json:"covered"` // controls that a selected policy tests
	Controls  []ControlResult `json:"controls"`
}

// ControlResult is one control with the findings of the policies that test it, counted by verdict. Verdict is
// fail if any fails, waived or not, else error, else unknown, else pass; not_applicable if nothing applied. Waived
// counts the failing findings that waivers cover: when it is all of them, the failures are accepted.
type ControlResult struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Policies []string        `json:"policies"`
	Verdict  Verdict         `json:"verdict"`
	Verdicts map[Verdict]int `json:"verdicts"`
	Waived   int             `json:"waived"`
}

// AllWaived says whether the control fails and waivers cover every finding that fails.
func (r ControlResult) AllWaived() bool {
	return r.Verdict == Fail && r.Waived > 0 && r.Waived == r.Verdicts[Fail]
}

// SortFindings brings findings into their canonical order: target, policy, kind, resource.
func SortFindings(findings []Finding) {
	slices.SortFunc(findings, func(a, b Finding) int { return compareFindings(&a, &b) })
}

func compareFindings(a, b *Finding) int {
	if a.PolicyRef != b.PolicyRef || a.Target != b.Target {
		if c := cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Kind, b.Kind)); c != 0 {
			return c
		}
	}
	return cmp.Compare(a.Resource, b.Resource)
}

// CheckUnique returns an error that names two failures with one fingerprint, which would let the acceptance
// of one hide the other.
func CheckUnique(findings []Finding) error {
	failures := 0
	for i := range findings {
		failures += len(findings[i].Failures)
	}
	type place struct{ finding, failure int }
	seen := make(map[string]place, failures)
	words := func(at place) string {
		f := findings[at.finding]
		return fmt.Sprintf("%s on %s %s in %s, key %q", f.Policy, f.Kind, f.Resource, f.Target, f.Failures[at.failure].Key)
	}
	for i := range findings {
		for j := range findings[i].Failures {
			here, fingerprint := place{i, j}, findings[i].Failures[j].Fingerprint
			if other, twice := seen[fingerprint]; twice {
				return fmt.Errorf("two failures have the fingerprint %s: %s, and %s", fingerprint, words(other), words(here))
			}
			seen[fingerprint] = here
		}
	}
	return nil
}

// CheckOrder returns an error where two findings stand in another order than SortFindings gives them, or are of one
// policy on one resource, or where a finding has two failures of one key. Where there is none, every fingerprint is made
// of other parts than any other.
func CheckOrder(findings []Finding) error {
	for i := range findings {
		f := &findings[i]
		for j := 1; j < len(f.Failures); j++ {
			if f.Failures[j-1].Key >= f.Failures[j].Key {
				return fmt.Errorf("%s on %s %s in %s: the failures %q and %q are not in order", f.Policy, f.Kind, f.Resource, f.Target, f.Failures[j-1].Key, f.Failures[j].Key)
			}
		}
		if i > 0 && compareFindings(&findings[i-1], f) >= 0 {
			return fmt.Errorf("%s on %s %s in %s has two findings, or they are not in order", f.Policy, f.Kind, f.Resource, f.Target)
		}
	}
	return nil
}

// Summarize counts findings.
func Summarize(findings []Finding) Summary {
	s := Summary{Verdicts: map[Verdict]int{}, Severities: map[Severity]int{}, Domains: map[string]map[Verdict]int{}}
	for _, v := range Verdicts() {
		s.Verdicts[v] = 0
	}
	for _, severity := range Severities() {
		s.Severities[severity] = 0
	}
	for _, f := range findings {
		s.Verdicts[f.Verdict]++
		domain := Policy{ID: f.Policy}.Domain()
		if s.Domains[domain] == nil {
			s.Domains[domain] = map[Verdict]int{}
		}
		s.Domains[domain][f.Verdict]++
		switch {
		case f.Waived():
			s.Waived++
		case f.Verdict == Fail:
			s.Severities[f.Severity]++
		case ByNature(f):
			s.ByNature++
		}
	}
	return s
}

// RunID names a run by what went into it: the same snapshot, policies, parameters, waivers, clock and run before give the
// same id, which is 16 hex digits. What changed is no part of it: it follows from the run before.
func RunID(d Digests, at time.Time, rules Rules, profile string) string {
	gate := fmt.Sprintf("{%s %d %t}", rules.FailOn, rules.MaxUnknown, rules.StrictPlan)
	if rules.NewOnly {
		gate += " new only, against " + rules.Baseline
	}
	if rules.PriorState {
		gate += "the plans' prior state"
	}
	text := fmt.Sprintf("%s\n%s\n%s\n%s\n%s\n%d\n%s\n%s", d.Snapshot, d.Policies, d.Params, d.Waivers, d.Previous, at.UnixNano(), gate, profile)
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
