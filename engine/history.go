package engine

import "time"

// The versions of the JSON forms of what the history says.
const (
	TrendSchema   = "assize.trend/v1"
	HistorySchema = "assize.history/v1"
	CheckSchema   = "assize.history-check/v1"
)

// A Trend tells of all runs of a history, oldest first. Its JSON form has the schema reports/schemas/trend.v1.json.
type Trend struct {
	Schema string `json:"schema"`
	// Policies and Targets are what the trend is narrowed to; empty lists are everything.
	Policies []string     `json:"policies"`
	Targets  []string     `json:"targets"`
	Runs     []TrendPoint `json:"runs"`
}

// A TrendPoint is one run of a Trend. Failures are counted, not findings, but for Verdicts.
type TrendPoint struct {
	Run      string    `json:"run"`
	At       time.Time `json:"at"`
	Sequence int       `json:"sequence"`
	// Readable is false where the run's findings are damaged: then it counts as if it said what the run before did.
	Readable bool            `json:"readable"`
	Verdicts map[Verdict]int `json:"verdicts"`
	// Failing are the failures that no waiver covers, by severity; Waived are the others.
	Failing map[Severity]int `json:"failing"`
	Waived  int              `json:"waived"`
	// New failed in this run for the first time; Regressed had been seen fixed before.
	New       int `json:"new"`
	Regressed int `json:"regressed"`
	// Remediation is of the failures that this run first saw fixed.
	Remediation Remediation `json:"remediation"`
}

// A History lists the runs of an archive, oldest first. Its JSON form has the schema reports/schemas/history.v1.json.
type History struct {
	Schema string       `json:"schema"`
	Runs   []HistoryRun `json:"runs"`
}

// A HistoryRun is one run of a History.
type HistoryRun struct {
	Run      string    `json:"run"`
	Sequence int       `json:"sequence"`
	At       time.Time `json:"at"`
	Archived time.Time `json:"archived"`
	Tool     string    `json:"tool"`
	Profile  string    `json:"profile"`
	// Digest is the manifest's, Previous that of the manifest before.
	Digest   string        `json:"digest"`
	Previous string        `json:"previous"`
	Targets  []string      `json:"targets"`
	Lost     []string      `json:"lost"`
	Summary  Summary       `json:"summary"`
	ExitCode int           `json:"exit_code"`
	Objects  []HistoryFile `json:"objects"`
	// Pruned says why and when the run's objects were removed, or is "".
	Pruned string `json:"pruned"`
}

// A HistoryFile is one file of a run.
type HistoryFile struct {
	Role   string `json:"role"`
	Name   string `json:"name"`
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
	// Derived says that it is not kept: it is made again of the others when it is exported.
	Derived bool `json:"derived,omitempty"`
}

// A HistoryCheck says whether a history is what it was. Its JSON form has the schema reports/schemas/history-check.v1.json.
type HistoryCheck struct {
	Schema string `json:"schema"`
	OK     bool   `json:"ok"`
	// ReadData says whether every byte was hashed, or only looked for.
	ReadData bool `json:"read_data"`
	Runs     int  `json:"runs"`
	Pruned   int  `json:"pruned"`
	Objects  int  `json:"objects"`
	// Head is the digest of the newest manifest. That nothing was cut off after it shows only where it is kept elsewhere.
	Head     string           `json:"head"`
	Problems []HistoryProblem `json:"problems"`
}

// A HistoryProblem is one thing that is wrong. Code is "chain", "manifest", "missing", "damaged" or "index".
type HistoryProblem struct {
	Code string `json:"code"`
	// Runs are the runs that suffer from it; Object is the object at fault, or "".
	Runs    []string `json:"runs"`
	Object  string   `json:"object"`
	Message string   `json:"message"`
}
