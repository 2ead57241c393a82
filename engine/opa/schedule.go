package opa

import (
	"fmt"
	"sync"
)

// chunk is how many resources a worker takes at a time, leastChunk how many at the end of a job: what is left then is shared,
// since a few policies on it may cost more than all others on all else.
const (
	chunk      = 128
	leastChunk = 8
)

// schedule hands out resources to workers. Each stays with a kind as long as there is some of it left and as few as
// possible share one, because those who judge alike resources at the same time work the same out twice.
type schedule struct {
	mutex   sync.Mutex
	jobs    []job
	done    []int // how many resources of each job are given out
	workers []int // who is at each job
}

// share are some resources of a job.
type share struct {
	job      *job
	from, to int
}

// ordered says whether the resources stand in their order, on which that of the findings rests.
func (s share) ordered() error {
	resources := s.job.resources
	for i := max(s.from, 1); i < s.to; i++ {
		if resources[i-1].ID >= resources[i].ID { // none is there twice
			return fmt.Errorf("the resources of kind %s are not in order", resources[i].Kind)
		}
	}
	return nil
}

func newSchedule(jobs []job) *schedule {
	return &schedule{jobs: jobs, done: make([]int, len(jobs)), workers: make([]int, len(jobs))}
}

// next gives a worker its next share, and the number of its job; before is that of the last one, -1 at the beginning. The
// number is -1 when nothing is left.
func (s *schedule) next(before int) (share, int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at := before
	if at < 0 || s.left(at) == 0 {
		if at >= 0 {
			s.workers[at]--
		}
		if at = s.choice(); at < 0 {
			return share{}, -1
		}
		s.workers[at]++
	}
	from := s.done[at]
	s.done[at] = from + min(max(s.left(at)/4, leastChunk), chunk, s.left(at))
	return share{&s.jobs[at], from, s.done[at]}, at
}

func (s *schedule) left(job int) int { return len(s.jobs[job].resources) - s.done[job] }

// choice is the job with the fewest workers, of those the one with the most left, or -1.
func (s *schedule) choice() int {
	best := -1
	for i := range s.jobs {
		if s.left(i) > 0 && (best < 0 || s.workers[i] < s.workers[best] || s.workers[i] == s.workers[best] && s.left(i) > s.left(best)) {
			best = i
		}
	}
	return best
}
