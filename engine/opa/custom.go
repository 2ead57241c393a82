package opa

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// custom is the part of the metadata that is ours.
type custom struct {
	Severity    engine.Severity
	Controls    map[string][]string
	Params      map[string]customParam
	Remediation string
	Overrides   bool
	Tags        []string
}

type customParam struct {
	Type        string          `json:"type"`
	Default     json.RawMessage `json:"default"`
	Description string          `json:"description"`
}

// custom reads the keys below custom, each by itself, so that one mistake hides no other.
func (l *loader) custom(u *unit, values map[string]any) custom {
	var out custom
	read := map[string]struct {
		into any
		form string
	}{
		"severity":    {&out.Severity, "a word: critical, high, medium or low"},
		"controls":    {&out.Controls, "a block of frameworks, each with a list of controls: iso-27001-2022: [A.8.5]"},
		"params":      {&out.Params, "a block of parameters, each with type, default and description and nothing else"},
		"remediation": {&out.Remediation, "a text"},
		"overrides":   {&out.Overrides, "true or false"},
		"tags":        {&out.Tags, "a list of words: [ssh, quarterly]"},
	}
	for _, key := range sortedKeys(values) {
		known, found := read[key]
		if !found {
			hint := didYouMean(key, sortedKeys(read))
			if hint == "" {
				hint = "custom holds " + strings.Join(sortedKeys(read), ", ")
			}
			l.problem(u.file, u.metaLine("custom", key), fmt.Sprintf("custom has no key %q", key), hint)
			continue
		}
		text, err := json.Marshal(values[key])
		if err == nil {
			decoder := json.NewDecoder(strings.NewReader(string(text)))
			decoder.DisallowUnknownFields()
			err = decoder.Decode(known.into)
		}
		if err != nil {
			l.problem(u.file, u.metaLine("custom", key), fmt.Sprintf("custom.%s is not what belongs there", key), "it is "+known.form)
		}
	}
	return out
}

// tags checks the tags and takes them over, sorted.
func (l *loader) tags(u *unit, tags []string) {
	u.policy.Tags = union(tags, nil)
	if len(u.policy.Tags) < len(tags) {
		l.problem(u.file, u.metaLine("custom", "tags"), "a tag is named twice", "name it once")
	}
	for _, tag := range u.policy.Tags {
		if !regexp.MustCompile(`^[a-z][a-z0-9-]*$`).MatchString(tag) {
			l.problem(u.file, u.metaLine("custom", "tags"), fmt.Sprintf("%q is no tag", tag), "a tag is a word of lower-case letters, digits and hyphens, for example ssh")
		}
	}
}

// keys refuses keys of the METADATA that mean nothing: OPA passes over them, and what was meant would be lost.
func (l *loader) keys(u *unit) {
	known := []string{"scope", "title", "entrypoint", "description", "related_resources", "organizations", "authors", "schemas", "custom", "compile"}
	within := false
	for i, row := range strings.Split(string(u.text), "\n")[:u.module.Package.Location.Row-1] {
		text, isComment := strings.CutPrefix(row, "#")
		within = isComment && (within || strings.TrimSpace(text) == "METADATA")
		key, _, isKey := strings.Cut(strings.TrimPrefix(text, " "), ":")
		if !within || !isKey || strings.ContainsAny(key, " \t#\"'-") || slices.Contains(known, key) {
			continue
		}
		hint := didYouMean(key, known)
		if slices.Contains([]string{"severity", "controls", "params", "remediation", "overrides", "tags"}, key) {
			hint = "write it below custom:, indented"
		}
		if hint == "" {
			hint = "the keys are title, description, schemas, related_resources, authors, organizations and custom"
		}
		l.problem(u.file, i+1, fmt.Sprintf("METADATA has no key %q", key), hint)
	}
}

// metaLine is the line of the METADATA block at which the last of the keys stands, each looked for below the one before it;
// or else the line of the nearest key above it that is there, or of the package.
func (u *unit) metaLine(keys ...string) int {
	line := u.module.Package.Location.Row
	rows := strings.Split(string(u.text), "\n")
	from := 0
	for _, key := range keys {
		at := slices.IndexFunc(rows[from:min(u.module.Package.Location.Row-1, len(rows))], func(row string) bool {
			text, isComment := strings.CutPrefix(strings.TrimSpace(row), "#")
			return isComment && mentionsKey(text, key)
		})
		if at < 0 {
			break
		}
		from += at
		line = from + 1
	}
	return line
}

// mentionsKey says whether a line of YAML has a key, in block or in flow style, or an element of a list.
func mentionsKey(line, key string) bool {
	for at := 0; ; at++ {
		i := strings.Index(line[at:], key)
		if i < 0 {
			return false
		}
		at += i
		before, after := strings.TrimRight(line[:at], ` "'`), strings.TrimLeft(line[at+len(key):], ` "'`)
		opens := before == "" || strings.HasSuffix(before, "-") || strings.HasSuffix(before, "{") || strings.HasSuffix(before, ",") ||
			strings.HasSuffix(before, "[") || strings.HasSuffix(before, ":")
		closes := after == "" || strings.IndexByte(":,]}", after[0]) >= 0
		if opens && closes {
			return true
		}
	}
}
