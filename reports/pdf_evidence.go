package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Evidence says how a PDF comes with what it was made of.
type Evidence string

// The ways. Findings and manifest are in every PDF.
const (
	// Embedded evidence is in the PDF. A snapshot that is too large for that lies beside it.
	Embedded Evidence = "embed"
	// SnapshotBeside leaves the snapshot, which says what was found on each target, out of the PDF, and names its digest.
	SnapshotBeside Evidence = "beside"
	// NoEvidence leaves out snapshot, policies, parameters and waivers.
	NoEvidence Evidence = "none"
)

// EvidenceWays lists all ways, the usual one first.
func EvidenceWays() []Evidence { return []Evidence{Embedded, SnapshotBeside, NoEvidence} }

// Known says whether there is such a way; "" stands for the usual one.
func (e Evidence) Known() bool { return e == "" || slices.Contains(EvidenceWays(), e) }

// Beside is a file that belongs to a PDF and is not in it.
type Beside struct {
	// SHA256 is "sha256:" and 64 hex digits.
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

// BesideSuffix is what the name of a report has behind it in the name of the snapshot that lies beside it.
const BesideSuffix = ".snapshot.jsonl.gz"

// carried says to readers of the paper what the file carries, and what is not in it.
func (p PDF) carried() string {
	var names []string
	replay := false
	for _, f := range p.Attachments {
		names = append(names, f.Name)
		replay = replay || f.Name == SnapshotFile
	}
	slices.Sort(names)
	list := strings.Join(names, ", ")
	switch {
	case len(names) == 0:
		return ""
	case p.Layout.Snapshot != nil:
		return "This PDF carries " + list + ". " + p.Layout.lies()
	case replay:
		return "This PDF carries what it is made of (" + list + "), which \"assize verify FILE --replay\" judges again."
	case p.Layout.Evidence == NoEvidence:
		return "This PDF carries " + list + ", and by the choice of who made it not what the findings were made of: no snapshot, policies, parameters or waivers. " +
			"Its findings cannot be judged again from it."
	}
	return "This PDF carries " + list + ", and not the snapshot: its findings cannot be judged again from it."
}

// lies says where the snapshot is that is not in the PDF.
func (l Layout) lies() string {
	why := "is too large for this PDF"
	if l.Evidence == SnapshotBeside {
		why = "is left out of this PDF"
	}
	return fmt.Sprintf("The snapshot, what was found on each target, %s and lies beside it, under its name with %s behind it. It has %s bytes and the digest %s. "+
		"\"assize verify FILE --replay\" takes it from there, and knows if it is another.", why, BesideSuffix, grouped(l.Snapshot.Bytes), l.Snapshot.SHA256)
}
