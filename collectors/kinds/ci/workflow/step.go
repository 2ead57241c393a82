package workflow

import (
	"slices"
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/script"
)

// toldInputs are the inputs of actions whose values are facts. They choose what an action does; none is a secret.
var toldInputs = [...]string{
	"artifact-ids", "cache", "cache-from", "cache-to", "enable-cache", "fail-on-severity", "lookup-only", "name", "no-cache",
	"push", "ref", "repository", "run-id", "run_id", "skip-cache", "skip-token-revoke", "skip_token_revoke", "version", "workflow",
}

// told makes facts of what a step hands to an action.
func told(inputs map[string]*actionlint.Input) map[string]string {
	out := make(map[string]string, len(inputs))
	for name, input := range inputs {
		name = strings.ToLower(name)
		out[name] = ""
		if input != nil && input.Value != nil && slices.Contains(toldInputs[:], name) {
			out[name] = script.Redact(strings.TrimSpace(input.Value.Value))
		}
	}
	return out
}

// comment returns what stands behind a plain text on its line.
func (f *file) comment(text *actionlint.String) string {
	at := text.Pos.Line - 1
	if at < 0 || at >= len(f.lines) {
		return ""
	}
	rest := f.lines[at][min(max(text.Pos.Col-1, 0), len(f.lines[at])):]
	_, rest, found := strings.Cut(rest, text.Value)
	if !found {
		return ""
	}
	_, rest, found = strings.Cut(rest, "#")
	if !found {
		return ""
	}
	return script.Redact(strings.TrimSpace(rest))
}

// tolerated notes a step whose failure is let pass.
func (f *file) tolerated(job *actionlint.Job, step *actionlint.Step) {
	c := step.ContinueOnError
	if c == nil || !c.Value && c.Expression == nil {
		return
	}
	found := ci.Step{Job: job.ID.Value, Line: c.Pos.Line}
	switch exec := step.Exec.(type) {
	case *actionlint.ExecAction:
		if exec.Uses != nil {
			found.Text = exec.Uses.Value
		}
	case *actionlint.ExecRun:
		if exec.Run != nil {
			first, _, _ := strings.Cut(strings.TrimSpace(exec.Run.Value), "\n")
			found.Text = script.Redact(first)
		}
	}
	f.facts.ToleratedSteps = append(f.facts.ToleratedSteps, found)
}

// switchNames are the variables that Switches tells.
var switchNames = [...]string{
	"ACTIONS_ALLOW_UNSECURE_COMMANDS", "ACTIONS_RUNNER_DEBUG", "ACTIONS_STEP_DEBUG", "GIT_SSL_NO_VERIFY", "GOFLAGS", "GOINSECURE", "GONOSUMCHECK",
	"GONOSUMDB", "NODE_TLS_REJECT_UNAUTHORIZED", "NPM_CONFIG_STRICT_SSL", "PYTHONHTTPSVERIFY",
}

// switches notes the variables of env that switch something.
func (f *file) switches(job string, env *actionlint.Env) {
	if env == nil {
		return
	}
	var found []ci.Switch
	for _, variable := range env.Vars {
		if variable == nil || variable.Name == nil || variable.Value == nil {
			continue
		}
		name := strings.ToUpper(variable.Name.Value)
		if !slices.Contains(switchNames[:], name) {
			continue
		}
		value := script.Redact(strings.TrimSpace(variable.Value.Value))
		if !strings.HasPrefix(name, "GO") {
			value = strings.ToLower(value)
		}
		found = append(found, ci.Switch{Name: name, Value: value, Job: job, Line: variable.Name.Pos.Line})
	}
	slices.SortFunc(found, func(a, b ci.Switch) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range found {
		if strings.Contains(s.Value, "${{") {
			f.gap("decided when the workflow runs, by "+s.Value, collectors.Unsupported, "switches", len(f.facts.Switches), "value")
		}
		f.facts.Switches = append(f.facts.Switches, s)
	}
	if env.Expression != nil {
		f.gap("decided when the workflow runs, by "+env.Expression.Value, collectors.Unsupported, "switches")
	}
}

// images notes what a job and its services run in.
func (f *file) images(job *actionlint.Job) {
	f.image(job, "", job.Container)
	if job.Services == nil {
		return
	}
	if job.Services.Expression != nil {
		f.gap("decided when the workflow runs, by "+job.Services.Expression.Value, collectors.Unsupported, "images")
	}
	var names []string
	for name := range job.Services.Value {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if service := job.Services.Value[name]; service != nil {
			f.image(job, name, service.Container)
		}
	}
}

func (f *file) image(job *actionlint.Job, service string, container *actionlint.Container) {
	if container == nil || container.Image == nil || container.Image.Value == "" {
		return
	}
	out := ci.Image{Image: script.Redact(container.Image.Value), Service: service, Job: job.ID.Value, Line: container.Image.Pos.Line}
	if c := container.Credentials; c != nil && (c.Password != nil || c.Expression != nil) {
		how := "literal"
		if c.Expression != nil || strings.Contains(c.Password.Value, "${{") {
			how = "expression"
		}
		out.Password = &how
	}
	f.facts.Images = append(f.facts.Images, out)
}

// paste notes the expressions of a script that become the text of an input.
func (f *file) paste(job *actionlint.Job, text *actionlint.String, sink string) {
	for _, e := range expressions(text.Value) {
		for _, r := range e.reads {
			name, found := strings.CutPrefix(r.path, "inputs.")
			if !found {
				name, found = strings.CutPrefix(r.path, "github.event.inputs.")
			}
			if !found && r.whole && (r.path == "inputs" || r.path == "github.event.inputs") {
				name, found = "*", true
			}
			if found && !f.inputs[name] {
				f.facts.PastedInputs = append(f.facts.PastedInputs,
					ci.Paste{Expression: e.text, Input: name, Sink: sink, Job: job.ID.Value, Line: f.lineIn(text, e.line)})
				break
			}
		}
	}
}
