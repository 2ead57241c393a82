package git

import (
	"context"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/dependabot"
	"github.com/assize/assize/collectors/kinds/ci/workflow"
)

// A pipelineKind is a kind of the files that pipelines are made of.
type pipelineKind struct {
	name string
	is   func(path string) bool
	// facts are those that are lost when the text cannot be had; bare is the resource then.
	facts []string
	bare  func(path string) any
	parse func(path string, text []byte) (any, []collectors.Gap)
}

func pipelineKinds() []pipelineKind {
	return []pipelineKind{
		{"ci.workflow", isWorkflow, workflow.Facts(), func(p string) any { return ci.Workflow{Path: p} },
			func(p string, text []byte) (any, []collectors.Gap) { return both(workflow.Parse(p, text)) }},
		{"ci.action", isAction, workflow.ActionFacts(), func(p string) any { return ci.Action{Path: p} },
			func(p string, text []byte) (any, []collectors.Gap) { return both(workflow.ParseAction(p, text)) }},
		{"ci.dependabot", isDependabot, dependabot.Facts(), func(p string) any { return ci.Dependabot{Path: p} },
			func(p string, text []byte) (any, []collectors.Gap) { return both(dependabot.Parse(p, text)) }},
	}
}

func both[T any](facts T, gaps []collectors.Gap) (any, []collectors.Gap) { return facts, gaps }

// pipelines tells the GitHub workflows, the actions and the configuration of Dependabot.
func (v *visit) pipelines(ctx context.Context) error {
	for _, kind := range pipelineKinds() {
		for _, e := range v.files.entries {
			if !e.regular() || !kind.is(e.path) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := v.pipeline(kind, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *visit) pipeline(kind pipelineKind, e entry) error {
	var facts any
	var gaps []collectors.Gap
	text, gap := v.text(e)
	if gap == nil {
		facts, gaps = kind.parse(e.text, text)
	} else {
		facts = kind.bare(e.text)
		for _, fact := range kind.facts {
			gaps = append(gaps, at(gap, fact))
		}
	}
	return v.sink.Resource(collectors.Head{Kind: kind.name, ID: e.text, File: e.text}, facts, gaps...)
}
