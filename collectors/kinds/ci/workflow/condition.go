package workflow

import (
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/script"
)

// condition notes the flaws of an "if:". Source: GitHub Docs, "Evaluate expressions in workflows and actions": what is not
// one expression as a whole is a text, and a text that is not empty is true.
func (f *file) condition(job *actionlint.Job, text *actionlint.String) {
	if text == nil || text.Value == "" {
		return
	}
	var found []expression
	if strings.Contains(text.Value, "${{") {
		found = expressions(text.Value)
		if len(found) > 1 || len(found) == 1 && (found[0].start > 0 || found[0].end < len(text.Value)) {
			f.flaw(job, text, "always_true", text.Value, 0)
		}
	} else {
		found = expressions("${{" + text.Value + "\n}}")
	}
	for _, e := range found {
		if e.node == nil {
			continue
		}
		flaws := map[string]bool{}
		actionlint.VisitExprNode(e.node, func(node, _ actionlint.ExprNode, entering bool) {
			if entering {
				flaws[flawOf(node)] = true
			}
		})
		for _, flaw := range []string{"actor", "substring"} {
			if flaws[flaw] {
				f.flaw(job, text, flaw, e.text, e.line)
			}
		}
	}
}

func (f *file) flaw(job *actionlint.Job, text *actionlint.String, flaw, shown string, n int) {
	shown = script.Redact(strings.Join(strings.Fields(shown), " "))
	f.facts.UnsoundConditions = append(f.facts.UnsoundConditions, ci.Condition{Flaw: flaw, Text: shown, Job: job.ID.Value, Line: f.lineIn(text, n)})
}

// flawOf returns the flaw of one node by itself, or "".
func flawOf(node actionlint.ExprNode) string {
	switch n := node.(type) {
	case *actionlint.CompareOpNode:
		if isActor(n.Left) && isRobot(n.Right) || isActor(n.Right) && isRobot(n.Left) {
			return "actor"
		}
	case *actionlint.FuncCallNode:
		if len(n.Args) != 2 {
			return ""
		}
		switch strings.ToLower(n.Callee) {
		case "startswith", "endswith", "contains":
			if isActor(n.Args[0]) && isRobot(n.Args[1]) {
				return "actor"
			}
		}
		if strings.EqualFold(n.Callee, "contains") {
			_, literal := n.Args[0].(*actionlint.StringNode)
			if _, chosen := contextPath(n.Args[1]); literal && chosen {
				return "substring"
			}
		}
	}
	return ""
}

// isActor says whether a node is the name of whoever caused the run.
func isActor(node actionlint.ExprNode) bool {
	path, ok := contextPath(node)
	return ok && (path == "github.actor" || path == "github.triggering_actor")
}

// isRobot says whether a node is the name of a program's account, or the part of it by which they are told.
func isRobot(node actionlint.ExprNode) bool {
	text, ok := node.(*actionlint.StringNode)
	name := ""
	if ok {
		name = strings.ToLower(text.Value)
	}
	return strings.HasSuffix(name, "[bot]") || strings.HasPrefix(name, "dependabot") || strings.HasPrefix(name, "renovate")
}
