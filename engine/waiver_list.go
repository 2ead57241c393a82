package engine

import "time"

// WaiversSchema names the version of the JSON form of a WaiverList.
const WaiversSchema = "assize.waivers/v1"

// A WaiverList is a waivers file as it stands on a day, held against the findings of a run where there are any.
type WaiverList struct {
	Schema string `json:"schema"`
	// File is the path as it was given; At is when the list was made.
	File string    `json:"file"`
	At   time.Time `json:"at"`
	// Run is the id of the run whose findings they were held against, and Found its clock; "" and left out without
	// findings. Then Covers and OpenAgain are 0 and say nothing, and nothing is called unmatched.
	Run   string     `json:"run"`
	Found *time.Time `json:"found,omitempty"`
	// Waivers are sorted by id.
	Waivers []ListedWaiver `json:"waivers"`
}

// A ListedWaiver is a waiver with where it belongs.
type ListedWaiver struct {
	WaiverUse
	Group WaiverGroup `json:"group"`
	// Line is where it stands in the file.
	Line int `json:"line"`
}

// ListWaivers tells how the waivers stand at a time. Findings may be nil; their failures are marked anew.
func ListWaivers(waivers []Waiver, findings *Assessment, now time.Time) WaiverList {
	l := WaiverList{Schema: WaiversSchema, At: now.UTC(), Waivers: []ListedWaiver{}}
	uses := WaiversAt(waivers, now)
	if findings != nil {
		uses = ApplyWaivers(findings.Findings, waivers, now)
		at := findings.Run.At.UTC()
		l.Run, l.Found = findings.Run.ID, &at
	}
	for _, u := range uses {
		l.Waivers = append(l.Waivers, ListedWaiver{WaiverUse: u, Group: u.Group()})
	}
	return l
}
