package audit

import (
	"context"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// missed leaves out the gaps of what was not read because no policy wants it, and which none of these policies misses: neither is a
// verdict unknown for it, nor does one judge or look up a kind of which nothing was read.
func missed(gaps []collectors.Gap, policies []engine.Policy, findings []engine.Finding) []collectors.Gap {
	if !slices.ContainsFunc(gaps, func(g collectors.Gap) bool { return g.Cause == collectors.Unwanted }) {
		return gaps
	}
	kinds, hangs := map[string]bool{}, map[collectors.Gap]bool{}
	for _, p := range policies {
		for _, kind := range slices.Concat([]string{p.Kind}, p.Joins, p.Records) {
			kinds[kind] = true
		}
	}
	for _, f := range findings {
		for _, g := range f.Gaps {
			hangs[g] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(gaps), func(g collectors.Gap) bool {
		return g.Cause == collectors.Unwanted && !hangs[g] && !(g.Resource == "" && kinds[g.Kind])
	})
}

// mattering counts gaps but for those of what nobody wants.
func mattering(gaps []collectors.Gap) int {
	n := 0
	for _, g := range gaps {
		if g.Cause != collectors.Unwanted {
			n++
		}
	}
	return n
}

// wanted is what is read of the targets of each collector, by its name, worked out when it is first asked for. Beside a checkout
// that is also where repositories are, by which clones are known.
func (c Collection) wanted(ctx context.Context, visits []collectors.Collector) map[string]*collectors.Wants {
	out := map[string]*collectors.Wants{}
	checkouts := slices.ContainsFunc(visits, func(v collectors.Collector) bool { return slices.Contains(v.Describe().Kinds, "git.repository") })
	for _, v := range visits {
		d := v.Describe()
		if c.Wants == nil || !d.Frugal || out[d.Name] != nil {
			continue
		}
		wants := collectors.LaterWants(func() *collectors.Wants {
			wants, err := c.Wants(ctx, d.Kinds)
			if err != nil {
				return nil // everything: who judges says what is wrong with the policies
			}
			return wants
		})
		if checkouts {
			wants = wants.And("github.repository", "places")
		}
		out[d.Name] = wants
	}
	return out
}
