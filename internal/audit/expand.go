package audit

import (
	"context"

	"github.com/assize/assize/collectors"
)

// expand returns the targets that are visited, each with its collector. One that could not be expanded stays, with a collector
// that says why: it is a target that could not be visited, and the others are.
func (c Collection) expand(ctx context.Context, targets []collectors.Target) ([]collectors.Target, []collectors.Collector, error) {
	var out []collectors.Target
	var visits []collectors.Collector
	for _, t := range targets {
		collector, err := c.Registry.Lookup(t)
		if err != nil {
			return nil, nil, err
		}
		several := []collectors.Target{t}
		if e, ok := collector.(collectors.Expander); ok {
			if several, err = e.Expand(ctx, t); err != nil {
				if ctx.Err() != nil {
					return nil, nil, ctx.Err()
				}
				several, collector = []collectors.Target{t}, unexpanded{collector, err}
			}
		}
		for _, one := range several {
			out, visits = append(out, one), append(visits, collector)
		}
	}
	return out, visits, nil
}

// unexpanded visits nothing, and says why.
type unexpanded struct {
	collectors.Collector
	err error
}

// Collect implements collectors.Collector.
func (u unexpanded) Collect(context.Context, collectors.Target, collectors.Sink) error { return u.err }
