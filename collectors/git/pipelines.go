package git

import (
	"context"
	"strings"

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
		pipeline.Own(facts, v.accounts()...)
	} else {
		facts = kind.Bare(e.text)
		for _, fact := range kind.Lost {
			gaps = append(gaps, at(gap, fact))
		}
	}
	return v.sink.Resource(collectors.Head{Kind: kind.Name, ID: e.text, File: e.text}, facts, gaps...)
}

// accounts are those that the repository belongs to, by its remotes on servers.
func (v *visit) accounts() []string {
	var out []string
	for _, remote := range v.remotes {
		if account, _, _ := strings.Cut(remote.Path, "/"); remote.Host != "" {
			out = append(out, account)
		}
	}
	return out
}
