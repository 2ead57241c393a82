package opa

import (
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// subject is a resource in the forms that judging needs, each made when it is first wanted. One goroutine uses it.
type subject struct {
	resource collectors.Resource
	gaps     []collectors.Gap // on the resource or its facts
	layout   *layout          // may be nil
	values   [][]byte         // by slot of the layout
	terms    []*ast.Term      // the same for OPA, as far as they were wanted
	seen     *seenTerms       // of the goroutine; may be nil
	slab     *slab            // of the goroutine; may be nil
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

// term is the value in a slot, which is there, for OPA. Several policies may want it.
func (s *subject) term(slot int) *ast.Term {
	if s.terms[slot] == nil {
		s.terms[slot] = s.seen.term(s.values[slot])
	}
	return s.terms[slot]
}

// fact is the canonical text of the fact at a path, or nil when there is none.
func (s *subject) fact(path trail) (json.RawMessage, error) {
	if s.resource.JSON == nil { // an example has no text of its own
		text, err := collectors.Canonical(s.value)
		if err != nil {
			return nil, err
		}
		s.resource.JSON = text
	}
	return lookup(s.resource.JSON, path), nil
}

// actualIn is the same for a fact within a part that a policy takes, whose text is known in an audit.
func (s *subject) actualIn(p *part, path trail) (json.RawMessage, error) {
	if len(s.values) == 0 {
		return s.actual(path)
	}
	text := s.values[p.slot]
	if text != nil && len(path) > len(p.path) {
		text = lookup(text, path[len(p.path):])
	}
	if len(text) > maxEvidence {
		text = nil
	}
	return text, nil
}

// actual is the fact at fault for a failure, nil when there is none or it is long.
func (s *subject) actual(path trail) (json.RawMessage, error) {
	text, err := s.fact(path)
	if len(text) > maxEvidence {
		return nil, err
	}
	return text, err
}
