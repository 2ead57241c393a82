package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// A waiverGroup is the waivers that a report shows together.
type waiverGroup struct {
	title string
	uses  []engine.WaiverUse
}

// waiverGroups are the groups that have a waiver, in the order of engine.WaiverGroups; in each by id, as they come.
func waiverGroups(all []engine.WaiverUse) []waiverGroup {
	var out []waiverGroup
	for _, group := range engine.WaiverGroups() {
		g := waiverGroup{title: waiverTitle(group)}
		for _, u := range all {
			if u.Group() == group {
				g.uses = append(g.uses, u)
			}
		}
		if len(g.uses) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// waiverTitle is what a group of waivers is called.
func waiverTitle(g engine.WaiverGroup) string {
	switch g {
	case engine.GroupExpiring:
		return fmt.Sprintf("Expiring within %d days", engine.ExpiringDays)
	case engine.GroupExpired:
		return "Expired: what they covered is open again"
	case engine.GroupUnmatched:
		return "Matching nothing that fails"
	case engine.GroupNotYet:
		return "Not yet valid"
	}
	return "Active"
}

// waiverWords say what a waiver does in an assessment.
func waiverWords(u engine.WaiverUse) string {
	switch u.Group() {
	case engine.GroupExpired:
		open := "nothing is open again"
		if u.OpenAgain > 0 {
			open = plural(u.OpenAgain, "failure is", "failures are") + " open again"
		}
		return "expired on " + string(u.Expires) + "; " + open
	case engine.GroupNotYet:
		return "holds from " + string(u.Granted) + " on"
	case engine.GroupUnmatched:
		return "matches nothing that fails; " + lastDay(u)
	}
	return "covers " + plural(u.Covers, "failure", "failures") + "; " + lastDay(u)
}

// WaiverNotice says what asks for attention about a waiver that has expired, ends soon or matches nothing. Held says whether
// it was held against findings: only then is it known what it covers.
func WaiverNotice(u engine.WaiverUse, held bool) string {
	switch {
	case held:
		return waiverWords(u)
	case u.Status == engine.Expired:
		return "expired on " + string(u.Expires)
	}
	return lastDay(u)
}

// lastDay says when a waiver that holds ends.
func lastDay(u engine.WaiverUse) string {
	switch {
	case u.ExpiresInDays == 0:
		return "expires at the end of this day, UTC"
	case u.Expiring():
		return "expires in " + plural(u.ExpiresInDays, "day", "days") + ", on " + string(u.Expires)
	}
	return "until " + string(u.Expires)
}

// answering says who answers for a waiver, and where it was decided.
func answering(w engine.Waiver) string {
	text := "owner " + w.Owner + ", approved by " + w.ApprovedBy
	if w.Ticket != "" {
		text += ", " + w.Ticket
	}
	return text
}

// WaiversText is a list of waivers as a table to read on a terminal.
func WaiversText(l engine.WaiverList) string {
	if len(l.Waivers) == 0 {
		return "no waivers\n"
	}
	table := Table{Right: []int{2, 3}}
	table.Row("waiver", "status", "days left", "covers", "owner", "ticket", "policies and resources")
	for _, w := range l.Waivers {
		covers := "?"
		switch {
		case l.Run == "":
		case w.Status == engine.Expired:
			covers = fmt.Sprintf("%d open", w.OpenAgain)
		default:
			covers = grouped(w.Covers)
		}
		table.Row(w.ID, strings.ReplaceAll(string(w.Group), "_", " "), fmt.Sprint(w.ExpiresInDays), covers, w.Owner, w.Ticket,
			strings.Join(w.Policies, ", ")+" on "+strings.Join(w.Where(), " or "))
	}
	text := table.String()
	if l.Run == "" {
		return text + "\nWhat they cover is not known without findings: name a findings.json with --from.\n"
	}
	return text + fmt.Sprintf("\nHeld against run %s of %s.\n", visible(l.Run, nil), l.Found.UTC().Format(time.DateOnly))
}
