// Package workflow reads GitHub Actions workflow files. It parses, with actionlint's parser, and does not lint;
// it opens no file and no connection.
//
// A workflow that does not parse is never nothing: what parses is reported, and each fact that the broken part
// could have changed is a gap that names the line.
package workflow

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/script"
)

// maxNodes bounds a workflow with its aliases written out. The largest we know has some 20,000 nodes.
const maxNodes = 200_000

// A file is one workflow while it is read.
type file struct {
	lines []string
	tree  *actionlint.Workflow
	root  *yaml.Node // the same text as plain YAML, or nil
	facts ci.Workflow
	gaps  map[string]collectors.Gap // by path
	// inputs are those whose value is not free text, in lower case.
	inputs map[string]bool
}

// Parse reads the text of the workflow at path. The gaps have their paths set and nothing that says on which
// resource they are.
func Parse(path string, text []byte) (ci.Workflow, []collectors.Gap) {
	f := &file{lines: strings.Split(string(text), "\n"), gaps: map[string]collectors.Gap{}}
	f.facts = ci.Workflow{Path: path, Jobs: map[string]ci.Job{}}
	f.read(text)
	return f.facts, f.sortedGaps()
}

func (f *file) sortedGaps() []collectors.Gap {
	gaps := make([]collectors.Gap, 0, len(f.gaps))
	for _, gap := range f.gaps {
		gaps = append(gaps, gap)
	}
	slices.SortFunc(gaps, func(a, b collectors.Gap) int { return strings.Compare(a.Path, b.Path) })
	return gaps
}

func (f *file) read(text []byte) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		f.broken(text, err.Error())
		return
	}
	if len(document.Content) == 1 && document.Content[0].Kind == yaml.MappingNode {
		f.root = document.Content[0]
	}
	if size(&document, map[*yaml.Node]int{}) > maxNodes {
		f.lose(fmt.Sprintf("its aliases stand for more than %d values", maxNodes), collectors.Truncated, allFacts...)
		return
	}
	tree, errs, err := parse(text)
	if err != nil || tree == nil || f.root == nil {
		detail := "it is not a mapping"
		if len(errs) > 0 {
			detail = fmt.Sprintf("line %d: %s", errs[0].Line, errs[0].Message)
		}
		if err != nil {
			detail = err.Error()
		}
		f.lose(detail, collectors.Failed, allFacts...)
		return
	}
	f.tree = tree
	f.top()
	f.jobs()
	f.doubts()
	if len(errs) > 0 {
		f.lost(errs)
	}
}

// parse calls actionlint's parser and turns a panic of it into an error: the text is hostile, and one workflow
// must not end an audit.
func parse(text []byte) (tree *actionlint.Workflow, errs []*actionlint.Error, err error) {
	defer func() {
		if r := recover(); r != nil {
			tree, errs, err = nil, nil, fmt.Errorf("the parser gave up: %v", r)
		}
	}()
	tree, errs = actionlint.Parse(text)
	return tree, errs, nil
}

// size counts the nodes below n, those behind aliases as often as they are used.
func size(n *yaml.Node, known map[*yaml.Node]int) int {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if total, ok := known[n]; ok {
		return total
	}
	known[n] = math.MaxInt32 // an anchor inside of itself
	total := 1
	for _, child := range n.Content {
		total = min(total+size(child, known), math.MaxInt32)
	}
	known[n] = total
	return total
}

// top reads what stands at the top of the file.
func (f *file) top() {
	if f.tree.Name != nil {
		f.facts.Title = strings.TrimSpace(f.tree.Name.Value)
	}
	for _, event := range f.tree.On {
		if name := eventName(event); name != "" {
			f.facts.Triggers = append(f.facts.Triggers, name)
		}
	}
	slices.Sort(f.facts.Triggers)
	f.facts.Triggers = slices.Compact(f.facts.Triggers)
	f.facts.Permissions = permissions(f.tree.Permissions)
	f.facts.Concurrency = concurrency(f.tree.Concurrency)
	f.facts.Events, f.inputs = events(f.tree.On)
	f.secretReads()
	f.switches("", f.tree.Env)
}

