// Package audit is the pipeline: it visits targets side by side, has the snapshot judged, sums the findings
// up to an assessment and writes the reports, each step from the result of the one before.
//
// It knows the wings (collectors, engine, reports) and none of their insides; the command line hands it what
// it needs, the clock among it.
package audit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/progress"
)

// A Collection visits targets.
type Collection struct {
	Registry *collectors.Registry
	// Tool is the program's name and version, for the snapshot's header.
	Tool string
	// Concurrency is how many targets are visited at the same time; below 1 it is 1.
	Concurrency int
	Now         func() time.Time
	Log         *progress.Log
	// Wants says what of some kinds anybody will read. It is asked once for each collector that leaves out the rest, and may
	// wait until that is known; nil has everything read, and so has its error, which says that nothing can be judged.
	Wants func(ctx context.Context, kinds []string) (*collectors.Wants, error)
}

// A TargetError says that one target could not be visited. The others were.
type TargetError struct {
	Ref string
	Err error
}

func (e *TargetError) Error() string { return e.Ref + ": " + e.Err.Error() }

func (e *TargetError) Unwrap() error { return e.Err }

// Run visits all targets and returns one snapshot of them all, with the errors of those that could not be
// visited. The error is for what concerns the run as a whole: an unknown scheme, one target under two names,
// an ended context.
func (c Collection) Run(ctx context.Context, targets []collectors.Target) (*collectors.Snapshot, []*TargetError, error) {
	if len(targets) == 0 {
		return nil, nil, errors.New("no target to visit")
	}
	targets, visits, err := c.expand(ctx, targets)
	if err != nil {
		return nil, nil, err
	}
	parts := make([]*collectors.Snapshot, len(targets))
	var mu sync.Mutex
	var failed []*TargetError
	group, wants := new(errgroup.Group), c.wanted(ctx, visits)
	group.SetLimit(max(c.Concurrency, 1))
	for i, t := range targets {
		group.Go(func() error {
			c.Log.Stage(t.Ref, "begins")
			t.Wants = wants[visits[i].Describe().Name]
			part, err := collectors.Record(ctx, visits[i], t, c.Tool, c.Now, c.Log.Stage)
			if len(targets) > 1 {
				spill(part)
			}
			parts[i] = part
			if err != nil && ctx.Err() != nil {
				c.Log.End(t.Ref, "stopped")
				return nil // the run ends with the context's error
			}
			if err != nil {
				c.Log.End(t.Ref, "could not be visited")
				mu.Lock()
				failed = append(failed, &TargetError{Ref: t.Ref, Err: err})
				mu.Unlock()
				return nil
			}
			c.Log.End(t.Ref, counted(len(part.Resources), "resource")+", "+counted(mattering(part.Gaps), "gap"))
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	snapshot, err := collectors.Merge(c.Tool, parts...)
	if err != nil {
		return nil, nil, &collectors.UsageError{Err: err, Hint: "two of the targets are the same thing: name it once, or give each an id in assize.yaml"}
	}
	return snapshot, inOrder(failed, targets), nil
}

// inOrder sorts errors by the order in which the targets were named.
func inOrder(failed []*TargetError, targets []collectors.Target) []*TargetError {
	var out []*TargetError
	for _, t := range targets {
		for _, f := range failed {
			if f.Ref == t.Ref {
				out = append(out, f)
			}
		}
	}
	return out
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
