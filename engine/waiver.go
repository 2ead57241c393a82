package engine

import (
	"cmp"
	"slices"
	"time"
)

// MaxWaiverDays is how many days after it was granted a waiver may expire at most: who still wants it then, asks again.
const MaxWaiverDays = 365

// ExpiringDays is from how many days before its last one on a waiver is called expiring.
const ExpiringDays = 14

// A Waiver is an approved acceptance of failures that ends by itself. All fields but Ticket are required.
type Waiver struct {
	ID string `json:"id" yaml:"id"`
	// Policies are policy ids; a final * stands for the rest, for example "access/ssh_*".
	Policies []string `json:"policies" yaml:"policies"`
	// Resources say where; one of them is enough.
	Resources []Scope `json:"resources" yaml:"resources"`
	Reason    string  `json:"reason" yaml:"reason"`
	Owner     string  `json:"owner" yaml:"owner"`
	// ApprovedBy is another person than Owner.
	ApprovedBy string `json:"approved_by" yaml:"approved_by"`
	// Ticket is where it was decided, for example a number or an address. It may be "": not everybody has such a thing.
	Ticket  string `json:"ticket,omitempty" yaml:"ticket,omitempty"`
	Granted Date   `json:"granted" yaml:"granted"`
	// Expires is the last day on which it holds: it ends with that day, in UTC. At most MaxWaiverDays after Granted.
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

// A WaiverGroup is where a report shows a waiver.
type WaiverGroup string

// The groups. They are the states, but for a waiver that covers something and ends soon.
const (
	GroupActive    WaiverGroup = "active"
	GroupExpiring  WaiverGroup = "expiring"
	GroupExpired   WaiverGroup = "expired"
	GroupUnmatched WaiverGroup = "unmatched"
	GroupNotYet    WaiverGroup = "not_yet"
)

// WaiverGroups lists all of them in the order of a report.
func WaiverGroups() []WaiverGroup {
	return []WaiverGroup{GroupActive, GroupExpiring, GroupExpired, GroupUnmatched, GroupNotYet}
}

// WaiverUse says what a waiver did in one assessment.
type WaiverUse struct {
	Waiver
	Status Status `json:"status"`
	// Covers counts the failures that it covers; ExpiresInDays is negative when it is over.
	Covers        int `json:"covers"`
	ExpiresInDays int `json:"expires_in_days"`
	// OpenAgain counts, of a waiver that has expired, the failures that it would cover and that no other one covers.
	OpenAgain int `json:"open_again,omitempty"`
}

// Expiring says whether it still holds and has at most ExpiringDays days to go. On its last day it has 0.
func (u WaiverUse) Expiring() bool {
	return (u.Status == Active || u.Status == Unmatched) && u.ExpiresInDays <= ExpiringDays
}

// Group says where it is shown. What matches nothing is shown as that, however long it has to go.
func (u WaiverUse) Group() WaiverGroup {
	if u.Status == Active && u.Expiring() {
		return GroupExpiring
	}
	return WaiverGroup(u.Status)
}

// WaiversAt tells the waivers' states by the calendar alone, sorted by id: what they cover is not known.
func WaiversAt(waivers []Waiver, now time.Time) []WaiverUse {
	uses := make([]WaiverUse, 0, len(waivers))
	for _, w := range waivers {
		uses = append(uses, WaiverUse{Waiver: w, Status: w.statusAt(now), ExpiresInDays: w.daysLeft(now)})
	}
	slices.SortFunc(uses, func(a, b WaiverUse) int { return cmp.Compare(a.ID, b.ID) })
	return uses
}

// ApplyWaivers marks each failure that an active waiver covers, in place, and returns what each waiver did,
// sorted by id. A failure that several cover counts for each and gets the id of the one that expires last.
// What an earlier call marked is taken back. It never changes a verdict.
func ApplyWaivers(findings []Finding, waivers []Waiver, now time.Time) []WaiverUse {
	uses := WaiversAt(waivers, now)
	slices.SortFunc(uses, func(a, b WaiverUse) int {
		return cmp.Or(cmp.Compare(b.Expires, a.Expires), cmp.Compare(a.ID, b.ID))
	})
	about := map[string][]*WaiverUse{} // the waivers about a policy; most policies have none
	for i := range findings {
		f := &findings[i]
		if len(f.Failures) == 0 {
			continue
		}
		asked, known := about[f.Policy]
		if !known {
			for k := range uses {
				if uses[k].About(f.Policy) {
					asked = append(asked, &uses[k])
				}
			}
			about[f.Policy] = asked
		}
		for j := range f.Failures {
			f.Failures[j].Waiver = mark(asked, f, f.Failures[j].Key)
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

// mark counts a failure for each waiver that covers it, and returns the id of the first of them, or "".
func mark(uses []*WaiverUse, f *Finding, key string) string {
	id := ""
	var over []*WaiverUse
	for _, u := range uses {
		if u.Status == NotYet || !slices.ContainsFunc(u.Resources, func(s Scope) bool { return s.covers(f, key) }) {
			continue
		}
		if u.Status == Expired {
			over = append(over, u)
			continue
		}
		u.Covers++
		id = cmp.Or(id, u.ID)
	}
	if id == "" {
		for _, u := range over {
			u.OpenAgain++
		}
	}
	return id
}

// About says whether one of its patterns fits the policy.
func (w Waiver) About(policy string) bool {
	return slices.ContainsFunc(w.Policies, func(pattern string) bool { return Glob(pattern, policy) })
}

// Where says in words which resources it is about, one entry each.
func (w Waiver) Where() []string {
	out := make([]string, 0, len(w.Resources))
	for _, s := range w.Resources {
		out = append(out, s.String())
	}
	return out
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
