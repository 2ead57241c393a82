package github

import "sync"

// samples is how often an endpoint is tried.
const samples = 3

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

// note keeps the worst that became of an endpoint.
func (s *sampler) note(endpoint string, f *fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f != nil && f.absent() {
		f = nil
	}
	if before, there := s.became[endpoint]; !there || before == nil && f != nil {
		s.became[endpoint] = f
	}
}
