package github

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/assize/assize/collectors"
)

// samples is how often an endpoint is tried.
const samples = 4

// A probe waits less long than an audit.
const (
	probeAttempt  = 10 * time.Second
	probePatience = 15 * time.Second
)

// A sampler lets each endpoint be asked a few times, and notes what became of it. It may be used from several goroutines.
type sampler struct {
	mu     sync.Mutex
	tried  map[string]int
	became map[string]*fault
}

func newSampler() *sampler { return &sampler{tried: map[string]int{}, became: map[string]*fault{}} }

func (s *sampler) another(endpoint string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tried[endpoint]++
	return s.tried[endpoint] <= samples
}

// note keeps the worst that became of an endpoint: no answer, then a refusal, then none.
func (s *sampler) note(endpoint string, f *fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f != nil && (f.absent() || f.says(http.StatusNotFound, "Branch not found") || f.cause == collectors.Disabled) {
		f = nil
	}
	if before, there := s.became[endpoint]; !there || worse(f, before) {
		s.became[endpoint] = f
	}
}

func worse(a, b *fault) bool {
	rank := func(f *fault) int {
		switch {
		case f == nil:
			return 0
		case f.cause == collectors.PlanLimit:
			return 1
		case f.cause == collectors.Denied || f.cause == collectors.NotFoundAmbiguous:
			return 2
		}
		return 3
	}
	return rank(a) > rank(b)
}

// Probe implements collectors.Prober. It asks each endpoint a few times at most, and tells how many requests an audit takes by
// the option "requests".
func (c *Collector) Probe(ctx context.Context, t collectors.Target, sink collectors.Sink) ([]collectors.Probe, error) {
	if t.Address == "default" {
		return nil, usage(fmt.Errorf("a token may read many organisations, and none was named"), "for example \"assize doctor github:ORG\"")
	}
	config := c.config
	config.Attempt, config.Patience = min(config.Attempt, probeAttempt), min(config.Patience, probePatience)
	s := newSampler()
	v, err := New(config).visit(ctx, t, sink, s)
	if err != nil {
		return nil, err
	}
	byNeed := map[[2]string]collectors.Probe{}
	for _, e := range v.entries() {
		for _, call := range e.calls {
			if !v.whole && strings.HasPrefix(call, orgOf) || v.whole && ofOne[call] || ofREST[call] && !v.asksTips() {
				continue // not asked for this target
			}
			p := s.probe(call)
			key := [2]string{p.Service, p.Needs}
			before, there := byNeed[key]
			if !there || before.Cause == collectors.NotRequested || p.Cause != collectors.NotRequested && p.Cause != "" && before.Cause == "" {
				byNeed[key] = p
			}
		}
	}
	var out []collectors.Probe
	for _, p := range byNeed {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b collectors.Probe) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Needs, b.Needs))
	})
	return out, nil
}

// ofOne are the endpoints that are asked for a single repository alone: an organisation lists the same at once.
var ofOne = map[string]bool{repoOf: true, repoTeamsOf: true, botAlertsOf: true, codeAlertsOf: true, leakAlertsOf: true}

// ofREST are those that are asked where GraphQL is not.
var ofREST = map[string]bool{branchOf: true, configuredOf: true}

// probe is what became of an endpoint.
func (s *sampler) probe(call string) collectors.Probe {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := collectors.Probe{Service: endpoints[call].service, Needs: endpoints[call].needs}
	f, tried := s.became[call]
	switch {
	case !tried:
		out.Cause, out.Detail = collectors.NotRequested, "nothing was found to try it on"
	case f != nil && f.cause == collectors.NotFoundAmbiguous: // as GitHub answers those who may not look
		out.Cause, out.Detail = collectors.Denied, f.detail
	case f != nil:
		out.Cause, out.Detail = f.cause, f.detail
	}
	return out
}

// permissions are those of an app or a fine-grained token that an audit takes, all of them to read. Source: GitHub Docs,
// Permissions required for GitHub Apps.
var permissions = map[string]string{
	"actions": "read", "administration": "read", "checks": "read", "contents": "read", "dependabot_secrets": "read", "deployments": "read",
	"environments": "read", "members": "read", "metadata": "read", "organization_administration": "read",
	"organization_dependabot_secrets": "read", "organization_hooks": "read", "organization_personal_access_tokens": "read",
	"organization_secrets": "read", "organization_self_hosted_runners": "read", "pull_requests": "read", "repository_hooks": "read",
	"secret_scanning_alerts": "read", "secrets": "read", "security_events": "read", "statuses": "read", "vulnerability_alerts": "read",
}

// Permissions implements collectors.Prober: they are written as the manifest of an app has them.
func (c *Collector) Permissions(t collectors.Target) ([]byte, error) {
	if _, err := c.parseOptions(t.Options); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(map[string]any{"default_permissions": permissions}, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}
