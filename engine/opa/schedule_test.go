package opa

import (
	"testing"

	"github.com/assize/assize/collectors"
)

func TestScheduleGivesEachResourceOutOnce(t *testing.T) {
	jobs := make([]job, 3)
	given := make([][]int, len(jobs))
	for i, n := range []int{1, 5 * chunk, 3*chunk + 7} {
		jobs[i].resources = make([]collectors.Resource, n)
		given[i] = make([]int, n)
	}
	s := newSchedule(jobs)
	at := [2]int{-1, -1}
	shared := 0
	for alive := 2; alive > 0; {
		for w := range at {
			if at[w] == -2 {
				continue
			}
			var p share
			if p, at[w] = s.next(at[w]); at[w] < 0 {
				at[w], alive = -2, alive-1
				continue
			}
			if left := len(p.job.resources) - p.from; p.to-p.from > max(left/4, leastChunk) {
				t.Fatalf("one worker got %d of %d resources that were left", p.to-p.from, left)
			}
			for i := p.from; i < p.to; i++ {
				given[at[w]][i]++
			}
			if at[0] == at[1] {
				shared++
			}
		}
	}
	for i := range given {
		for j, n := range given[i] {
			if n != 1 {
				t.Fatalf("resource %d of job %d was given out %d times", j, i, n)
			}
		}
	}
	if shared > 2 {
		t.Errorf("two workers were at one kind %d times while there was another", shared)
	}
}
