package opa

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
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

// fromOPA turns what OPA's parser and compiler say into problems.
func fromOPA(file string, err error) Problems {
	var list ast.Errors
	if !errors.As(err, &list) {
		return Problems{{File: file, Line: 1, Message: err.Error()}}
	}
	var out Problems
	for _, e := range list {
		p := Problem{File: file, Line: 1, Message: firstLine(e.Message), Hint: hintFor(e)}
		if e.Location != nil {
			p.Line = e.Location.Row
			if e.Location.File != "" {
				p.File = e.Location.File
			}
		}
		out = append(out, p)
	}
	return out
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSuffix(line, ":")
}

func hintFor(e *ast.Error) string {
	switch {
	case e.Code == ast.TypeErr && strings.Contains(e.Message, "undefined function"):
		return "a policy may call only builtins that give the same answer every time: none that reach the network, the clock or random numbers"
	case e.Code == ast.TypeErr && strings.Contains(e.Message, "undefined ref"):
		return "look up the fact's name in the kind's schema"
	case e.Code == ast.ParseErr:
		return "run opa fmt on the file"
	}
	return ""
}
