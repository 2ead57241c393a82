package audit

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// clones says of each checkout among the targets, by its id, which repositories of other targets it is a clone of: those that
// git finds where it finds one of the checkout's sources, whatever the case. A fork is found elsewhere.
func clones(s *collectors.Snapshot) map[string][]engine.Clone {
	at := map[string][]engine.Clone{} // the repositories by place
	for _, t := range s.Targets {
		for _, r := range s.Of(t.ID, "github.repository") {
			var facts struct {
				Places []string `json:"places"`
			}
			if json.Unmarshal(r.JSON, &facts) != nil {
				continue
			}
			for _, place := range facts.Places {
				place = strings.ToLower(place)
				at[place] = append(at[place], engine.Clone{Target: t.ID, Repository: r.ID})
			}
		}
	}
	out := map[string][]engine.Clone{}
	for _, t := range s.Targets {
		for _, r := range s.Of(t.ID, "git.repository") {
			var facts struct {
				Sources []struct{ Remote, Place string } `json:"sources"`
			}
			if json.Unmarshal(r.JSON, &facts) != nil {
				continue
			}
			for _, source := range facts.Sources {
				for _, clone := range at[strings.ToLower(source.Place)] {
					clone.Remote = source.Remote
					out[t.ID] = append(out[t.ID], clone)
				}
			}
		}
		slices.SortFunc(out[t.ID], func(a, b engine.Clone) int {
			return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Repository, b.Repository), cmp.Compare(a.Remote, b.Remote))
		})
	}
	return out
}
