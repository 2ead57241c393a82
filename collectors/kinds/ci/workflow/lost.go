package workflow

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rhysd/actionlint"
	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
)

// The facts of a workflow, by what they are read from.
var (
	stepFacts = []string{"commands", "injections", "pasted_inputs", "piped_downloads", "switches", "tolerated_steps", "unsound_conditions",
		"untrusted_checkouts", "uses"}
	secretFacts = []string{"secret_reads", "secrets_used"}
	allFacts    = append(append([]string{"concurrency", "events", "images", "jobs", "permissions", "title", "triggers"}, secretFacts...), stepFacts...)
)

// sectionFacts are the facts that hang on a section of the file.
var sectionFacts = map[string][]string{
	"on": {"triggers", "events", "pasted_inputs", "untrusted_checkouts"}, "permissions": {"permissions"}, "name": {"title"},
	"concurrency": {"concurrency"}, "env": {"injections", "switches"}, "jobs": append([]string{"images", "jobs", "secret_reads"}, stepFacts...),
}

// Facts returns the names of all facts that Parse reads from a workflow's text. The slice is the caller's.
func Facts() []string { return slices.Clone(allFacts) }

// lose makes gaps of facts at the top of the workflow.
func (f *file) lose(detail string, cause collectors.Cause, facts ...string) {
	for _, fact := range facts {
		f.gap(detail, cause, fact)
	}
}

// gap makes a gap of one fact. The first detail stays; a gap on a fact swallows those below it.
func (f *file) gap(detail string, cause collectors.Cause, elements ...any) {
	path := collectors.PathOf(elements...)
	for other := range f.gaps {
		known, err := collectors.ParsePath(other)
		switch {
		case err != nil:
		case path.HasPrefix(known):
			return
		case known.HasPrefix(path):
			delete(f.gaps, other)
		}
	}
	f.gaps[path.String()] = collectors.GapAt(path, cause, detail, "a workflow that parses", "parse the workflow")
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// broken reads a text that is not YAML as far as it is: its sections that end before the broken line are whole,
// and because no key may occur twice they are all that there is of them.
func (f *file) broken(text []byte, message string) {
	line := 1
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	detail := fmt.Sprintf("line %d: %s", line, yamlLine.ReplaceAllString(message, ""))
	prefix, whole := f.prefix(line + 1) // the line is where the broken value begins, or the one before
	if len(whole) == 0 {
		prefix, whole = f.prefix(line)
	}
	if len(whole) > 0 {
		g := &file{lines: f.lines, gaps: f.gaps, facts: f.facts}
		g.read([]byte(prefix))
		f.facts = g.facts
	}
	for section, facts := range sectionFacts {
		if !slices.Contains(whole, section) {
			f.lose(detail, collectors.Failed, facts...)
		}
	}
	f.lose(detail, collectors.Failed, secretFacts...)
}

var topKey = regexp.MustCompile(`^["']?([A-Za-z0-9_-]+)["']?[ \t]*:`)

// prefix returns the text up to the last section that ends before a line, and the names of the sections in it.
// It is empty when what is left is no YAML either.
func (f *file) prefix(line int) (text string, sections []string) {
	end := 0
	var open string
	for i := 0; i < min(line, len(f.lines)); i++ {
		m := topKey.FindStringSubmatch(f.lines[i])
		if m == nil {
			continue
		}
		if open != "" {
			sections = append(sections, open)
		}
		open, end = m[1], i
	}
	text = strings.Join(f.lines[:end], "\n")
	var document yaml.Node
	if yaml.Unmarshal([]byte(text), &document) != nil {
		return "", nil
	}
	return text, sections
}

// doubts makes gaps of what hangs on a key that occurs twice in its mapping, or on a merge key. GitHub refuses both, and
// readers differ in what they take.
func (f *file) doubts() {
	f.doubt(f.root, nil, func(key *yaml.Node, at []string) {
		detail := fmt.Sprintf("line %d: the key %q occurs twice", key.Line, key.Value)
		if key.Value == "<<" {
			detail = fmt.Sprintf("line %d: a merge key, which GitHub does not read", key.Line)
		}
		switch {
		case len(at) == 0:
			f.lose(detail, collectors.Failed, allFacts...)
		case at[0] == "jobs" && len(at) > 2 && at[2] == "steps":
			f.lose(detail, collectors.Failed, stepFacts...)
		default:
			f.lose(detail, collectors.Failed, sectionFacts[at[0]]...)
		}
	})
}

// doubt finds such keys at and below n. The keys that lead to n are in at.
func (f *file) doubt(n *yaml.Node, at []string, found func(key *yaml.Node, at []string)) {
	n = resolved(n)
	if n.Kind != yaml.MappingNode {
		for _, child := range n.Content {
			f.doubt(child, at, found)
		}
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] || key.Value == "<<" {
			found(key, at)
		}
		seen[key.Value] = true
		f.doubt(n.Content[i+1], append(slices.Clip(at), key.Value), found)
	}
}

