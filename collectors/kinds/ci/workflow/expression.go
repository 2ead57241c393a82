package workflow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/assize/assize/collectors/kinds/ci"
)

// An expression is one ${{ … }} of a text.
type expression struct {
	text string // what stands between the braces
	line int    // of the text, from 0
	// start and end are where it stands in the text, braces included; node is nil when it does not parse.
	start, end int
	node       actionlint.ExprNode
	// reads are the contexts that can become its result: "github.event.issue.title", an index written "*".
	reads []read
}

// A read is one dereference of a context. Whole is true when a function gets it, so that an object prints all
// that it holds.
type read struct {
	path  string
	whole bool
}

// expressions finds the expressions of a text. One that does not parse is read as words.
func expressions(text string) []expression {
	var out []expression
	for at := 0; ; {
		start := strings.Index(text[at:], "${{")
		if start < 0 {
			return out
		}
		start += at
		body := text[start+3:]
		found := expression{line: strings.Count(text[:start], "\n"), start: start}
		lexer := actionlint.NewExprLexer(body)
		node, err := actionlint.NewExprParser().Parse(lexer)
		end := strings.Index(body, "}}")
		if err == nil {
			end = min(max(lexer.Offset()-2, 0), len(body))
			found.reads, found.node = results(node, false), node
		}
		if end < 0 {
			end = len(body)
		}
		found.text, found.end = strings.TrimSpace(body[:end]), min(start+3+end+2, len(text))
		if err != nil {
			found.reads = words(found.text)
		}
		out = append(out, found)
		at = min(start+3+end, len(text))
	}
}

var contextWord = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_-]*(?:\.(?:\*|[A-Za-z_][A-Za-z0-9_-]*))+`)

func words(text string) []read {
	var out []read
	for _, word := range contextWord.FindAllString(text, -1) {
		out = append(out, read{strings.ToLower(word), true})
	}
	return out
}

// results returns the contexts that can become the value of an expression. What is only compared, negated or
// searched in cannot: its value is true or false.
func results(node actionlint.ExprNode, whole bool) []read {
	if path, ok := contextPath(node); ok {
		return []read{{path, whole}}
	}
	switch n := node.(type) {
	case *actionlint.LogicalOpNode:
		if n.Kind == actionlint.LogicalOpNodeKindAnd { // the left side comes out only where it is empty, zero or false
			return results(n.Right, whole)
		}
		return append(results(n.Left, whole), results(n.Right, whole)...)
	case *actionlint.FuncCallNode:
		switch strings.ToLower(n.Callee) {
		case "contains", "startswith", "endswith", "hashfiles", "success", "failure", "always", "cancelled":
			return nil
		}
		var out []read
		for _, arg := range n.Args {
			out = append(out, results(arg, true)...)
		}
		return out
	case *actionlint.ObjectDerefNode:
		return results(n.Receiver, whole)
	case *actionlint.ArrayDerefNode:
		return results(n.Receiver, whole)
	case *actionlint.IndexAccessNode:
		return results(n.Operand, whole)
	}
	return nil
}

// contextPath writes a chain of dereferences as a path.
func contextPath(node actionlint.ExprNode) (string, bool) {
	switch n := node.(type) {
	case *actionlint.VariableNode:
		return strings.ToLower(n.Name), true
	case *actionlint.ObjectDerefNode:
		base, ok := contextPath(n.Receiver)
		return base + "." + strings.ToLower(n.Property), ok
	case *actionlint.ArrayDerefNode:
		base, ok := contextPath(n.Receiver)
		return base + ".*", ok
	case *actionlint.IndexAccessNode:
		base, ok := contextPath(n.Operand)
		if key, plain := n.Index.(*actionlint.StringNode); plain {
			return base + "." + strings.ToLower(key.Value), ok
		}
		return base + ".*", ok
	}
	return "", false
}

// untrusted are the contexts whose text somebody outside of the repository can choose. Sources: GitHub Docs,
// "Security hardening for GitHub Actions" and "Webhook events and payloads"; GitHub Security Lab, "Untrusted input".
var untrusted = [...]string{
	"github.head_ref",
	"github.event.issue.title", "github.event.issue.body",
	"github.event.pull_request.title", "github.event.pull_request.body",
	"github.event.pull_request.head.ref", "github.event.pull_request.head.label",
	"github.event.pull_request.head.repo.default_branch", "github.event.pull_request.head.repo.description",
	"github.event.pull_request.head.repo.homepage",
	"github.event.comment.body", "github.event.review.body", "github.event.review_comment.body",
	"github.event.discussion.title", "github.event.discussion.body",
	"github.event.pages.*.page_name", "github.event.pages.*.title",
	"github.event.commits.*.message", "github.event.commits.*.author.email", "github.event.commits.*.author.name",
	"github.event.commits.*.committer.email", "github.event.commits.*.committer.name",
	"github.event.head_commit.message", "github.event.head_commit.author.email", "github.event.head_commit.author.name",
	"github.event.head_commit.committer.email", "github.event.head_commit.committer.name",
	"github.event.changes.title.from", "github.event.changes.body.from", "github.event.changes.head.ref.from",
	"github.event.workflow_run.head_branch", "github.event.workflow_run.display_title",
	"github.event.workflow_run.head_commit.message", "github.event.workflow_run.head_commit.author.email",
	"github.event.workflow_run.head_commit.author.name", "github.event.workflow_run.head_repository.description",
	"github.event.workflow_run.pull_requests.*.head.ref",
}

// isUntrusted says whether a read can give text that an outsider chose.
func isUntrusted(r read) bool {
	got := strings.Split(r.path, ".")
	for _, known := range untrusted {
		want := strings.Split(known, ".")
		if len(got) > len(want) || len(got) < len(want) && !r.whole {
			continue
		}
		if slices.EqualFunc(got, want[:len(got)], func(a, b string) bool { return a == b || a == "*" || b == "*" }) {
			return true
		}
	}
	return false
}

// tainted returns the variables of env, lower case, that hold an outsider's text at a step, each with the
// expression that put it there.
func (f *file) tainted(job *actionlint.Job, step *actionlint.Step) map[string]string {
	out := map[string]string{}
	for _, env := range []*actionlint.Env{f.tree.Env, job.Env, step.Env} {
		if env == nil {
			continue
		}
		for name, variable := range env.Vars {
			delete(out, strings.ToLower(name)) // an inner one hides an outer one
			if variable == nil || variable.Value == nil {
				continue
			}
			for _, e := range expressions(variable.Value.Value) {
				if slices.ContainsFunc(e.reads, isUntrusted) {
					out[strings.ToLower(name)] = e.text
				}
			}
		}
	}
	return out
}

// inject notes the expressions that paste an outsider's text into a script: straight, or by way of a variable
// that the script pastes as ${{ env.NAME }}. A script that uses the variable itself is safe and not noted.
func (f *file) inject(job *actionlint.Job, text *actionlint.String, sink string, tainted map[string]string) {
	for _, e := range expressions(text.Value) {
		injection := ci.Injection{Expression: e.text, Sink: sink, Job: job.ID.Value, Line: f.lineIn(text, e.line)}
		for _, r := range e.reads {
			origin, byEnv := tainted[strings.TrimPrefix(r.path, "env.")]
			byEnv = byEnv && strings.HasPrefix(r.path, "env.")
			if byEnv {
				injection.Expression, injection.Sink = origin, "env"
			}
			if byEnv || isUntrusted(r) {
				f.facts.Injections = append(f.facts.Injections, injection)
				break
			}
		}
	}
}
