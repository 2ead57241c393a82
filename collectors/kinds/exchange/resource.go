package exchange

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/assize/assize/collectors"
)

func (r *reader) resource(where string, raw json.RawMessage) {
	var facts map[string]any
	var head struct {
		Kind   string
		ID     string
		Name   string
		Tags   map[string]string
		Origin struct {
			Account, Region, File string
			Line                  int
		}
	}
	if err := strict(raw, &facts); err != nil || facts == nil {
		r.problem(where, "a resource must be an object")
		return
	}
	heads := map[string]any{}
	for _, key := range []string{"kind", "id", "name", "tags", "origin"} {
		if value, there := facts[key]; there {
			heads[key] = value
			delete(facts, key)
		}
	}
	text, err := json.Marshal(heads)
	if err == nil {
		err = strict(text, &head)
	}
	if err != nil {
		r.problem(where, "resource: %v", err)
		return
	}
	if !r.kind(where, head.Kind) {
		return
	}
	if head.ID == "" || strings.ContainsFunc(head.ID+head.Name, unicode.IsControl) {
		r.problem(where, "%s: a resource needs an id, and neither id nor name may have control characters", head.Kind)
		return
	}
	r.message.resources = append(r.message.resources, resource{
		head: collectors.Head{Kind: head.Kind, ID: head.ID, Name: head.Name, Tags: head.Tags, Account: head.Origin.Account,
			Region: head.Origin.Region, File: head.Origin.File, Line: head.Origin.Line},
		facts: facts, where: where,
	})
}

// assign gives the gaps to their resources and holds the resources against their kinds.
func (r *reader) assign() {
	m := &r.message
	places := map[[2]string]int{}
	for i, res := range m.resources {
		key := [2]string{res.head.Kind, res.head.ID}
		if first, taken := places[key]; taken {
			r.problem(res.where, "%s %q is there already, at %s", res.head.Kind, res.head.ID, m.resources[first].where)
			continue
		}
		places[key] = i
	}
	var rest []gap
	for _, g := range m.gaps {
		i, there := places[[2]string{g.Kind, g.Resource}]
		switch {
		case there:
			m.resources[i].gaps = append(m.resources[i].gaps, g.Gap)
			if g.Path != "" && lookup(m.resources[i].facts, g.Path) {
				r.problem(g.where, "%s %q: %s has a gap and a value: leave one of them out", g.Kind, g.Resource, g.Path)
			}
		case g.Path != "":
			r.problem(g.where, "gap on %s %q, which is no resource of this text", g.Kind, g.Resource)
		default:
			rest = append(rest, g)
		}
	}
	m.gaps = rest
	for _, res := range m.resources {
		r.hold(res)
	}
	slices.Sort(m.kinds)
	m.kinds = slices.Compact(m.kinds)
}

func lookup(facts map[string]any, path string) bool {
	p, err := collectors.ParsePath(path)
	if err != nil {
		return false
	}
	_, there := p.Lookup(facts)
	return there
}

// hold tries whether a resource keeps to its kind and to the model.
func (r *reader) hold(res resource) {
	if kind, ok := r.known[res.head.Kind]; ok {
		w := walker{unread: map[string]bool{}}
		for _, g := range res.gaps {
			w.unread[g.Path] = true
		}
		w.walk(nil, res.facts, reflect.TypeOf(kind.Facts))
		slices.Sort(w.problems)
		for _, problem := range w.problems {
			r.problem(res.where, "%s %q: %s", res.head.Kind, res.head.ID, problem)
		}
		if len(w.problems) > 0 {
			return
		}
	}
	var unread []collectors.Path
	for _, g := range res.gaps {
		if p, err := collectors.ParsePath(g.Path); err == nil {
			unread = append(unread, p)
		}
	}
	if _, err := collectors.NewResource(res.head, collectors.Origin{Target: "t", Collector: "c"}, res.facts, unread...); err != nil {
		r.problem(res.where, "%v", err)
	}
}

// Tell tells the sink what was read. It does not identify the target.
func (m *Message) Tell(sink collectors.Sink) error {
	sink.Kinds(m.kinds...)
	for _, res := range m.resources {
		if err := sink.Resource(res.head, res.facts, slices.Clone(res.gaps)...); err != nil {
			return fmt.Errorf("%s: %w", res.where, err)
		}
	}
	for _, g := range m.gaps {
		sink.Gap(g.Gap)
	}
	return nil
}

// A walker holds a decoded value against the Go type of its kind.
type walker struct {
	unread   map[string]bool
	problems []string
}

func (w *walker) bad(path collectors.Path, format string, args ...any) {
	w.problems = append(w.problems, path.String()+" "+fmt.Sprintf(format, args...))
}

func (w *walker) walk(path collectors.Path, value any, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		if value != nil {
			w.walk(path, value, t.Elem())
		}
	case reflect.Struct:
		w.object(path, value, t)
	case reflect.Map:
		entries, ok := value.(map[string]any)
		if !ok {
			w.bad(path, "must be an object, {} when there is none")
			return
		}
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			w.walk(append(slices.Clone(path), key), entries[key], t.Elem())
		}
	case reflect.Slice:
		list, ok := value.([]any)
		if !ok {
			w.bad(path, "must be a list, [] when there is none")
			return
		}
		for i, element := range list {
			w.walk(append(slices.Clone(path), i), element, t.Elem())
		}
	default:
		w.scalar(path, value, t)
	}
}

func (w *walker) scalar(path collectors.Path, value any, t reflect.Type) {
	want := "a text"
	ok := false
	switch t.Kind() {
	case reflect.String:
		_, ok = value.(string)
	case reflect.Bool:
		want = "true or false"
		_, ok = value.(bool)
	case reflect.Interface:
		ok = true
	default:
		want = "a whole number"
		var number json.Number
		if number, ok = value.(json.Number); ok {
			_, err := number.Int64()
			ok = err == nil
		}
	}
	if !ok {
		w.bad(path, "must be %s", want)
	}
}

func (w *walker) object(path collectors.Path, value any, t reflect.Type) {
	object, ok := value.(map[string]any)
	if !ok {
		w.bad(path, "must be an object")
		return
	}
	fields := map[string]reflect.Type{}
	collectFields(t, fields)
	for name, fieldType := range fields {
		at := append(slices.Clone(path), name)
		member, there := object[name]
		switch {
		case there:
			w.walk(at, member, fieldType)
		case !w.unread[at.String()]:
			w.bad(at, "is missing: add it, or a gap that says why it could not be read")
		}
	}
	for name := range object {
		if fields[name] == nil {
			w.bad(append(slices.Clone(path), name), "is no fact of this kind")
		}
	}
}

// collectFields lists the JSON names of a struct's fields, those of embedded structs among them.
func collectFields(t reflect.Type, into map[string]reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			collectFields(field.Type, into)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		into[name] = field.Type
	}
}
