package register

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"gopkg.in/yaml.v3"
)

// A decoder fills the structs of one file's records and notes every problem with its line.
type decoder struct {
	reader *reader
	file   string
}

func (d *decoder) problem(line int, format string, args ...any) {
	d.reader.problem(d.file, line, format, args...)
}

// mapping returns a mapping's values by key. What says what it is, for the messages.
func (d *decoder) mapping(node *yaml.Node, what string) (map[string]*yaml.Node, bool) {
	if node.Kind != yaml.MappingNode {
		d.problem(node.Line, "%s must be a mapping of fields to values, not %s", what, nodeName(node))
		return nil, false
	}
	fields := make(map[string]*yaml.Node, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
			d.problem(key.Line, "write a plain field name here, not %s", nodeName(key))
		case fields[key.Value] != nil:
			d.problem(key.Line, "field %q is there twice: remove one", key.Value)
		default:
			fields[key.Value] = value
		}
	}
	return fields, true
}

// word takes a required plain text out of a mapping.
func (d *decoder) word(fields map[string]*yaml.Node, parent *yaml.Node, name string) string {
	node, there := fields[name]
	if !there {
		d.problem(parent.Line, "field %q is missing: add it", name)
		return ""
	}
	var text string
	d.text(reflect.ValueOf(&text).Elem(), node, name)
	return text
}

// A field is one of a struct, with the name that it has in a record.
type field struct {
	name  string
	value reflect.Value
}

// fieldsOf lists a struct's fields, those of embedded structs among them.
func fieldsOf(v reflect.Value) []field {
	var out []field
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous {
			out = append(out, fieldsOf(v.Field(i))...)
			continue
		}
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		out = append(out, field{name, v.Field(i)})
	}
	return out
}

// fill sets the struct that into points to. Line is where its mapping begins, what says what it is.
func (d *decoder) fill(into any, values map[string]*yaml.Node, line int, what string) {
	var known []string
	for _, f := range fieldsOf(reflect.ValueOf(into).Elem()) {
		known = append(known, f.name)
		node, there := values[f.name]
		switch {
		case there:
			d.value(f.value, node, f.name)
		case optional(f):
		default:
			d.problem(line, "%s: field %q is missing: add it", what, f.name)
		}
	}
	for name, node := range values {
		if !slices.Contains(known, name) {
			d.problem(node.Line, "%s has no field %q: its fields are %s", what, name, strings.Join(known, ", "))
		}
	}
}

// optional says whether a record may leave the field out.
func optional(f field) bool {
	return f.value.Kind() == reflect.Pointer || f.value.Kind() == reflect.Slice || f.name == "notes"
}

// value sets one field from its node.
func (d *decoder) value(v reflect.Value, node *yaml.Node, name string) {
	if node.Kind == yaml.AliasNode {
		d.problem(node.Line, "field %q is an alias, and aliases are not expanded: write the value out", name)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if tagged(node, "!!null") {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		d.value(v.Elem(), node, name)
	case reflect.String:
		d.text(v, node, name)
	case reflect.Bool:
		truth, err := strconv.ParseBool(node.Value)
		if !tagged(node, "!!bool") || err != nil {
			d.problem(node.Line, "field %q must be true or false, not %s", name, nodeName(node))
			return
		}
		v.SetBool(truth)
	case reflect.Int:
		number, err := strconv.Atoi(node.Value)
		if !tagged(node, "!!int") || err != nil || number < 0 {
			d.problem(node.Line, "field %q must be a whole number from 0, not %s", name, nodeName(node))
			return
		}
		v.SetInt(int64(number))
	case reflect.Slice:
		d.list(v, node, name)
	case reflect.Struct:
		if fields, ok := d.mapping(node, strconv.Quote(name)); ok {
			d.fill(v.Addr().Interface(), fields, node.Line, name)
		}
	}
}

// tagged says whether a node is a plain value of a YAML type.
func tagged(node *yaml.Node, tag string) bool { return node.Kind == yaml.ScalarNode && node.Tag == tag }

func (d *decoder) list(v reflect.Value, node *yaml.Node, name string) {
	if node.Kind != yaml.SequenceNode {
		d.problem(node.Line, "field %q must be a list, not %s: write [] when there is none", name, nodeName(node))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(node.Content), len(node.Content)))
	for i, element := range node.Content {
		d.value(v.Index(i), element, name)
	}
}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

// text sets a text.
func (d *decoder) text(v reflect.Value, node *yaml.Node, name string) {
	if node.Kind != yaml.ScalarNode || slices.Contains([]string{"!!null", "!!bool", "!!binary"}, node.Tag) {
		d.problem(node.Line, "field %q must be text, not %s: write it in quotes", name, nodeName(node))
		return
	}
	text := strings.TrimSpace(node.Value)
	d.phrase(node.Line, name, text)
	v.SetString(text)
}

// phrase holds a text against what its field may say.
func (d *decoder) phrase(line int, name, text string) {
	long := name == "notes" || name == "statement" || name == "summary"
	switch {
	case text == "" && name != "notes":
		d.problem(line, "field %q is empty: fill it, or leave it out where it may be", name)
	case isDate(name) && !validDate(text):
		d.problem(line, "field %q is %q, which is no date: write it as 2026-11-30", name, text)
	case name == "criticality" && !slices.Contains([]string{"low", "medium", "high", "critical"}, text):
		d.problem(line, "criticality %q: write low, medium, high or critical", text)
	case name == "currency" && !currency.MatchString(text):
		d.problem(line, "currency %q: write the three letters of ISO 4217, for example EUR", text)
	case !long && strings.ContainsFunc(text, unicode.IsControl):
		d.problem(line, "field %q has line breaks or control characters: write it on one line", name)
	}
}

// isDate says whether the field of that name holds a date.
func isDate(name string) bool {
	switch name {
	case "date", "next_due", "reviewed_on", "next_review", "contract_ends", "agreement", "due_on", "done_on", "approved_on", "valid_until":
		return true
	}
	return false
}

func validDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && len(text) == len(time.DateOnly)
}

// nodeName says in a word what a node is.
func nodeName(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if node.Tag == "!!null" {
		return "nothing"
	}
	text := node.Value
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return strconv.Quote(text)
}
