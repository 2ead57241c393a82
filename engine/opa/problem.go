package opa

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing that is wrong with a policy.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
	// Hint says what to do about it; it may be "".
	Hint string `json:"hint,omitempty"`
}

func (p Problem) String() string {
	text := fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
	if p.Hint != "" {
		text += "\n    hint: " + p.Hint
	}
	return text
}

// Problems is an error that lists all that is wrong with a set of policies, sorted by place.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

func (p Problems) sorted() Problems {
	slices.SortFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(p)
}
