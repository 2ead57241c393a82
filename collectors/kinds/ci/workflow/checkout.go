package workflow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/script"
)

// A privilege is an event that runs with the repository's own token and secrets although an outsider can cause
// it, and the contexts in which it carries what that outsider chose. Source: GitHub Docs, "Events that trigger
// workflows"; GitHub Security Lab, "Preventing pwn requests".
type privilege struct {
	event string
	refs  *regexp.Regexp // of lower-case expressions and git references
}

var privileges = [...]privilege{
	{"issue_comment", regexp.MustCompile(`github\.event\.issue\.(?:number|pull_request)|steps\.[a-z0-9_-]+\.outputs\.[a-z0-9_-]*(?:ref|sha|branch|head|commit)|gh pr checkout|refs/pull/|pull/`)},
	{"pull_request_target", regexp.MustCompile(`github\.head_ref|github\.event\.pull_request\.(?:head\.(?:ref|sha|label|repo\.full_name)|number|merge_commit_sha)|github\.event\.number|refs/pull/|pull/|gh pr checkout`)},
	{"workflow_run", regexp.MustCompile(`github\.event\.workflow_run\.(?:head_(?:sha|branch|commit\.id|repository\.full_name)|pull_requests)|refs/pull/|gh pr checkout`)},
}

// trigger returns the first of the workflow's privileged events that gives an outsider power over ref.
func (f *file) trigger(ref string) string {
	ref = strings.ToLower(ref)
	for _, p := range privileges {
		if slices.Contains(f.facts.Triggers, p.event) && p.refs.MatchString(ref) {
			return p.event
		}
	}
	return ""
}

// actionCheckout notes a checkout action that fetches what an outsider chose.
func (f *file) actionCheckout(job *actionlint.Job, exec *actionlint.ExecAction, tainted map[string]string) {
	if !strings.EqualFold(parseUse(exec.Uses.Value).Action, "actions/checkout") {
		return
	}
	for _, name := range []string{"ref", "repository"} {
		input := exec.Inputs[name]
		if input == nil || input.Value == nil {
			continue
		}
		ref := input.Value.Value
		if event := f.trigger(resolveEnv(f, job, ref, tainted)); event != "" {
			f.facts.UntrustedCheckouts = append(f.facts.UntrustedCheckouts,
				ci.Checkout{Ref: script.Redact(strings.TrimSpace(ref)), Trigger: event, Job: job.ID.Value, Line: exec.Uses.Pos.Line})
			return
		}
	}
}

var gitFetch = regexp.MustCompile(`(?m)^.*(?:\bgit\b.*\b(?:checkout|fetch|pull|switch|clone|reset|worktree)\b|\bgh\s+pr\s+checkout\b).*$`)

// runCheckout notes the lines of a script that fetch what an outsider chose.
func (f *file) runCheckout(job *actionlint.Job, run *actionlint.String, tainted map[string]string) {
	for _, at := range gitFetch.FindAllStringIndex(run.Value, -1) {
		line := strings.TrimSpace(run.Value[at[0]:at[1]])
		if strings.HasPrefix(line, "#") {
			continue
		}
		if event := f.trigger(resolveEnv(f, job, line, tainted)); event != "" {
			f.facts.UntrustedCheckouts = append(f.facts.UntrustedCheckouts, ci.Checkout{Ref: script.Redact(line), Trigger: event,
				Job: job.ID.Value, Line: f.lineIn(run, strings.Count(run.Value[:at[0]], "\n"))})
		}
	}
}

var variableUse = regexp.MustCompile(`\$\{\{\s*env\.(\w+)\s*\}\}|\$\{?(\w+)\}?`)

// resolveEnv appends the expressions behind the variables that a text uses.
func resolveEnv(f *file, job *actionlint.Job, text string, tainted map[string]string) string {
	out := text
	for _, m := range variableUse.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(m[1] + m[2])
		for _, env := range []*actionlint.Env{job.Env, f.tree.Env} {
			if env == nil {
				continue
			}
			for key, variable := range env.Vars {
				if strings.EqualFold(key, name) && variable != nil && variable.Value != nil {
					out += " " + variable.Value.Value
				}
			}
		}
		out += " " + tainted[name]
	}
	return out
}
