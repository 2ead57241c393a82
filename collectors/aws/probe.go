package aws

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"

	"github.com/assize/assize/collectors"
)

// A probe waits less long for an answer than an audit, and tries less often.
const (
	probeAttempt  = 10 * time.Second
	probeCall     = 25 * time.Second
	probeAttempts = 3
)

// samples is how often an operation is tried in a region. The first thing found may be one on which nothing more is
// asked, such as a key of AWS's own.
const samples = 5

// errSampled says that an operation was not sent because it was tried in this region often enough.
var errSampled = errors.New("not tried: others like it were")

// errOver says that a probe came to nothing because the credentials did not last.
var errOver = errors.New("the credentials expired while the permissions were tried: what they may read is not known")

// A sampler lets each operation pass a few times in each region, and notes what became of it. So a visit that passes it reads
// the first pages of each list and a few things of each kind, whatever the table has. It may be used from several goroutines.
type sampler struct {
	mu     sync.Mutex
	tried  map[[2]string]int              // by operation and region
	became map[[2]string]collectors.Probe // by IAM action and region
	over   lapse                          // of the credentials, "" while they last
}

func newSampler() *sampler {
	return &sampler{tried: map[[2]string]int{}, became: map[[2]string]collectors.Probe{}}
}

// sample is the sampler's middleware. It stands at the end of its step, where the call's region is known.
func (s *sampler) sample(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Sample",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			service, operation, region := middleware.GetServiceID(ctx), middleware.GetOperationName(ctx), awsmiddleware.GetRegion(ctx)
			if !s.another(service+":"+operation, region) {
				return middleware.InitializeOutput{}, middleware.Metadata{}, errSampled
			}
			out, metadata, err := next.HandleInitialize(ctx, in)
			if absentIn(service, operation, err) {
				s.note(action(service, operation), region, nil)
			} else {
				s.note(action(service, operation), region, err)
			}
			return out, metadata, err
		}), middleware.After)
}

func (s *sampler) another(operation, region string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{operation, region}
	s.tried[key]++
	return s.tried[key] <= samples
}

func (s *sampler) lapse() lapse {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over
}

// note keeps the worst that became of an action: several operations may take the same.
func (s *sampler) note(action, region string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is := collectors.Probe{Needs: action, Region: region}
	if err != nil {
		is.Cause, is.Detail = causeOf(err), detailOf(err)
		s.over = cmp.Or(s.over, lapseOf(err))
	}
	key := [2]string{action, region}
	if before, there := s.became[key]; !there || worse(is, before) {
		s.became[key] = is
	}
}

// worse says whether a tells of a greater hindrance than b: no answer, then a refusal, then not tried, then none.
func worse(a, b collectors.Probe) bool {
	rank := func(p collectors.Probe) int {
		switch p.Cause {
		case "":
			return 0
		case collectors.NotRequested:
			return 1
		case collectors.Denied:
			return 2
		}
		return 3
	}
	return rank(a) > rank(b)
}

// Probe implements collectors.Prober. It sends each operation of the table a few times in each region at most. Credentials that
// expire meanwhile are an error: what was refused after that says nothing of what they may read.
func (c *Collector) Probe(ctx context.Context, t collectors.Target, sink collectors.Sink) ([]collectors.Probe, error) {
	s := newSampler()
	v, err := c.hasty().visit(ctx, t, sink, s.sample)
	if err != nil {
		return nil, err
	}
	if over := s.lapse(); over != "" {
		profile, _ := member(t.Address)
		return nil, usage(errOver, over.remedy(profile)+", and start again with some that last for a few minutes")
	}
	var out []collectors.Probe
	for _, e := range table() {
		if !v.options.wants(e.service) {
			continue
		}
		places := []string{everywhere}
		if e.scope == regional {
			places = v.visited
		}
		for _, region := range places {
			for _, action := range slices.Sorted(slices.Values(e.actions)) {
				out = append(out, s.probe(e, action, region))
			}
		}
	}
	return out, nil
}

// probe is what became of an entry's action in a region; a global entry has what became of it anywhere.
func (s *sampler) probe(e entry, action, region string) collectors.Probe {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := false
	var out collectors.Probe
	for key, is := range s.became {
		if key[0] == action && (region == everywhere || key[1] == region) && (!found || worse(is, out)) {
			found, out = true, is
		}
	}
	if !found {
		out = collectors.Probe{Cause: collectors.NotRequested, Detail: "nothing was found to try it on"}
	}
	out.Service, out.Region, out.Needs = e.service, region, action
	return out
}

// hasty is the collector with less patience.
func (c *Collector) hasty() *Collector {
	config := c.config
	config.Attempt, config.Call = min(config.Attempt, probeAttempt), min(config.Call, probeCall)
	if config.Retryer == nil {
		config.Retryer = func() sdk.Retryer { return retry.AddWithMaxAttempts(retry.NewStandard(), probeAttempts) }
	}
	return New(config)
}
