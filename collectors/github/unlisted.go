package github

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/assize/assize/collectors"
)

// unlisted is a kind that could not be listed in one repository.
type unlisted struct {
	repository string
	gap        collectors.Gap
}

// unlisted notes that kinds could not be listed, or not to the end, in one repository.
func (v *visit) unlisted(r *repository, err error, kinds ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, kind := range kinds {
		v.lists[kind] = append(v.lists[kind], unlisted{r.full, gapOf(err)})
	}
}

// kindGap tells that kinds could not be listed, or not to the end.
func (v *visit) kindGap(err error, kinds ...string) {
	for _, kind := range kinds {
		gap := gapOf(err)
		gap.Kind = kind
		v.sink.Gap(gap)
	}
}

// tellLists tells of each kind in which repositories it could not be listed: where that went the same way in all of
// several, it is one gap on the kind.
func (v *visit) tellLists() {
	for kind, lost := range v.lists {
		slices.SortFunc(lost, func(a, b unlisted) int {
			return cmp.Or(compareFold(a.repository, b.repository), cmp.Compare(a.gap.Cause, b.gap.Cause), cmp.Compare(a.gap.Detail, b.gap.Detail))
		})
		first := lost[0].gap
		alike := !slices.ContainsFunc(lost, func(u unlisted) bool { return u.gap.Cause != first.Cause || u.gap.Needs != first.Needs })
		of := map[string]bool{}
		for _, u := range lost {
			of[u.repository] = true
		}
		if alike && len(of) == v.tried[kind] && (len(of) > 1 || !v.whole) {
			if first.Kind = kind; v.whole && first.Cause != collectors.NotRequested && first.Cause != collectors.Spared {
				first.Detail = fmt.Sprintf("in all %d repositories; the first: %s", len(of), first.Detail)
			}
			v.sink.Gap(first)
			continue
		}
		told := map[string]bool{}
		for _, u := range lost {
			if told[u.repository] {
				continue
			}
			told[u.repository] = true
			gap := u.gap
			gap.Kind, gap.Region, gap.Detail = kind, u.repository, "in "+u.repository+": "+u.gap.Detail
			v.sink.Gap(gap)
		}
	}
}
