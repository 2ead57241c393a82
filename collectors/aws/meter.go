package aws

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"

	"github.com/assize/assize/collectors"
)

// A meter stands in the way of every call of a session: it bounds how many are under way, how fast they come and how long
// they take, and counts what became of them. It may be used from several goroutines.
type meter struct {
	slots         chan struct{}
	attempt, call time.Duration

	mu       sync.Mutex
	limiters map[[2]string]*rate.Limiter
	counts   map[[2]string]*collectors.Coverage
	custom   map[string]bool
}

func newMeter(c Config) *meter {
	return &meter{
		slots: make(chan struct{}, c.Workers), attempt: c.Attempt, call: c.Call,
		limiters: map[[2]string]*rate.Limiter{}, counts: map[[2]string]*collectors.Coverage{}, custom: map[string]bool{},
	}
}

// perSecond is how many calls a service takes in one region without complaint. AWS does not publish most of its limits; these
// are well below those that it does. Source: EC2 Developer Guide, request throttling; S3 allows 3,500 a second and prefix;
// AWS WAF Developer Guide, quotas: 5 for each list, 1 for the resources of one, which the retryer slows down to.
func perSecond(service string) float64 {
	switch service {
	case "s3":
		return 2_000
	case "wafv2":
		return 5
	}
	return 50
}

func (m *meter) limiter(service, region string) *rate.Limiter {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := [2]string{service, region}
	if m.limiters[key] == nil {
		m.limiters[key] = rate.NewLimiter(rate.Limit(perSecond(service)), int(perSecond(service)))
	}
	return m.limiters[key]
}

// progressKey is the key of a call's progress in its context.
type progressKey struct{}

// progress is what the attempts of a call tell the call: its region, and why the last one did not succeed.
type progress struct {
	region string
	last   error
}

// A lateError is a call that ran out of time; last is why its last attempt did not succeed.
type lateError struct{ last, err error }

func (e *lateError) Error() string   { return e.err.Error() }
func (e *lateError) Unwrap() []error { return []error{e.last, e.err} }

// calls bounds a call with all its attempts, and counts it.
func (m *meter) calls(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Call",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			ctx, cancel := context.WithTimeout(ctx, m.call)
			defer cancel()
			var p progress
			out, metadata, err := next.HandleInitialize(context.WithValue(ctx, progressKey{}, &p), in)
			if err != nil && p.last != nil && ctx.Err() != nil {
				err = &lateError{p.last, err}
			}
			m.count(ctx, p.region, err)
			return out, metadata, err
		}), middleware.Before)
}

func (m *meter) count(ctx context.Context, region string, err error) {
	key := [2]string{callName(middleware.GetServiceID(ctx)), region}
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.counts[key]
	if c == nil {
		c = &collectors.Coverage{Service: key[0], Region: key[1]}
		m.counts[key] = c
	}
	c.Calls++
	if err == nil || absentIn(middleware.GetServiceID(ctx), middleware.GetOperationName(ctx), err) {
		return
	}
	switch causeOf(err) {
	case collectors.Denied:
		c.Denied++
	case collectors.Throttled:
		c.Throttled++
	default:
		c.Failed++
	}
}

// attempts bounds one attempt, and waits until it may begin.
func (m *meter) attempts(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("Turn",
		func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			p, _ := ctx.Value(progressKey{}).(*progress)
			if p == nil {
				p = &progress{}
			}
			p.region = awsmiddleware.GetRegion(ctx)
			if err := m.limiter(callName(middleware.GetServiceID(ctx)), p.region).Wait(ctx); err != nil {
				return middleware.FinalizeOutput{}, middleware.Metadata{}, errors.Join(context.DeadlineExceeded, err)
			}
			select {
			case m.slots <- struct{}{}:
			case <-ctx.Done():
				return middleware.FinalizeOutput{}, middleware.Metadata{}, ctx.Err()
			}
			defer func() { <-m.slots }()
			bounded, cancel := context.WithTimeout(ctx, m.attempt)
			defer cancel()
			out, metadata, err := next.HandleFinalize(bounded, in)
			p.last = err
			return out, metadata, err
		}), "Retry", middleware.After)
}

// coverage are the counts, sorted.
func (m *meter) coverage() []collectors.Coverage {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []collectors.Coverage
	for _, key := range slices.SortedFunc(maps.Keys(m.counts), func(a, b [2]string) int {
		return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1])
	}) {
		out = append(out, *m.counts[key])
	}
	return out
}

// customEndpoints are the hosts that were asked and do not belong to AWS, by commas.
func (m *meter) customEndpoints() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return join(slices.Sorted(maps.Keys(m.custom)))
}

// awsDomains are the domains of AWS's public endpoints, in all partitions. Source: partitions.json of the SDK.
var awsDomains = []string{
	".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws", ".api.amazonwebservices.com.cn", ".api.amazonwebservices.eu",
	".c2s.ic.gov", ".sc2s.sgov.gov", ".cloud.adc-e.uk", ".csp.hci.ic.gov",
}

// ours says whether a host is AWS's.
func ours(hostname string) bool {
	return slices.ContainsFunc(awsDomains, func(domain string) bool { return strings.HasSuffix(hostname, domain) })
}

// sees notes a host that is not AWS's, or is asked in the clear.
func (m *meter) sees(scheme, host, hostname string) {
	if ours(hostname) && scheme == "https" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.custom[scheme+"://"+host] = true
}
