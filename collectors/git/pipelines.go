package git

import (
	"context"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/workflow"
)

// workflows tells the GitHub workflows.
func (v *visit) workflows(ctx context.Context) error {
	for _, e := range v.files.entries {
		if !e.regular() || !isWorkflow(e.path) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		text, gap := v.text(e)
		facts, gaps := ci.Workflow{Path: e.text}, []collectors.Gap(nil)
		if gap == nil {
			facts, gaps = workflow.Parse(e.text, text)
		} else {
			for _, fact := range workflow.Facts() {
				gaps = append(gaps, at(gap, fact))
			}
		}
		if err := v.sink.Resource(collectors.Head{Kind: "ci.workflow", ID: e.text, File: e.text, Line: 1}, facts, gaps...); err != nil {
			return err
		}
	}
	return nil
}
