package collectors

import "fmt"

// A Cause says why something could not be read.
type Cause string

// The causes of a gap.
const (
	Denied            Cause = "denied"              // the target said no
	NotFoundAmbiguous Cause = "not_found_ambiguous" // "not found" may mean "not allowed"
	Throttled         Cause = "throttled"           // too many requests, retries used up
	Timeout           Cause = "timeout"             // no answer within the time allowed
	Truncated         Cause = "truncated"           // more than the size allowed; the rest was not read
	ToolMissing       Cause = "tool_missing"        // the target lacks the program that would tell
	Unsupported       Cause = "unsupported"         // cannot be read in this way, for example a running value from an image
	PlanLimit         Cause = "plan_limit"          // the account's plan does not have it
	Disabled          Cause = "disabled"            // it is a feature that is switched off
	NotRequested      Cause = "not_requested"       // an optional stage was not asked for
	Spared            Cause = "spared"              // reading it takes much, and nobody said whether it should be read
	Unwanted          Cause = "unwanted"            // none of the policies that were selected reads it, so that it was not read
	AfterApply        Cause = "after_apply"         // a plan's value that is known only after it is applied
	OutsidePlan       Cause = "outside_plan"        // a plan never shows the whole account
	Failed            Cause = "error"               // anything else; Detail says what
)

// Causes lists every cause, in the order above.
func Causes() []Cause {
	return []Cause{Denied, NotFoundAmbiguous, Throttled, Timeout, Truncated, ToolMissing, Unsupported,
		PlanLimit, Disabled, NotRequested, Spared, Unwanted, AfterApply, OutsidePlan, Failed}
}

// A Gap is something that could not be read: a kind as a whole (Resource empty), one resource as a whole
// (Path empty), or one fact of one resource. It is data, and the engine judges with it.
type Gap struct {
	Target   string `json:"target"`
	Kind     string `json:"kind"`
	Resource string `json:"resource,omitempty"`
	// Region is where a kind could not be listed, for one that is listed region by region; empty means everywhere.
	Region string `json:"region,omitempty"`
	// Path is the fact, in the form of [Path].
	Path  string `json:"path,omitempty"`
	Cause Cause  `json:"cause"`
	// Detail says in plain words what happened, without secrets.
	Detail string `json:"detail,omitempty"`
	// Needs names what would close the gap, for example "root on the host" or "s3:GetBucketPolicy".
	Needs string `json:"needs,omitempty"`
	// Call is what failed, for example "sshd -T" or "GET /orgs/acme/hooks".
	Call string `json:"call,omitempty"`
}

// GapAt makes a gap on one fact.
func GapAt(path Path, cause Cause, detail, needs, call string) Gap {
	return Gap{Path: path.String(), Cause: cause, Detail: detail, Needs: needs, Call: call}
}

// Place says in one line what the gap is on.
func (g Gap) Place() string {
	switch {
	case g.Resource == "" && g.Region != "":
		return g.Kind + " in " + g.Region
	case g.Resource == "":
		return g.Kind
	case g.Path == "":
		return fmt.Sprintf("%s %s", g.Kind, g.Resource)
	}
	return fmt.Sprintf("%s %s %s", g.Kind, g.Resource, g.Path)
}

// Coverage counts the calls that a collector made for one service (or one part) of a target.
type Coverage struct {
	Target    string `json:"target"`
	Service   string `json:"service"`
	Region    string `json:"region,omitempty"`
	Calls     int    `json:"calls"`
	Denied    int    `json:"denied"`
	Throttled int    `json:"throttled"`
	Failed    int    `json:"failed"`
}
