package engine

import "github.com/assize/assize/collectors"

// DiagnosisSchema names the version of the JSON form of a diagnosis.
const DiagnosisSchema = "assize.diagnosis/v1"

// A Diagnosis is what one user may and may not read of some targets. Its JSON form has the schema
// reports/schemas/diagnosis.v1.json.
type Diagnosis struct {
	Schema string `json:"schema"`
	// Complete is true when each permission that was tried is open, each target that was read through has nothing closed, and
	// all could be visited: the exit code is then 0, and 3 otherwise.
	Complete bool              `json:"complete"`
	Targets  []TargetDiagnosis `json:"targets"`
}

// A TargetDiagnosis is what was tried in one target.
type TargetDiagnosis struct {
	Target string `json:"target"`
	Name   string `json:"name"`
	Ref    string `json:"ref"`
	// Error says why the target could not be visited at all; then nothing else is known of it. What helps is in Hint.
	Error string `json:"error,omitempty"`
	Hint  string `json:"hint,omitempty"`
	// Certain and Unknown count the verdicts of a target that was read through. They are left out where only permissions
	// were tried, because that decides nothing.
	Certain *int `json:"certain,omitempty"`
	Unknown *int `json:"unknown,omitempty"`
	// Permissions are what became of each permission in each place, for targets that are tried and not read through.
	Permissions []collectors.Probe `json:"permissions,omitempty"`
	// Closed is what cannot be read, the costliest first. Where permissions were tried it may have what none of them refused,
	// such as an answer that leaves something out.
	Closed []Closed `json:"closed"`
}

// A Closed is one thing that cannot be read, and what hangs on it.
type Closed struct {
	Call   string           `json:"call,omitempty"`
	Cause  collectors.Cause `json:"cause"`
	Detail string           `json:"detail,omitempty"`
	// Needs names what would open it, as in a gap.
	Needs string `json:"needs,omitempty"`
	// Hides are the places that it leaves open: a kind, a resource or a fact.
	Hides []string `json:"hides"`
	// Policies are the ids of those that cannot be decided without it.
	Policies []string `json:"policies"`
}
