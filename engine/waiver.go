package engine

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
)

// A Waiver is an approved acceptance of failures that ends by itself. All fields are required.
type Waiver struct {
	ID string `json:"id" yaml:"id"`
	// Policies are policy ids; a final * stands for the rest, for example "access/ssh_*".
	Policies []string `json:"policies" yaml:"policies"`
	// Resources say which: "target", "target/resource" or "target/resource#key", each part a pattern in the
	// sense of path.Match in which * also matches a slash. What equals the text itself always matches, so that
	// a key such as running["kernel.sysrq"] can be copied from a report. A pattern with a # names keys and
	// never covers a resource as a whole.
	Resources []string `json:"resources" yaml:"resources"`
	Reason    string   `json:"reason" yaml:"reason"`
	Owner     string   `json:"owner" yaml:"owner"`
	// ApprovedBy is another person than Owner.
	ApprovedBy string `json:"approved_by" yaml:"approved_by"`
	Granted    Date   `json:"granted" yaml:"granted"`
	// Expires is the last day on which it holds, in UTC.
	Expires Date `json:"expires" yaml:"expires"`
}

// A Date is a day in UTC, written YYYY-MM-DD.
type Date string

// Time returns the first moment of the day.
func (d Date) Time() (time.Time, error) { return time.Parse(time.DateOnly, string(d)) }

// Status of a waiver in one assessment.
type Status string

// The states of a waiver.
const (
	Active    Status = "active"
	Expired   Status = "expired"   // its last day is over: it does nothing
	NotYet    Status = "not_yet"   // granted in the future: it does nothing
	Unmatched Status = "unmatched" // holds, but nothing fails that it covers
)

// WaiverUse says what a waiver did in one assessment.
type WaiverUse struct {
	Waiver
	Status Status `json:"status"`
	// Covers counts the failures that it covers; ExpiresInDays is negative when it is over.
	Covers        int `json:"covers"`
	ExpiresInDays int `json:"expires_in_days"`
}

// ApplyWaivers marks each failure that an active waiver covers, in place, and returns what each waiver did,
// sorted by id. A failure that several cover counts for each and gets the id of the one that expires last.
// What an earlier call marked is taken back. It never changes a verdict.
func ApplyWaivers(findings []Finding, waivers []Waiver, now time.Time) []WaiverUse {
	uses := make([]WaiverUse, 0, len(waivers))
	for _, w := range waivers {
		uses = append(uses, WaiverUse{Waiver: w, Status: w.statusAt(now), ExpiresInDays: w.daysLeft(now)})
	}
	slices.SortFunc(uses, func(a, b WaiverUse) int {
		return cmp.Or(cmp.Compare(b.Expires, a.Expires), cmp.Compare(a.ID, b.ID))
	})
	for i := range findings {
		f := &findings[i]
		for j := range f.Failures {
			f.Failures[j].Waiver = ""
			for k := range uses {
				if uses[k].Status != Active || !uses[k].covers(f, f.Failures[j].Key) {
					continue
				}
				uses[k].Covers++
				if f.Failures[j].Waiver == "" {
					f.Failures[j].Waiver = uses[k].ID
				}
			}
		}
	}
	for k := range uses {
		if uses[k].Status == Active && uses[k].Covers == 0 {
			uses[k].Status = Unmatched
		}
	}
	slices.SortFunc(uses, func(a, b WaiverUse) int { return cmp.Compare(a.ID, b.ID) })
	return uses
}

// statusAt tells the state by the calendar alone; a date that does not parse counts as over.
func (w Waiver) statusAt(now time.Time) Status {
	granted, err := w.Granted.Time()
	if err != nil {
		return Expired
	}
	expires, err := w.Expires.Time()
	if err != nil || !now.Before(expires.AddDate(0, 0, 1)) {
		return Expired
	}
	if now.Before(granted) {
		return NotYet
	}
	return Active
}

func (w Waiver) daysLeft(now time.Time) int {
	expires, err := w.Expires.Time()
	if err != nil {
		return -1
	}
	return int(expires.Sub(now.UTC().Truncate(24*time.Hour)).Hours() / 24)
}

func (w Waiver) covers(f *Finding, key string) bool {
	policy := slices.ContainsFunc(w.Policies, func(pattern string) bool { return glob(pattern, f.Policy) })
	return policy && slices.ContainsFunc(w.Resources, func(pattern string) bool {
		if strings.Contains(pattern, "#") {
			return glob(pattern, f.Target+"/"+f.Resource+"#"+key)
		}
		return glob(pattern, f.Target) || glob(pattern, f.Target+"/"+f.Resource)
	})
}

// glob is path.Match with slashes as ordinary characters; a pattern always matches itself.
func glob(pattern, text string) bool {
	if pattern == text {
		return true
	}
	const slash = "\x00"
	matched, err := path.Match(strings.ReplaceAll(pattern, "/", slash), strings.ReplaceAll(text, "/", slash))
	return err == nil && matched
}