func eventName(event actionlint.Event) string {
	if webhook, ok := event.(*actionlint.WebhookEvent); ok && webhook.Hook == nil {
		return ""
	}
	return event.EventName()
}

func permissions(p *actionlint.Permissions) *ci.Permissions {
	if p == nil {
		return nil
	}
	out := &ci.Permissions{Scopes: map[string]string{}, Line: line(p.Pos)}
	if p.All != nil {
		out.All = &p.All.Value
	}
	for name, scope := range p.Scopes {
		if scope != nil && scope.Value != nil {
			out.Scopes[name] = scope.Value.Value
		}
	}
	return out
}

// jobs reads the jobs in the order of their lines.
func (f *file) jobs() {
	var jobs []*actionlint.Job
	for _, job := range f.tree.Jobs {
		if job != nil && job.ID != nil {
			jobs = append(jobs, job)
		}
	}
	slices.SortFunc(jobs, func(a, b *actionlint.Job) int {
		if a.Pos.Line != b.Pos.Line {
			return a.Pos.Line - b.Pos.Line
		}
		return a.Pos.Col - b.Pos.Col
	})
	for _, job := range jobs {
		f.facts.Jobs[job.ID.Value] = f.job(job)
		f.images(job)
		f.condition(job, job.If)
		f.switches(job.ID.Value, job.Env)
		if job.WorkflowCall != nil && job.WorkflowCall.Uses != nil {
			f.use(job, job.WorkflowCall.Uses, nil)
		}
		for _, step := range job.Steps {
			if step != nil {
				f.step(job, step)
			}
		}
	}
}

func (f *file) step(job *actionlint.Job, step *actionlint.Step) {
	tainted := f.tainted(job, step)
	f.condition(job, step.If)
	f.switches(job.ID.Value, step.Env)
	f.tolerated(job, step)
	switch exec := step.Exec.(type) {
	case *actionlint.ExecAction:
		if exec.Uses == nil {
			return
		}
		f.use(job, exec.Uses, exec.Inputs)
		f.actionCheckout(job, exec, tainted)
		for _, name := range scriptInputs {
			if input := exec.Inputs[name]; input != nil && input.Value != nil {
				f.inject(job, input.Value, "script", tainted)
				f.paste(job, input.Value, "script")
			}
		}
	case *actionlint.ExecRun:
		if exec.Run == nil {
			return
		}
		f.inject(job, exec.Run, "run", tainted)
		f.paste(job, exec.Run, "run")
		f.runCheckout(job, exec.Run, tainted)
		for _, hit := range script.PipedDownloads(exec.Run.Value) {
			f.facts.PipedDownloads = append(f.facts.PipedDownloads,
				ci.Step{Text: hit.Text, Job: job.ID.Value, Line: f.lineIn(exec.Run, hit.Line)})
		}
		for _, c := range script.Commands(exec.Run.Value) {
			f.facts.Commands = append(f.facts.Commands,
				ci.Command{Kind: c.Kind, Text: c.Text, Job: job.ID.Value, Line: f.lineIn(exec.Run, c.Line)})
		}
	}
}

// scriptInputs are inputs of actions that run what they are given, in a fixed order.
var scriptInputs = [...]string{"cmd", "command", "inline-script", "inline_script", "inlinescript", "run", "script"}

// lineIn returns the line of the file where the n-th line of a text stands. The text of a block begins on the
// line after its indicator.
func (f *file) lineIn(text *actionlint.String, n int) int {
	line := text.Pos.Line
	if at := text.Pos.Line - 1; at >= 0 && at < len(f.lines) && !text.Quoted {
		column := min(max(text.Pos.Col-1, 0), len(f.lines[at]))
		if rest := f.lines[at][column:]; strings.HasPrefix(rest, "|") || strings.HasPrefix(rest, ">") {
			line++
		}
	}
	return min(line+n, max(len(f.lines), line))
}