// lost makes gaps of what the parser's errors may have cost. Most cost nothing, for example an unknown key; so
// what the parser understood is counted against the plain YAML.
func (f *file) lost(errs []*actionlint.Error) {
	first := map[string]string{} // the first error of each section
	for _, err := range errs {
		if strings.HasSuffix(err.Message, "section is missing in workflow") {
			continue // nothing is lost that was there
		}
		section, job, key := f.sectionOf(err.Line)
		detail := fmt.Sprintf("line %d: %s", err.Line, err.Message)
		for _, name := range []string{section, section + "/" + job, section + "/" + job + "/" + key} {
			if first[name] == "" {
				first[name] = detail
			}
		}
	}
	if detail := first["on"]; detail != "" {
		f.lose(detail, collectors.Failed, "events", "pasted_inputs")
		if len(f.facts.Triggers) != len(f.rawTriggers()) {
			f.lose(detail, collectors.Failed, "triggers", "untrusted_checkouts")
		}
	}
	if detail := first["concurrency"]; detail != "" {
		f.lose(detail, collectors.Failed, "concurrency")
	}
	if detail := first["permissions"]; detail != "" {
		f.lose(detail, collectors.Failed, "permissions")
	}
	if detail := first["env"]; detail != "" {
		f.lose(detail, collectors.Failed, "injections", "switches")
	}
	if detail := first["jobs"]; detail != "" {
		f.lostJobs(detail, first)
	}
}

// jobFacts are the facts of a job by the keys that they are read from.
var jobFacts = map[string][]string{
	"runs-on": {"runs_on", "self_hosted"}, "strategy": {"runs_on", "self_hosted"}, "permissions": {"permissions"}, "environment": {"environment"},
	"timeout-minutes": {"timeout_minutes"}, "container": {"container_image"}, "secrets": {"secrets_inherit"}, "continue-on-error": {"continue_on_error"},
	"concurrency": {"concurrency"},
}

func (f *file) lostJobs(detail string, first map[string]string) {
	raw := member(f.root, "jobs")
	if raw == nil || raw.Kind != yaml.MappingNode {
		f.lose(detail, collectors.Failed, append([]string{"images", "jobs"}, stepFacts...)...)
		return
	}
	steps := 0
	for i := 0; i+1 < len(raw.Content); i += 2 {
		id, job := raw.Content[i].Value, resolved(raw.Content[i+1])
		steps += actions(job)
		if _, known := f.facts.Jobs[id]; !known || job.Kind != yaml.MappingNode {
			f.lose(detail, collectors.Failed, "images", "jobs")
			continue
		}
		for key, facts := range jobFacts {
			if detail := first["jobs/"+id+"/"+key]; detail != "" {
				for _, fact := range facts {
					f.gap(detail, collectors.Failed, "jobs", id, fact)
				}
			}
		}
		for key, facts := range map[string][]string{"env": {"injections", "switches"}, "if": {"unsound_conditions"}, "container": {"images"},
			"services": {"images"}, "steps": {"switches", "tolerated_steps", "unsound_conditions", "uses"}} {
			if detail := first["jobs/"+id+"/"+key]; detail != "" && !strings.Contains(detail, ": unexpected key ") {
				f.lose(detail, collectors.Failed, facts...)
			}
		}
	}
	if understood := f.understood(); understood != steps {
		f.lose(detail, collectors.Failed, stepFacts...)
	}
}

// understood counts the steps and calls that the parser took in whole.
func (f *file) understood() int {
	n := 0
	for _, job := range f.tree.Jobs {
		if job.WorkflowCall != nil && job.WorkflowCall.Uses != nil {
			n++
		}
		for _, step := range job.Steps {
			switch exec := step.Exec.(type) {
			case *actionlint.ExecAction:
				if exec.Uses != nil && exec.Uses.Value != "" {
					n++
				}
			case *actionlint.ExecRun:
				if exec.Run != nil && exec.Run.Value != "" {
					n++
				}
			}
		}
	}
	return n
}

// actions counts the places of a job where something runs, in the plain YAML.
func actions(job *yaml.Node) int {
	n := 0
	if member(job, "uses") != nil {
		n++
	}
	steps := member(job, "steps")
	if steps == nil {
		return n
	}
	if steps.Kind != yaml.SequenceNode {
		return n + 1 // whatever it is, it was not understood
	}
	for _, step := range steps.Content {
		step = resolved(step)
		for _, key := range []string{"uses", "run"} {
			if member(step, key) != nil {
				n++
			}
		}
		if step.Kind != yaml.MappingNode || member(step, "<<") != nil {
			n++
		}
	}
	return n
}

// member returns the value of a mapping's key, or nil.
func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if strings.EqualFold(n.Content[i].Value, key) {
			return resolved(n.Content[i+1])
		}
	}
	return nil
}

func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// rawTriggers returns the events of the plain YAML.
func (f *file) rawTriggers() []string {
	var out []string
	switch on := member(f.root, "on"); {
	case on == nil:
	case on.Kind == yaml.ScalarNode:
		out = append(out, on.Value)
	case on.Kind == yaml.SequenceNode:
		for _, event := range on.Content {
			out = append(out, resolved(event).Value)
		}
	case on.Kind == yaml.MappingNode:
		for i := 0; i < len(on.Content); i += 2 {
			out = append(out, on.Content[i].Value)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sectionOf says in which section, job and key of a job a line stands.
func (f *file) sectionOf(line int) (section, job, key string) {
	section, value := keyAt(f.root, line)
	if section != "jobs" || value == nil {
		return section, "", ""
	}
	job, value = keyAt(resolved(value), line)
	if value == nil {
		return section, job, ""
	}
	key, _ = keyAt(resolved(value), line)
	return section, job, key
}

// keyAt returns the last key of a mapping that begins at or before a line, with its value.
func keyAt(n *yaml.Node, line int) (string, *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return "", nil
	}
	key, value := "", (*yaml.Node)(nil)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Line <= line {
			key, value = n.Content[i].Value, n.Content[i+1]
		}
	}
	return key, value
}
