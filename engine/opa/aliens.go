package opa

import (
	"fmt"
	"strings"

	"github.com/assize/assize/collectors"
)

// aliens says what in the input, the joined resources and the records of an example no collector could have
// read: such an example shows nothing of the policy, and may hide that it never fails on what a collector reads.
func (e example) aliens(schemas *schemaSet, kind string) ([]string, error) {
	schema, err := schemas.of(kind)
	if err != nil {
		return nil, err
	}
	out := schema.aliensAt("", e.world["input"])
	data, _ := e.world["data"].(map[string]any)
	for _, name := range []string{"resources", "records"} {
		if data[name] == nil {
			continue
		}
		kinds, isObject := data[name].(map[string]any)
		if !isObject {
			out = append(out, fmt.Sprintf("data.%s is of type %s, not object", name, typeName(data[name])))
		}
		for _, joined := range sortedKeys(kinds) {
			found, err := schemas.aliensIn(joined, fmt.Sprintf("data.%s[%q]", name, joined), kinds[joined])
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

// aliensIn are those in a list of resources of one kind.
func (s *schemaSet) aliensIn(kind, place string, value any) ([]string, error) {
	if !s.has(kind) {
		return []string{place + " is no kind"}, nil
	}
	list, isList := value.([]any)
	if !isList {
		return []string{fmt.Sprintf("%s is of type %s, not array", place, typeName(value))}, nil
	}
	schema, err := s.of(kind)
	if err != nil {
		return nil, err
	}
	var out []string
	for i, element := range list {
		out = append(out, schema.aliensAt(fmt.Sprintf("%s[%d]", place, i), element)...)
	}
	return out, nil
}

// aliensAt are those in one resource, in words; place is "" for the input.
func (s *schema) aliensAt(place string, value any) []string {
	var out []string
	s.aliens(value, nil, func(at collectors.Path, wrong string) {
		path := at.String()
		if place != "" {
			path = strings.TrimSuffix(place+"."+path, ".")
		}
		if path == "" {
			path = "input"
		}
		out = append(out, path+" is "+wrong)
	})
	return out
}

// aliens lists what value has that the schema does not: a fact of another type, a key that the schema does not
// have. What is missing is none: it may be a fact that was not read. Each is a path and what is wrong there.
func (s *schema) aliens(value any, at collectors.Path, report func(at collectors.Path, wrong string)) {
	if len(s.AnyOf) > 0 {
		for _, either := range s.AnyOf {
			if either.admits(value) {
				either.aliens(value, at, report)
				return
			}
		}
	}
	if !s.admits(value) || len(s.AnyOf) > 0 {
		report(at, fmt.Sprintf("of type %s, not %s", typeName(value), strings.Join(s.typeNames(), " or ")))
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			if next := s.child(key); next != nil {
				next.aliens(value[key], below(at, key), report)
			} else if s.Additional.closed {
				report(below(at, key), "no fact of this kind")
			}
		}
	case []any:
		if s.Items != nil {
			for i, inner := range value {
				s.Items.aliens(inner, below(at, i), report)
			}
		}
	}
}

// typeNames are the JSON types that a schema admits.
func (s *schema) typeNames() []string {
	if len(s.AnyOf) == 0 {
		return []string{s.Type}
	}
	var out []string
	for _, either := range s.AnyOf {
		out = append(out, either.typeNames()...)
	}
	return out
}
