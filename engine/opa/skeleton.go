package opa

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// identifier is what a policy's domain and its name may be.
const identifier = `^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$`

// Skeleton writes a policy with that id on a kind, and its tests. Both are what they will be when they are done: they pass
// check and test as they are, and judge one fact of the kind, so that an author changes them step by step. The error is a
// *collectors.UsageError.
func Skeleton(schemas fs.FS, id, kind string) (policy, tests string, err error) {
	if !regexp.MustCompile(identifier).MatchString(id) {
		return "", "", &collectors.UsageError{Err: fmt.Errorf("%q is no id for a policy", id),
			Hint: "an id is domain/name in lower-case letters, digits and underscores, for example access/ssh_banner"}
	}
	for _, part := range strings.Split(id, "/") {
		if slices.Contains([]string{"as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null", "package", "some", "true", "with", "lib"}, part) {
			return "", "", &collectors.UsageError{Err: fmt.Errorf("%q is a word of Rego", part), Hint: "choose another name, for example my_" + part}
		}
	}
	set, err := openSchemas(schemas)
	if err != nil {
		return "", "", err
	}
	if !set.has(kind) {
		return "", "", &collectors.UsageError{Err: fmt.Errorf("there is no kind %q", kind),
			Hint: cmp.Or(didYouMean(kind, sortedKeys(set.kinds)), "\"assize policy list --kinds\" shows all kinds")}
	}
	schema, err := set.of(kind)
	if err != nil {
		return "", "", err
	}
	probe := schema.probe()
	domain, name, _ := strings.Cut(id, "/")
	policy = fmt.Sprintf(skeletonPolicy, kind, domain, name, kind, strings.Join(schema.facts(), ", "),
		probe.message, probe.path, probe.condition)
	tests = fmt.Sprintf(skeletonTests, domain, name, domain, name, probe.good, probe.bad)
	return policy, tests, nil
}

const skeletonPolicy = `# METADATA
# scope: package
# title: Write here what is true when the policy passes
# description: >-
#   Write here why it matters.
# schemas:
#   - input: schema["%s"]
# custom:
#   severity: medium
#   controls: {}
#   remediation: Write here what to do about a failure.
package policies.%s.%s

# The facts of %s: %s.
fail contains {
	"message": "%s",
	"path": "%s",
} if {
	%s
}
`

const skeletonTests = `package policies.%s.%s_test

import data.policies.%s.%s as policy

test_good_passes if {
	count(policy.fail) == 0 with input as %s
}

test_bad_fails if {
	count(policy.fail) == 1 with input as %s
}
`

// probe is a condition on one fact of a kind, with an example on which it does not hold and one on which it does.
type probe struct {
	path, message, condition, good, bad string
}

// facts are the names of a kind's own facts, sorted.
func (s *schema) facts() []string {
	return slices.DeleteFunc(sortedKeys(s.Properties), func(name string) bool {
		return slices.Contains([]string{"kind", "id", "name", "origin", "tags"}, name)
	})
}

// probe chooses the fact that is easiest to understand: one that is true or false, else a text, a number, what may be
// null, a list or map; else the resource's tags.
func (s *schema) probe() probe {
	for _, form := range []string{"boolean", "string", "integer", "number", "null", "array", "object"} {
		for _, name := range s.facts() {
			fact := s.Properties[name]
			if slices.Contains(fact.typeNames(), form) && (len(fact.AnyOf) == 0 || form == "null") {
				return fact.probeAt(form, name)
			}
		}
	}
	return (&schema{Type: "object"}).probeAt("object", "tags")
}

// probeAt is a condition on the fact of that name.
func (s *schema) probeAt(form, name string) probe {
	p := probe{path: name}
	example := func(value string) string { return fmt.Sprintf("{%q: %s}", name, value) }
	switch form {
	case "boolean":
		p.message, p.condition = name+" is off", "not input."+name
		p.good, p.bad = example("true"), example("false")
	case "string":
		p.message, p.condition = name+" is empty", fmt.Sprintf(`input.%s == ""`, name)
		p.good, p.bad = example(`"something"`), example(`""`)
	case "integer", "number":
		p.message, p.condition = name+" is zero", fmt.Sprintf("input.%s == 0", name)
		p.good, p.bad = example("1"), example("0")
	case "null":
		p.message, p.condition = name+" is missing", fmt.Sprintf("input.%s == null", name)
		p.good, p.bad = example(s.sample()), example("null")
	default:
		p.message, p.condition = "there are no "+name, fmt.Sprintf("count(input.%s) == 0", name)
		p.good, p.bad = example(s.sample()), example(map[string]string{"array": "[]", "object": "{}"}[form])
	}
	return p
}

// sample is a value of the schema that is not empty, as Rego.
func (s *schema) sample() string {
	for _, either := range s.AnyOf {
		if either.Type != "null" {
			return either.sample()
		}
	}
	if len(s.Enum) > 0 {
		return fmt.Sprintf("%q", fmt.Sprint(s.Enum[0]))
	}
	switch s.Type {
	case "boolean":
		return "true"
	case "integer", "number":
		return "1"
	case "array":
		if s.Items == nil {
			return `["something"]`
		}
		return "[" + s.Items.sample() + "]"
	case "object":
		var parts []string
		for _, name := range sortedKeys(s.Properties) {
			parts = append(parts, fmt.Sprintf("%q: %s", name, s.Properties[name].sample()))
		}
		if len(parts) == 0 && s.Additional.values != nil {
			parts = append(parts, `"something": `+s.Additional.values.sample())
		}
		if len(parts) == 0 && !s.Additional.closed {
			parts = append(parts, `"something": "x"`)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case "null":
		return "null"
	}
	return `"something"`
}
