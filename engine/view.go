package engine

import (
	"encoding/json"

	"github.com/assize/assize/collectors"
)

// ViewSchema names the version of the JSON form of a view.
const ViewSchema = "assize.view/v1"

// A View is the part of an assessment that is about one control, one policy or one resource. Its JSON form has the schema
// reports/schemas/view.v1.json.
type View struct {
	Schema string `json:"schema"`
	Run    string `json:"run"`
	// Framework and Control are set in the view of a control, with the policies that test it.
	Framework string          `json:"framework,omitempty"`
	Control   *ControlResult  `json:"control,omitempty"`
	Policies  []PolicySummary `json:"policies,omitempty"`
	// Policy is set in the view of a policy.
	Policy *Policy `json:"policy,omitempty"`
	// Target and Kind are set in the view of a resource, or of all resources of one kind of a target. Resource is it as it was found,
	// left out where there is no snapshot, and where the view is of more than one.
	Target   string          `json:"target,omitempty"`
	Kind     string          `json:"kind,omitempty"`
	Resource json.RawMessage `json:"resource,omitempty"`
	// Gaps are what could not be read of the target's resource or kind.
	Gaps []collectors.Gap `json:"gaps,omitempty"`
	// Findings are all of a policy or resource; of a control those that fail, are unknown or an error.
	Findings []Finding `json:"findings"`
}

// A PolicySummary counts the findings of a policy by verdict. File is where all of them are.
type PolicySummary struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Severity Severity        `json:"severity"`
	Verdicts map[Verdict]int `json:"verdicts"`
	File     string          `json:"file"`
}
