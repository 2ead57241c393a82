package opa

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// termOf makes OPA's form of a value in canonical text. It reads the text once, without the generic form between.
func termOf(text []byte) *ast.Term {
	r := termReader{scan: scan{text: text}}
	term, _ := r.term(0)
	return term
}

// seenTerms keeps terms of values, and paths of failures, that came before: resources that were made alike have most of
// their values in common, though no two are the same. Terms that are read but never written are shared by inputs. One
// goroutine uses it.
type seenTerms struct {
	values map[string]*ast.Term // by canonical text
	keys   map[string]*ast.Term // of objects, by their text with its quotes
	paths  map[string]seenPath  // of failures
}

// seenPath is a path in the forms in which it is used.
type seenPath struct {
	path  collectors.Path
	trail trail
}

const (
	maxSeen     = 1024 // values, keys and paths, each
	maxSeenText = 256  // bytes of one
)

func newSeenTerms() *seenTerms {
	return &seenTerms{values: map[string]*ast.Term{}, keys: map[string]*ast.Term{}, paths: map[string]seenPath{}}
}

// path reads the path of a failure.
func (s *seenTerms) path(text string) seenPath {
	if s != nil {
		if known, seen := s.paths[text]; seen {
			return known
		}
	}
	path := pathOf(collectors.Gap{Path: text})
	out := seenPath{path, trailOf(path)}
	if s != nil && len(text) <= maxSeenText && len(s.paths) < maxSeen {
		s.paths[text] = out
	}
	return out
}

// term makes OPA's form of a value in canonical text, or returns the one that was made before. Without a seenTerms it
// makes one.
func (s *seenTerms) term(text []byte) *ast.Term {
	if s == nil {
		return termOf(text)
	}
	if term := s.values[string(text)]; term != nil {
		return term
	}
	r := termReader{scan: scan{text: text}, keys: s.keys}
	term, _ := r.term(0)
	if len(text) <= maxSeenText && len(s.values) < maxSeen {
		s.values[string(text)] = term
	}
	return term
}

type termReader struct {
	scan
	keys map[string]*ast.Term // that came before; may be nil
}

func (r *termReader) key(raw []byte) *ast.Term {
	if term := r.keys[string(raw)]; term != nil {
		return term
	}
	term := ast.StringTerm(unquote(raw))
	if r.keys != nil && len(raw) <= maxSeenText && len(r.keys) < maxSeen {
		r.keys[string(raw)] = term
	}
	return term
}

func (r *termReader) term(i int) (*ast.Term, int) {
	switch r.text[i] {
	case '"':
		end := r.endOfString(i)
		return ast.StringTerm(unquote(r.text[i:end])), end
	case 't':
		return ast.InternedTerm(true), i + len("true")
	case 'f':
		return ast.InternedTerm(false), i + len("false")
	case 'n':
		return ast.InternedNullTerm, i + len("null")
	case '{':
		return r.object(i + 1)
	case '[':
		return r.array(i + 1)
	}
	end := r.skip(i)
	return ast.NumberTerm(json.Number(r.text[i:end])), end
}

func (r *termReader) object(i int) (*ast.Term, int) {
	var items [][2]*ast.Term
	for r.text[i] != '}' {
		if r.text[i] == ',' {
			i++
		}
		end := r.endOfString(i)
		key := r.key(r.text[i:end])
		var value *ast.Term
		value, i = r.term(end + 1)
		items = append(items, ast.Item(key, value))
	}
	return ast.ObjectTerm(items...), i + 1
}

func (r *termReader) array(i int) (*ast.Term, int) {
	var elements []*ast.Term
	for r.text[i] != ']' {
		if r.text[i] == ',' {
			i++
		}
		var element *ast.Term
		element, i = r.term(i)
		elements = append(elements, element)
	}
	return ast.ArrayTerm(elements...), i + 1
}
