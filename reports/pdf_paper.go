package reports

import (
	"fmt"
	"slices"
)

// A Paper is the size of a report's pages.
type Paper string

// The papers.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Papers lists all papers, the usual one first.
func Papers() []Paper { return []Paper{A4, Letter} }

// A Layout is all that the pages of a PDF depend on besides the assessment and the digests of its attachments. It stands in
// the manifest that a report carries, so that its pages can be made again. The zero value is an A4 report without a seal.
type Layout struct {
	// Paper is A4 when it is "".
	Paper Paper `json:"paper"`
	// Seal is what the box of the seal says; nil for a report that is not to be sealed.
	Seal *SealBox `json:"seal,omitempty"`
	// Evidence is how the report comes with what it was made of; "" stands for Embedded.
	Evidence Evidence `json:"evidence,omitempty"`
	// Snapshot is the one that lies beside the report; nil for a report that carries its snapshot, or has none.
	Snapshot *Beside `json:"snapshot,omitempty"`
}

// A SealBox names who is about to seal a report. It is drawn before there is a seal, so that it never says that one is valid.
type SealBox struct {
	// Signer is the name in the certificate.
	Signer string `json:"signer"`
	// Certificate is its SHA-256 digest ("sha256:…").
	Certificate string `json:"certificate"`
}

// A sheet is a page of some paper. Lengths are in points, from the top left corner.
type sheet struct {
	paper         Paper
	width, height float64
}

// sheet returns the measures: ISO 216 and ANSI Y14.1.
func (l Layout) sheet() (sheet, error) {
	switch l.Paper {
	case A4, "":
		return sheet{A4, 595.28, 841.89}, nil
	case Letter:
		return sheet{Letter, 612, 792}, nil
	}
	return sheet{}, fmt.Errorf("unknown paper %q (known: %s)", l.Paper, wordList(Papers()))
}

func wordList[T ~string](words []T) string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, string(w))
	}
	return some(out, len(out))
}

// Known says whether there is such a paper; "" stands for the usual one.
func (p Paper) Known() bool { return p == "" || slices.Contains(Papers(), p) }

// The text is equally wide on every paper: only the margins and the length of a page differ.
const (
	across = 500.0
	top    = 64.0
	foot   = 54.0
)

func (s sheet) left() float64   { return (s.width - across) / 2 }
func (s sheet) right() float64  { return s.left() + across }
func (s sheet) bottom() float64 { return s.height - foot }
