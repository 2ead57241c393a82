package engine

import "time"

// SignedReportSchema names the version of the JSON form of a signed report's predicate, SignedReportType the same as the
// predicate's type in an in-toto statement.
const (
	SignedReportSchema = "assize.signed-report/v1"
	SignedReportType   = "urn:assize:signed-report:v1"
)

// A SignedReport is what is signed of an output that cannot hold a seal itself: which run it is of, and the digests of all
// that went into it. It is the predicate of the in-toto statement whose subject is the file. Its JSON form has the schema
// reports/schemas/signed-report.v1.json.
type SignedReport struct {
	Schema string `json:"schema"`
	// Run is the run's id, At the audit's clock, Tool what wrote the file.
	Run  string    `json:"run"`
	At   time.Time `json:"at"`
	Tool string    `json:"tool"`
	// Format is the output's, as in -o FORMAT=PATH.
	Format  string  `json:"format"`
	Digests Digests `json:"digests"`
	// Signed is when the signer says that it was signed.
	Signed time.Time `json:"signed"`
}
