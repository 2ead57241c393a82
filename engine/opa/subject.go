package opa

import (
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// subject is a resource in the forms that judging needs, each made when it is first wanted. One goroutine uses it.
type subject struct {
	resource collectors.Resource
	gaps     []collectors.Gap // on the resource or its facts
	layout   *layout          // may be nil
	values   [][]byte         // by slot of the layout
	value    any              // the resource decoded, or nil
	input    *ast.Term        // the resource for OPA, or nil
}

// decoded is the resource as JSON values.
func (s *subject) decoded() (any, error) {
	if s.value == nil {
		var err error
		if s.value, err = decodeJSON(s.resource.JSON); err != nil {
			return nil, fmt.Errorf("read %s %q: %w", s.resource.Kind, s.resource.ID, err)
		}
	}
	return s.value, nil
}

// whole is all of the resource as OPA's input.
func (s *subject) whole() (*ast.Term, error) {
	if s.input == nil {
		value, err := s.decoded()
		if err != nil {
			return nil, err
		}
		input, err := ast.InterfaceToValue(value)
		if err != nil {
			return nil, fmt.Errorf("read %s %q: %w", s.resource.Kind, s.resource.ID, err)
		}
		s.input = ast.NewTerm(input)
	}
	return s.input, nil
}

// fact is the canonical text of the fact at a path, or nil when there is none.
func (s *subject) fact(path collectors.Path) (json.RawMessage, error) {
	if s.resource.JSON != nil {
		return lookup(s.resource.JSON, path), nil
	}
	found, ok := path.Lookup(s.value)
	if !ok {
		return nil, nil
	}
	return collectors.Canonical(found)
}

// actual notes in a failure the fact at fault, unless it is long.
func (s *subject) actual(failure *engine.Fault, path collectors.Path) error {
	text, err := s.fact(path)
	if err != nil {
		return fmt.Errorf("fact at %s: %w", failure.Path, err)
	}
	if len(text) <= maxEvidence {
		failure.Actual = text
	}
	return nil
}
