// Package shape holds decoded facts against the Go struct of their kind: every field present or known to be
// unread, nothing else there, everything of its type. Collectors that take facts from outside use it, and so does
// the suite that all collectors pass.
package shape

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// Verify returns how facts differ from what the zero value of a kind's struct says, in a stable order, each a
// sentence that begins with the path. Unread are the paths that have a gap. Numbers in facts are json.Number.
func Verify(facts map[string]any, kind any, unread map[string]bool) []string {
	w := walker{unread: unread}
	w.walk(nil, facts, reflect.TypeOf(kind))
	return w.problems
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
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at := append(slices.Clone(path), name)
		member, there := object[name]
		switch {
		case there:
			w.walk(at, member, fields[name])
		case !w.unread[at.String()]:
			w.bad(at, "is missing: add it, or a gap that says why it could not be read")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
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
