package opa

import "github.com/open-policy-agent/opa/v1/ast"

// whole walks a term whose value matters.
func (w *walker) whole(term *ast.Term, s *scope) {
	if term == nil {
		return
	}
	switch value := term.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
	case ast.Var:
		if p, ok := s.aliases[value]; ok {
			w.reads.add(p, false, term.Location)
		}
	case ast.Ref:
		w.wholeRef(value, term.Location, s)
	case *ast.Array:
		value.Foreach(func(t *ast.Term) { w.whole(t, s) })
	case ast.Set:
		value.Foreach(func(t *ast.Term) { w.whole(t, s) })
	case ast.Object:
		value.Foreach(func(k, v *ast.Term) { w.whole(k, s); w.whole(v, s) })
	case ast.Call:
		w.call(value, s)
	case *ast.ArrayComprehension:
		w.comprehension(value.Body, s, value.Term)
	case *ast.SetComprehension:
		w.comprehension(value.Body, s, value.Term)
	case *ast.ObjectComprehension:
		w.comprehension(value.Body, s, value.Key, value.Value)
	case *ast.Not:
		w.body(value.Body, s.inner())
	default:
		w.everything(term.Location)
	}
}

func (w *walker) comprehension(body ast.Body, s *scope, heads ...*ast.Term) {
	inner := s.inner()
	w.body(body, inner)
	for _, head := range heads {
		w.whole(head, inner)
	}
}

func (w *walker) wholeRef(ref ast.Ref, loc *ast.Location, s *scope) {
	if p, ok := w.place(ref, s); ok {
		w.reads.add(p, false, loc)
	} else if ref.HasPrefix(ast.DefaultRootRef) {
		if !w.virtual(ref, s.strict) && !w.documents(ref) {
			w.everything(loc)
		}
	}
	w.brackets(ref, s)
}

// documents says whether ref is below a document of data that can hold nothing that gaps concern.
func (w *walker) documents(ref ast.Ref) bool {
	if len(ref) < 2 {
		return false
	}
	name, ok := ref[1].Value.(ast.String)
	return ok && name != "resources" && name != "records"
}

// brackets walks what stands in the brackets of a reference: an alias there is compared with every key.
func (w *walker) brackets(ref ast.Ref, s *scope) {
	if len(ref) == 0 {
		return
	}
	if _, isVar := ref[0].Value.(ast.Var); !isVar {
		w.whole(ref[0], s)
	}
	for _, term := range ref[1:] {
		w.whole(term, s)
	}
}

// everything stands for what the walker does not know: it may read all that the policy can look up.
func (w *walker) everything(loc *ast.Location) {
	for _, join := range w.joins {
		w.reads.add(place{root: join}, false, loc)
	}
	w.reads.add(place{root: root{doc: docInput}}, false, loc)
}

// placeOf is the place that a term is a name for.
func (w *walker) placeOf(term *ast.Term, s *scope) (place, bool) {
	switch value := term.Value.(type) {
	case ast.Var:
		p, ok := s.aliases[value]
		return p, ok
	case ast.Ref:
		return w.place(value, s)
	}
	return place{}, false
}

// place is where a reference leads; false when it leads to a rule or into a value that was computed.
func (w *walker) place(ref ast.Ref, s *scope) (place, bool) {
	if len(ref) == 0 {
		return place{}, false
	}
	head, isVar := ref[0].Value.(ast.Var)
	if !isVar {
		return place{}, false
	}
	if alias, ok := s.aliases[head]; ok {
		return alias.extend(steps(ref[1:])...), true
	}
	if ref[0].Equal(ast.InputRootDocument) {
		return place{root: root{doc: docInput}, path: steps(ref[1:])}, true
	}
	if !ref[0].Equal(ast.DefaultRootDocument) || len(ref) < 3 {
		return place{}, false
	}
	first, _ := ref[1].Value.(ast.String)
	second, _ := ref[2].Value.(ast.String)
	switch first {
	case "resources":
		return place{root: root{doc: docResources, kind: string(second)}, path: steps(ref[3:])}, second != ""
	case "records":
		return place{root: root{doc: docRecords, kind: string(second)}, path: steps(ref[3:])}, second != ""
	case "params":
		return place{root: root{doc: docParams}, path: steps(ref[2:])}, true
	case "audit":
		return place{root: root{doc: docAudit}, path: steps(ref[2:])}, true
	}
	return place{}, false
}

func steps(terms []*ast.Term) []any {
	out := make([]any, len(terms))
	for i, t := range terms {
		out[i] = step(t)
	}
	return out
}

// step is one element of a path. What is no plain key counts as any.
func step(t *ast.Term) any {
	switch value := t.Value.(type) {
	case ast.String:
		return string(value)
	case ast.Number:
		if n, ok := value.Int(); ok {
			return n
		}
	}
	return anyKey{}
}
