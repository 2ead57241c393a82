// Package sandbox judges with policies that nobody vouches for. OPA gives them builtins that reach nothing outside
// and a time limit, but no bound on memory, and a builtin that is at work does not look at the clock. So they are
// evaluated in a process of their own, which is this program again with an empty environment and limits that the
// kernel holds it to. What it says is held against what it was asked; a policy that ends it has broken, and the
// others are judged without it.
//
// It never decides what a verdict is: where nothing breaks, its findings are those of opa.Set, byte for byte.
package sandbox

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
)

// Limits bound the process that judges untrusted policies. A zero value stands for the default.
type Limits struct {
	// Memory is how many bytes the policies may take besides what the snapshot takes; 512 MiB.
	Memory int64 `json:"memory"`
	// Time bounds one policy on all of its resources; one minute, and 5 milliseconds more for each resource.
	Time time.Duration `json:"time"`
	// Output is how many bytes the findings of one policy may have; 32 MiB, and 8 KiB more for each resource.
	Output int64 `json:"output"`
}

const (
	defaultMemory = 512 << 20
	defaultTime   = time.Minute
	defaultOutput = 32 << 20
	resourceTime  = 5 * time.Millisecond
	resourceBytes = 8 << 10
	// roomFactor is how many bytes of memory a byte of the snapshot takes at most, as text and as OPA's terms.
	roomFactor = 16
)

// A Command starts this program as a child, for example /usr/bin/assize with the arguments assize and __judge. The
// program then calls [Serve].
type Command struct {
	Path string
	Args []string // with the program's name before them
}

// An Evaluator judges with the trusted policies of a set in this process and with all others in a child. It is
// immutable; its methods may be called concurrently.
type Evaluator struct {
	set       *opa.Set
	trusted   *opa.Set
	untrusted []string
	limits    Limits
	command   Command
}

// New makes an evaluator for a set. The command is started only when there is something untrusted to judge.
func New(set *opa.Set, command Command, limits Limits) *Evaluator {
	untrusted := set.Untrusted()
	if limits.Memory <= 0 {
		limits.Memory = defaultMemory
	}
	if limits.Time <= 0 {
		limits.Time = defaultTime
	}
	if limits.Output <= 0 {
		limits.Output = defaultOutput
	}
	trusted := set
	if len(untrusted) > 0 {
		trusted = set.Select(func(p engine.Policy) bool { return !slices.Contains(untrusted, p.ID) })
	}
	return &Evaluator{set: set, trusted: trusted, untrusted: untrusted, limits: limits, command: command}
}

// Policies implements engine.Evaluator.
func (e *Evaluator) Policies() []engine.Policy { return e.set.Policies() }

// Evaluate implements engine.Evaluator. That the child cannot be started is an error, too: no policy is at fault.
func (e *Evaluator) Evaluate(ctx context.Context, s *collectors.Snapshot, o engine.Options) ([]engine.Finding, error) {
	c := e.newTrial(s, o)
	if len(c.left) == 0 {
		return e.inside(ctx, c)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	var counter counter
	inside, outside := counter.add(o.Progress), counter.add(o.Progress)
	group, running := errgroup.WithContext(ctx)
	var trusted, untrusted []engine.Finding
	group.Go(func() (err error) {
		own := o
		own.Progress = inside
		trusted, err = e.trusted.Evaluate(running, s, own)
		return err
	})
	group.Go(func() (err error) {
		c.options.Workers, c.options.Progress = o.Workers, outside
		untrusted, err = c.judge(running)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return merged(trusted, untrusted)
}

// inside judges where no untrusted policy has a resource, so that no child is needed.
func (e *Evaluator) inside(ctx context.Context, c *trial) ([]engine.Finding, error) {
	findings, err := e.trusted.Evaluate(ctx, c.snapshot, c.options)
	if err != nil || len(e.untrusted) == 0 {
		return findings, err
	}
	return merged(findings, c.findings)
}

func merged(a, b []engine.Finding) ([]engine.Finding, error) {
	out := slices.Concat(a, b)
	engine.SortFindings(out)
	return out, engine.CheckOrder(out)
}

// counter adds up the progress of several that work at the same time.
type counter struct {
	mutex sync.Mutex
	parts []struct{ done, total int }
}

// add returns the progress function of one more, which reports what all have done; nil for nil.
func (c *counter) add(report func(done, total int)) func(done, total int) {
	if report == nil {
		return nil
	}
	i := len(c.parts)
	c.parts = append(c.parts, struct{ done, total int }{})
	return func(done, total int) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.parts[i].done, c.parts[i].total = done, total
		done, total = 0, 0
		for _, p := range c.parts {
			done, total = done+p.done, total+p.total
		}
		report(done, total)
	}
}
