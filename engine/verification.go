package engine

import "time"

// VerificationSchema names the version of the JSON form of a verification.
const VerificationSchema = "assize.verification/v1"

// A Verification says whether a report is what was sealed. Its JSON form has the schema reports/schemas/verification.v1.json.
type Verification struct {
	Schema string `json:"schema"`
	File   string `json:"file"`
	// OK is also of a report that nobody has sealed where the user allowed that: Signer is "" then.
	OK bool `json:"ok"`
	// Reason is why not, or "": broken, not_sealed, changed_after_sealing, untrusted, expired, not_yet_valid, revoked,
	// revocation_unknown, timestamp, digest, pages, other_version, chain, changes_differ, replay_differs or replay_impossible.
	Reason string              `json:"reason"`
	Checks []VerificationCheck `json:"checks"`
	// Signer is the name in the certificate of who sealed, Certificate its SHA-256 fingerprint; "" when there is no seal.
	Signer      string `json:"signer"`
	Certificate string `json:"certificate"`
	// Claimed is when the seal says that it was made, Stamped when an authority says that it existed.
	Claimed *time.Time `json:"claimed,omitempty"`
	Stamped *time.Time `json:"stamped,omitempty"`
	// Run is the id of the run that is reported, Tool what made the report, Previous the digest of the run before.
	Run      string             `json:"run"`
	Tool     string             `json:"tool"`
	Previous string             `json:"previous"`
	Files    []VerificationFile `json:"files"`
}

// A VerificationCheck is one thing that was looked at.
type VerificationCheck struct {
	Name string `json:"name"`
	// Outcome is passed, failed or undecided.
	Outcome string `json:"outcome"`
	Found   string `json:"found"`
	// Means is what that tells to somebody who knows nothing of seals.
	Means string `json:"means"`
}

// A VerificationFile is a file that the report carries, or the file itself when it is no PDF.
type VerificationFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // "sha256:" and 64 hex digits
	Bytes  int    `json:"bytes"`
}
