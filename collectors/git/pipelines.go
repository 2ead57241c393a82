package git

import (
	"context"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci/pipeline"
)

// pipelines tells the GitHub workflows, the actions and the configuration of Dependabot.
func (v *visit) pipelines(ctx context.Context) error {
	for _, kind := range pipeline.Kinds() {
		for _, e := range v.files.entries {
			if !e.regular() || !kind.Is(e.path) {
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

func (v *visit) pipeline(kind pipeline.Kind, e entry) error {
	var facts any
	var gaps []collectors.Gap
	text, gap := v.text(e)
	if gap == nil {
		facts, gaps = kind.Parse(e.text, text)
	} else {
		facts = kind.Bare(e.text)
		for _, fact := range kind.Lost {
			gaps = append(gaps, at(gap, fact))
		}
	}
	return v.sink.Resource(collectors.Head{Kind: kind.Name, ID: e.text, File: e.text}, facts, gaps...)
}
