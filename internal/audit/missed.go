package audit

import (
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
