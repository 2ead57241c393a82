package opa

import (
	"bytes"
	"encoding/json"

	"github.com/assize/assize/collectors"
)

// scan is one pass over a resource's canonical text.
type scan struct {
	text []byte
	// values are the slots' parts of the text; nil is none.
	values [][]byte
	// lacking means that a required key is missing, mistyped that a value is of another type than the schema's: then
	// the slots below it say nothing.
	lacking, mistyped bool
}

// run fills in the values. The text must be in the form of collectors.Canonical, which every resource's is.
func (s *scan) run(l *layout, text []byte) {
	s.text, s.lacking, s.mistyped = text, false, false
	if cap(s.values) < len(l.paths) {
		s.values = make([][]byte, len(l.paths))
	}
	s.values = s.values[:len(l.paths)]
	clear(s.values)
	if l.root != nil && len(text) > 0 {
		s.value(l.root, 0)
	}
}

// value passes over the value at i, notes what n wants of it, and returns where it ends.
func (s *scan) value(n *node, i int) int {
	if n == nil {
		return s.skip(i)
	}
	start, at := i, n
	if n.either != nil {
		at = s.alternative(n.either, i)
	} else if n.typ != "" && !s.is(n.typ, i) {
		at = nil
	}
	switch {
	case at == nil:
		s.mistyped = true
		i = s.skip(i)
	case at.either != nil && at != n:
		i = s.value(at, i)
	case !at.deep:
		i = s.skip(i)
	case s.text[i] == '{' && at.fields != nil:
		i = s.closed(at, i+1)
	case s.text[i] == '{':
		i = s.entries(at, i+1)
	case s.text[i] == '[' && at.items != nil:
		i = s.list(at.items, i+1)
	default:
		i = s.skip(i)
	}
	if n.slot >= 0 {
		s.values[n.slot] = s.text[start:i:i]
	}
	return i
}

// alternative is the first that admits the value at i.
func (s *scan) alternative(either []*node, i int) *node {
	for _, n := range either {
		if n.typ == "" || s.is(n.typ, i) {
			return n
		}
	}
	return nil
}

// is says whether the value at i is of a JSON type.
func (s *scan) is(typ string, i int) bool {
	switch s.text[i] {
	case '"':
		return typ == "string"
	case '{':
		return typ == "object"
	case '[':
		return typ == "array"
	case 't', 'f':
		return typ == "boolean"
	case 'n':
		return typ == "null"
	}
	if typ != "integer" {
		return typ == "number"
	}
	for ; i < len(s.text); i++ {
		switch s.text[i] {
		case ',', '}', ']':
			return true
		case '.', 'e', 'E':
			return false
		}
	}
	return true
}

// closed passes over an object whose keys are known, in step with them; i is behind the brace.
func (s *scan) closed(n *node, i int) int {
	next := 0 // the field that is due
	for s.text[i] != '}' {
		if s.text[i] == ',' {
			i++
		}
		if next < len(n.fields) && s.leads(n.fields[next].lead, i) { // as it nearly always is
			i = s.value(n.fields[next].node, i+len(n.fields[next].lead))
			next++
			continue
		}
		end := s.endOfString(i)
		key := s.text[i+1 : end-1]
		for next < len(n.fields) && n.fields[next].name < string(key) {
			s.lacking = s.lacking || n.fields[next].required
			next++
		}
		if next < len(n.fields) && n.fields[next].name == string(key) {
			continue
		}
		i = s.skip(end + 1) // a key that the schema does not have
	}
	for ; next < len(n.fields); next++ {
		s.lacking = s.lacking || n.fields[next].required
	}
	return i + 1
}

func (s *scan) leads(lead string, i int) bool {
	return i+len(lead) <= len(s.text) && string(s.text[i:i+len(lead)]) == lead
}

// entries passes over a map.
func (s *scan) entries(n *node, i int) int {
	s.mistyped = s.mistyped || n.odd
	for s.text[i] != '}' {
		if s.text[i] == ',' {
			i++
		}
		end := s.endOfString(i)
		inner := n.values
		if len(n.named) > 0 {
			key := s.text[i+1 : end-1]
			if bytes.IndexByte(key, '\\') >= 0 {
				key = []byte(unquote(s.text[i:end]))
			}
			if named, known := n.named[string(key)]; known {
				inner = named
			}
		}
		i = s.value(inner, end+1)
	}
	return i + 1
}

func (s *scan) list(items *node, i int) int {
	for s.text[i] != ']' {
		if s.text[i] == ',' {
			i++
		}
		i = s.value(items, i)
	}
	return i + 1
}

// endOfString is the place behind the closing quote of the string that begins at i.
func (s *scan) endOfString(i int) int {
	for j := i + 1; ; j++ {
		n := bytes.IndexByte(s.text[j:], '"')
		if n < 0 {
			return len(s.text)
		}
		j += n
		if s.text[j-1] != '\\' {
			return j + 1
		}
		back := 0
		for s.text[j-1-back] == '\\' {
			back++
		}
		if back%2 == 0 {
			return j + 1
		}
	}
}

// skip is the place behind the value that begins at i.
func (s *scan) skip(i int) int {
	switch s.text[i] {
	case '"':
		return s.endOfString(i)
	case '{', '[':
	default:
		for i < len(s.text) && s.text[i] != ',' && s.text[i] != '}' && s.text[i] != ']' {
			i++
		}
		return i
	}
	depth := 0
	for i < len(s.text) {
		switch s.text[i] {
		case '"':
			i = s.endOfString(i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return i
}

// unquote is the text of a JSON string with its quotes.
func unquote(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil { // canonical text decodes
		return string(raw)
	}
	return text
}

// trail is a path in the form in which a text is searched: keys as they stand there, with their quotes.
type trail []any

func trailOf(path collectors.Path) trail {
	out := make(trail, len(path))
	for i, element := range path {
		out[i] = element
		if key, isKey := element.(string); isKey {
			out[i] = quoted(key)
		}
	}
	return out
}

// lookup is the part of a canonical text that stands at a path, or nil.
func lookup(text []byte, path trail) []byte {
	s := scan{text: text}
	i := 0
	for _, element := range path {
		found := -1
		switch element := element.(type) {
		case string:
			if text[i] == '{' {
				found = s.entry(element, i+1)
			}
		case int:
			if text[i] == '[' {
				found = s.element(element, i+1)
			}
		}
		if found < 0 {
			return nil
		}
		i = found
	}
	end := s.skip(i)
	return text[i:end:end]
}

// entry is where the value of a key begins, or -1; i is behind the brace.
func (s *scan) entry(key string, i int) int {
	for s.text[i] != '}' {
		if s.text[i] == ',' {
			i++
		}
		end := s.endOfString(i)
		if string(s.text[i:end]) == key {
			return end + 1
		}
		i = s.skip(end + 1)
	}
	return -1
}

// element is where an element of a list begins, or -1; i is behind the bracket.
func (s *scan) element(at, i int) int {
	for n := 0; s.text[i] != ']'; n++ {
		if s.text[i] == ',' {
			i++
		}
		if n == at {
			return i
		}
		i = s.skip(i)
	}
	return -1
}
