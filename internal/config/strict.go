package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
)

var (
	unknownField = regexp.MustCompile(`^line (\d+): field (\S+) not found in type \S+$`)
	wrongType    = regexp.MustCompile("^line (\\d+): cannot unmarshal !!(\\w+) (?:`(.*)` )?into (\\S+)$")
	anyLine      = regexp.MustCompile(`line (\d+):? ?`)
)

// What to do about a mistake in the files.
const (
	configHint  = "check the spelling and the indentation; \"assize init\" shows every key with an example"
	waiversHint = "each waiver needs id, policies, resources, reason, owner, approved_by, granted and expires, may have a ticket, and has nothing else"
)

// decode reads one YAML document into value and refuses keys that it does not know, keys twice and more than
// one document. Errors name file and line, and give the hint.
func decode(path string, text []byte, value any, hint string) error {
	if problems := decoded(text, value); len(problems) > 0 {
		return usage(path, problems, hint)
	}
	return nil
}

// decoded is decode with all that is wrong, as the YAML reader says it.
func decoded(text []byte, value any) []string {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	err := decoder.Decode(value)
	if errors.Is(err, io.EOF) { // an empty file says nothing, which is allowed
		return nil
	}
	if err == nil {
		if err = decoder.Decode(new(yaml.Node)); errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = errors.New("more than one YAML document")
		}
	}
	return problemsOf(err)
}

// problemsOf takes apart what the YAML reader found.
func problemsOf(err error) []string {
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		return typed.Errors
	}
	if err != nil {
		return []string{err.Error()}
	}
	return nil
}

func usage(path string, problems []string, hint string) error {
	lines := make([]string, 0, len(problems))
	for _, problem := range problems {
		lines = append(lines, sentence(path, strings.TrimPrefix(problem, "yaml: ")))
	}
	return &collectors.UsageError{
		Err:  errors.New(strings.Join(lines, "\n       ")),
		Hint: hint,
	}
}

// sentence says in our words what the YAML reader found.
func sentence(path, problem string) string {
	if m := unknownField.FindStringSubmatch(problem); m != nil {
		return fmt.Sprintf("%s:%s: unknown key %q", path, m[1], m[2])
	}
	if m := wrongType.FindStringSubmatch(problem); m != nil {
		return fmt.Sprintf("%s:%s: %s does not fit here: %s expected", path, m[1], found(m[2], m[3]), noun(m[4]))
	}
	if m := anyLine.FindStringSubmatch(problem); m != nil {
		return fmt.Sprintf("%s:%s: %s", path, m[1], strings.Replace(problem, m[0], "", 1))
	}
	return path + ": " + problem
}

// found names what the YAML reader found: a list and a block of keys by their kind, anything else by its text.
func found(tag, text string) string {
	switch tag {
	case "seq":
		return "a list"
	case "map":
		return "a block of keys"
	}
	return fmt.Sprintf("%q", text)
}

// noun names a Go type as a user would.
func noun(goType string) string {
	switch {
	case goType == "engine.scopeParts":
		return "a text, or a block with kind, target, id, key or tags"
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "map["), strings.HasPrefix(goType, "config."), strings.HasPrefix(goType, "engine.Waiver"):
		return "a block of keys"
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "*int"):
		return "a whole number"
	case goType == "bool":
		return "true or false"
	}
	return "a text"
}
