package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// Known are the words that a waiver may use. A nil list is not looked at.
type Known struct {
	// Policies are the ids of all policies that there are, Kinds the kinds of resource.
	Policies, Kinds []string
}

// problem says what is wrong with a waiver, at one of its keys, or where it begins when that is not there.
func (e waiverEntry) problem(key, format string, args ...any) problem {
	return e.at(cmp.Or(e.keys[key], e.line), format, args...)
}

// at is a problem at a line; in a waiver that stands in no file there is none.
func (e waiverEntry) at(line int, format string, args ...any) problem {
	if line == 0 {
		return problem{text: fmt.Sprintf("waiver %q: %s", e.ID, fmt.Sprintf(format, args...))}
	}
	return problem{line, fmt.Sprintf("line %d: waiver %q: %s", line, e.ID, fmt.Sprintf(format, args...))}
}

// entry is the line of an entry of a list, or of its key.
func (e waiverEntry) entry(lines []int, i int, key string) int {
	if i < len(lines) {
		return lines[i]
	}
	return cmp.Or(e.keys[key], e.line)
}

// check lists what is wrong with a waiver by itself.
func (e waiverEntry) check() []problem {
	var out []problem
	add := func(key, format string, args ...any) { out = append(out, e.problem(key, format, args...)) }
	for _, field := range []struct {
		name string
		set  bool
	}{
		{"id", written(e.ID)}, {"policies", len(e.Policies) > 0}, {"resources", len(e.Resources) > 0},
		{"reason", written(e.Reason)}, {"owner", written(e.Owner)}, {"approved_by", written(e.ApprovedBy)},
		{"granted", e.Granted != ""}, {"expires", e.Expires != ""},
	} {
		if !field.set && !slices.Contains(e.wrong, e.keys[field.name]) {
			add(field.name, "%s is missing", field.name)
		}
	}
	for i, policy := range e.Policies {
		if !written(policy) {
			out = append(out, e.at(e.entry(e.policies, i, "policies"), "policies: an entry is empty"))
		}
	}
	for i, scope := range e.Resources {
		if scope.Empty() {
			out = append(out, e.at(e.entry(e.resources, i, "resources"), "resources: an entry is empty: \"*\" means all"))
		}
	}
	if written(e.Owner) && person(e.Owner) == person(e.ApprovedBy) {
		add("approved_by", "approved_by must be somebody else than owner")
	}
	return append(out, e.dates()...)
}

// dates holds the two days against the calendar and each other.
func (e waiverEntry) dates() []problem {
	var out []problem
	granted, errGranted := e.Granted.Time()
	expires, errExpires := e.Expires.Time()
	for _, date := range []struct {
		name string
		text engine.Date
		err  error
	}{{"granted", e.Granted, errGranted}, {"expires", e.Expires, errExpires}} {
		if date.text != "" && date.err != nil {
			out = append(out, e.problem(date.name, "%s: %q is not a date (YYYY-MM-DD)", date.name, date.text))
		}
	}
	if errGranted != nil || errExpires != nil {
		return out
	}
	latest := granted.AddDate(0, 0, engine.MaxWaiverDays)
	switch {
	case expires.Before(granted):
		out = append(out, e.problem("expires", "it expires before it is granted"))
	case expires.After(latest):
		out = append(out, e.problem("expires", "it expires %d days after it is granted; at most %d are allowed: %s", int(expires.Sub(granted).Hours()/24),
			engine.MaxWaiverDays, latest.Format("2006-01-02")))
	}
	return out
}

func written(text string) bool { return strings.TrimSpace(text) != "" }

// person is a name without what is not part of it: case and spaces.
func person(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), "")) }

// check lists the words of a waiver that mean nothing: with a mistyped one it would match nothing.
func (k Known) check(e waiverEntry) []problem {
	var out []problem
	for i, pattern := range e.Policies {
		if k.Policies != nil && written(pattern) && !fits(pattern, k.Policies) {
			out = append(out, e.at(e.entry(e.policies, i, "policies"), "no such policy: %q%s", pattern, meant(pattern, k.Policies)))
		}
	}
	for i, scope := range e.Resources {
		if k.Kinds != nil && scope.Kind != "" && !fits(scope.Kind, k.Kinds) {
			out = append(out, e.at(e.entry(e.resources, i, "resources"), "no such kind: %q%s", scope.Kind, meant(scope.Kind, k.Kinds)))
		}
	}
	return out
}

func fits(pattern string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return engine.Glob(pattern, word) })
}

// meant asks for the word that is the nearest, if one is near.
func meant(word string, words []string) string {
	best, least := "", 1+len(word)/3
	for _, w := range words {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// distance is how many letters have to be put in, left out or changed to make one word of the other.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
