package engine

import (
	"context"
	"time"

	"github.com/assize/assize/collectors"
)

// An Evaluator judges a snapshot with a set of policies. engine/opa makes one.
type Evaluator interface {
	// Policies returns the policies that are selected, sorted by id.
	Policies() []Policy

	// Evaluate returns one finding for each policy on each resource of its kind, and one with resource "*"
	// where a kind could not be listed or has no resource, in canonical order. Policies that broke are
	// findings with verdict error; the returned error is for a broken snapshot or an ended context only.
	Evaluate(ctx context.Context, s *collectors.Snapshot, o Options) ([]Finding, error)
}

// Options of one evaluation.
type Options struct {
	// Now is the audit's clock, data.audit.now_ns in a policy.
	Now time.Time
	// Params returns the parameters that are set for a target; nil stands for defaults everywhere.
	Params func(target string) Params
	// Workers is how many goroutines evaluate; 0 stands for one per processor. It never changes a result.
	Workers int
	// Timeout bounds one policy on one resource; 0 stands for 5 seconds.
	Timeout time.Duration
	// Progress is called now and then with how many of how many findings are done; it may be nil.
	Progress func(done, total int)
}
