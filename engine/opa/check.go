package opa

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/open-policy-agent/opa/v1/format"
)

// Check holds every policy of the sources, built in or not, against the contract and the schemas, and the built-in ones
// against opa fmt. It returns all problems, sorted; the error is one of reading the files.
func Check(ctx context.Context, o LoadOptions) (Problems, error) {
	o.TypeCheck, o.deep = true, true
	var out Problems
	if _, err := Load(ctx, o); err != nil && !errors.As(err, &out) {
		return nil, err
	}
	for _, source := range o.Sources {
		if !source.BuiltIn {
			continue
		}
		unformatted, err := unformatted(source)
		if err != nil {
			return nil, err
		}
		out = append(out, unformatted...)
	}
	return out.sorted(), nil
}

func unformatted(source Source) (Problems, error) {
	files, err := regoFiles(source.FS)
	if err != nil {
		return nil, err
	}
	var out Problems
	for _, name := range files {
		text, err := fs.ReadFile(source.FS, name)
		if err != nil {
			return nil, err
		}
		formatted, err := format.Source(name, text)
		if err != nil || bytes.Equal(formatted, text) {
			continue // what does not parse has been reported
		}
		line := 1
		for i, want := range strings.Split(string(formatted), "\n") {
			if have := strings.Split(string(text), "\n"); i >= len(have) || have[i] != want {
				line = i + 1
				break
			}
		}
		out = append(out, Problem{File: source.place(name), Line: line, Message: "the file is not formatted", Hint: "run opa fmt -w on it"})
	}
	return out, nil
}
