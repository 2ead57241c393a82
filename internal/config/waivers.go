package config

import (
	"fmt"
	"os"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// waiversFile is the form of waivers.yaml.
type waiversFile struct {
	Waivers []waiverEntry `yaml:"waivers"`
}

// waiverEntry is a waiver that knows its line.
type waiverEntry struct {
	engine.Waiver `yaml:",inline"`
	line          int
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (w *waiverEntry) UnmarshalYAML(node *yaml.Node) error {
	w.line = node.Line
	for i := 0; i+1 < len(node.Content); i += 2 {
		switch key := node.Content[i]; key.Value {
		case "id", "policies", "resources", "reason", "owner", "approved_by", "granted", "expires":
		default: // a nested decoder is not strict by itself
			return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: field %s not found in type config.Waiver", key.Line, key.Value)}}
		}
	}
	return node.Decode(&w.Waiver)
}

// LoadWaivers reads a waivers file. Every field of every waiver is required; the approver is somebody else
// than the owner; the end is not before the beginning. Errors name file and line.
func LoadWaivers(path string) ([]engine.Waiver, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &collectors.UsageError{Err: fmt.Errorf("read waivers: %w", err), Hint: "name the file with --waivers or under waivers: in assize.yaml"}
	}
	var file waiversFile
	if err := decode(path, text, &file, waiversHint); err != nil {
		return nil, err
	}
	var problems []string
	firstLine := map[string]int{}
	out := make([]engine.Waiver, 0, len(file.Waivers))
	for _, w := range file.Waivers {
		if line, twice := firstLine[w.ID]; twice && w.ID != "" {
			problems = append(problems, fmt.Sprintf("line %d: waiver %q is already on line %d", w.line, w.ID, line))
		}
		firstLine[w.ID] = w.line
		for _, problem := range incomplete(w.Waiver) {
			problems = append(problems, fmt.Sprintf("line %d: waiver %q: %s", w.line, w.ID, problem))
		}
		out = append(out, w.Waiver)
	}
	if len(problems) > 0 {
		return nil, usage(path, problems, waiversHint)
	}
	return out, nil
}

// incomplete lists what a waiver lacks.
func incomplete(w engine.Waiver) []string {
	var out []string
	for _, field := range []struct {
		name string
		set  bool
	}{
		{"id", w.ID != ""}, {"policies", len(w.Policies) > 0}, {"resources", len(w.Resources) > 0},
		{"reason", strings.TrimSpace(w.Reason) != ""}, {"owner", w.Owner != ""}, {"approved_by", w.ApprovedBy != ""},
		{"granted", w.Granted != ""}, {"expires", w.Expires != ""},
	} {
		if !field.set {
			out = append(out, field.name+" is missing")
		}
	}
	granted, errGranted := w.Granted.Time()
	expires, errExpires := w.Expires.Time()
	for _, date := range []struct {
		name string
		text engine.Date
		err  error
	}{{"granted", w.Granted, errGranted}, {"expires", w.Expires, errExpires}} {
		if date.text != "" && date.err != nil {
			out = append(out, fmt.Sprintf("%s: %q is not a date (YYYY-MM-DD)", date.name, date.text))
		}
	}
	if errGranted == nil && errExpires == nil && expires.Before(granted) {
		out = append(out, "it expires before it is granted")
	}
	if w.Owner != "" && strings.EqualFold(w.Owner, w.ApprovedBy) {
		out = append(out, "approved_by must be somebody else than owner")
	}
	return out
}
