package workflow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

// runFacts are the facts of an action that hang on what it runs.
var runFacts = []string{"commands", "image", "injections", "pasted_inputs", "piped_downloads", "switches", "unsound_conditions", "uses", "using", "using_line"}

// ActionFacts returns the names of all facts that ParseAction reads from an action's text. The slice is the caller's.
func ActionFacts() []string { return append(slices.Clone(runFacts), "title") }

// ParseAction reads the text of the action at path: a file action.yml. Gaps are as those of [Parse].
func ParseAction(path string, text []byte) (ci.Action, []collectors.Gap) {
	f := &file{lines: strings.Split(string(text), "\n"), tree: &actionlint.Workflow{}, gaps: map[string]collectors.Gap{}}
	out := ci.Action{Path: path}
	f.action(text, &out)
	out.Uses, out.Injections, out.PastedInputs = f.facts.Uses, f.facts.Injections, f.facts.PastedInputs
	out.PipedDownloads, out.Commands = f.facts.PipedDownloads, f.facts.Commands
	out.Switches, out.UnsoundConditions = f.facts.Switches, f.facts.UnsoundConditions
	return out, f.sortedGaps()
}

func (f *file) action(text []byte, out *ci.Action) {
	root, detail, cause := tree(text)
	if root == nil {
		f.lose(detail, cause, ActionFacts()...)
		return
	}
	f.doubt(root, nil, func(key *yaml.Node, _ []string) {
		f.lose(fmt.Sprintf("line %d: the key %q, which is a merge key or occurs twice", key.Line, key.Value), collectors.Failed, ActionFacts()...)
	})
	if len(f.gaps) > 0 {
		return
	}
	if name := member(root, "name"); name != nil && name.Kind == yaml.ScalarNode {
		out.Title = strings.TrimSpace(name.Value)
	}
	runs := member(root, "runs")
	using := member(runs, "using")
	if using == nil || using.Kind != yaml.ScalarNode {
		f.lose("it does not say what it runs on", collectors.Failed, runFacts...)
		return
	}
	out.Using, out.UsingLine = strings.ToLower(using.Value), using.Line
	if image := member(runs, "image"); image != nil && image.Kind == yaml.ScalarNode {
		out.Image = &image.Value
	}
	steps := member(runs, "steps")
	if steps == nil {
		if out.Using == "composite" {
			f.lose("its steps are missing", collectors.Failed, runFacts...)
		}
		return
	}
	if steps.Kind != yaml.SequenceNode {
		f.lose(fmt.Sprintf("line %d: the steps are no list", steps.Line), collectors.Failed, runFacts...)
		return
	}
	job := &actionlint.Job{ID: &actionlint.String{}}
	for _, node := range steps.Content {
		step, err := stepOf(resolved(node))
		if err != nil {
			f.lose(err.Error(), collectors.Failed, runFacts...)
		}
		if step != nil {
			f.step(job, step)
		}
	}
}

// tree parses a text as YAML and bounds what its aliases stand for. Without a root it says what is wrong.
func tree(text []byte) (root *yaml.Node, detail string, cause collectors.Cause) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, strings.TrimPrefix(err.Error(), "yaml: "), collectors.Failed
	}
	if size(&document, map[*yaml.Node]int{}) > maxNodes {
		return nil, fmt.Sprintf("its aliases stand for more than %d values", maxNodes), collectors.Truncated
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode {
		return nil, "it is not a mapping", collectors.Failed
	}
	return document.Content[0], "", ""
}

// stepOf makes a step of what the YAML says. With an error it is what could be understood, or nil.
func stepOf(node *yaml.Node) (*actionlint.Step, error) {
	if node.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: a step is no mapping", node.Line)
	}
	var wrong error
	text := func(n *yaml.Node) *actionlint.String {
		if n == nil {
			return nil
		}
		if n.Kind != yaml.ScalarNode {
			wrong = fmt.Errorf("line %d: this is no text", n.Line)
			return nil
		}
		return &actionlint.String{Value: n.Value, Quoted: n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0,
			Pos: &actionlint.Pos{Line: n.Line, Col: n.Column}}
	}
	step := &actionlint.Step{If: text(member(node, "if"))}
	if env := member(node, "env"); env != nil {
		step.Env = &actionlint.Env{Vars: map[string]*actionlint.EnvVar{}}
		if env.Kind == yaml.ScalarNode {
			step.Env.Expression = text(env)
		}
		for i := 0; env.Kind == yaml.MappingNode && i+1 < len(env.Content); i += 2 {
			name := text(env.Content[i])
			step.Env.Vars[strings.ToLower(env.Content[i].Value)] = &actionlint.EnvVar{Name: name, Value: text(resolved(env.Content[i+1]))}
		}
	}
	uses, run := text(member(node, "uses")), text(member(node, "run"))
	switch {
	case uses != nil && run != nil, uses == nil && run == nil:
		return nil, fmt.Errorf("line %d: a step has either uses or run", node.Line)
	case run != nil:
		step.Exec = &actionlint.ExecRun{Run: run}
		return step, wrong
	}
	action := &actionlint.ExecAction{Uses: uses, Inputs: map[string]*actionlint.Input{}}
	with := member(node, "with")
	for i := 0; with != nil && i+1 < len(with.Content); i += 2 {
		name := text(with.Content[i])
		action.Inputs[strings.ToLower(with.Content[i].Value)] = &actionlint.Input{Name: name, Value: text(resolved(with.Content[i+1]))}
	}
	step.Exec = action
	return step, wrong
}
