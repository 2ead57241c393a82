package opa

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
)

// termOf makes OPA's form of a value in canonical text. It reads the text once, without the generic form between.
func termOf(text []byte) *ast.Term {
	r := termReader{scan{text: text}}
	term, _ := r.term(0)
	return term
}

type termReader struct{ scan }

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
		key := ast.StringTerm(unquote(r.text[i:end]))
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
