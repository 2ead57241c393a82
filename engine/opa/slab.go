package opa

import (
	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// slab makes the small parts of findings many at a time: a million of them would cost more to ask for than to fill. One
// goroutine uses it; all that it gives belongs to the findings. A nil slab makes each by itself.
type slab struct {
	unused []engine.Failure
	refs   []engine.ResourceRef
}

// slabSize is how many are made at a time. Below 32 KB together the runtime has them at hand.
const slabSize = 100

// failures are n empty ones with no room for more.
func (s *slab) failures(n int) []engine.Failure {
	if s == nil || n > slabSize {
		return make([]engine.Failure, n)
	}
	if n > len(s.unused) {
		s.unused = make([]engine.Failure, slabSize)
	}
	out := s.unused[:n:n]
	s.unused = s.unused[n:]
	return out
}

// refTo is what findings say of a resource.
func (s *slab) refTo(r *collectors.Resource) *engine.ResourceRef {
	if len(s.refs) == 0 {
		s.refs = make([]engine.ResourceRef, slabSize)
	}
	out := &s.refs[0]
	s.refs = s.refs[1:]
	out.Resource, out.Name, out.Target, out.Origin, out.JSON = r.ID, r.Name, r.Origin.Target, r.Origin, r.JSON
	return out
}
