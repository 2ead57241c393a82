package github

import (
	"cmp"
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// pioneers are repositories that are read before the others, so that these need not ask what GraphQL counts: it is believed where
// REST showed the same of another one (census.go).
func (v *visit) pioneers(all []*repository) (first, others []*repository) {
	if !v.counts() {
		return nil, all
	}
	best := map[bool]*repository{}
	for _, r := range all {
		if before := best[r.public]; !r.archived && (!r.public || v.everywhere) && (before == nil || !before.asked() && r.asked()) {
			best[r.public] = r
		}
	}
	for _, r := range all {
		if best[r.public] == r {
			first = append(first, r)
		} else {
			others = append(others, r)
		}
	}
	return first, others
}

// asked says whether a repository is asked for all that GraphQL may spare others: its list does not say that Dependabot's alerts are on.
func (r *repository) asked() bool {
	return !security(r.object.read(&partial{}), false).DependabotSecurityUpdates
}

// readAll reads repositories, several at the same time.
func (v *visit) readAll(ctx context.Context, all []*repository) error {
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(v.config.Workers)
	var ahead errgroup.Group
	for i, r := range all {
		if next := i + batchSize; i%batchSize == 0 && next < len(all) {
			r, b := all[next], all[next].batch
			ahead.Go(func() error { v.ahead(groupCtx, r, b); return nil })
		}
		group.Go(func() error {
			if i%50 == 49 {
				v.sink.Progress(fmt.Sprintf("repository %d of %d", i+1, len(all)))
			}
			return v.repository(groupCtx, r)
		})
	}
	err := group.Wait()
	_ = ahead.Wait() // it never errs
	return cmp.Or(err, ctx.Err())
}
