package opa

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// chunk is how many resources a worker takes at a time.
const chunk = 128

// worker judges resources one after the other. What it holds is used again for each.
type worker struct {
	*audit
	subject subject
	scan    scan
	key     []byte
}

// run works the jobs off. The order in which they end never shows: each finding has its place.
func (a *audit) run(ctx context.Context, jobs []job) error {
	type piece struct {
		job      *job
		from, to int
	}
	group, running := errgroup.WithContext(ctx)
	pieces := make(chan piece)
	group.Go(func() error {
		defer close(pieces)
		for i := range jobs {
			for from := 0; from < len(jobs[i].resources); from += chunk {
				select {
				case pieces <- piece{&jobs[i], from, min(from+chunk, len(jobs[i].resources))}:
				case <-running.Done():
					return nil
				}
			}
		}
		return nil
	})
	for range a.options.Workers {
		group.Go(func() error {
			w := &worker{audit: a}
			for p := range pieces {
				for i := p.from; i < p.to; i++ {
					if err := w.resource(running, p.job, i); err != nil {
						return err
					}
				}
				a.progress((p.to - p.from) * len(p.job.dockets))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (a *audit) progress(n int) {
	if a.options.Progress == nil {
		return
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.done += n
	a.options.Progress(a.done, a.total)
}

// resource judges one resource with all policies of its kind.
func (w *worker) resource(ctx context.Context, j *job, i int) error {
	s, err := w.look(j, i)
	if err != nil {
		return err
	}
	for _, d := range j.dockets {
		if err := ctx.Err(); err != nil {
			return err
		}
		u := d.unknowns(s)
		r, err := w.result(ctx, d, s, u)
		if err != nil {
			return err
		}
		f := &w.findings[d.start+i]
		*f = d.finding
		f.Resource, f.Name, f.Origin = s.resource.ID, s.resource.Name, s.resource.Origin
		if err := r.fill(f, s, u); err != nil {
			f.Verdict, f.Note, f.Failures = engine.Error, noteOf(d.policy, err), []engine.Failure{}
		}
	}
	return ctx.Err()
}

// look passes over a resource's text and gathers what is not known of it.
func (w *worker) look(j *job, i int) (*subject, error) {
	r := j.resources[i]
	w.subject = subject{resource: r, layout: j.layout}
	s := &w.subject
	if len(w.gaps) > 0 {
		s.gaps = w.resourceGaps(r.Origin.Target, r.Kind, r.ID)
	}
	w.scan.run(j.layout, r.JSON)
	s.values = w.scan.values
	if !w.scan.lacking && !w.scan.mistyped {
		return s, nil
	}
	value, err := s.decoded()
	if err != nil {
		return nil, err
	}
	if w.scan.mistyped { // then the pass may have lost its way
		for slot, path := range j.layout.paths {
			s.values[slot] = nil
			if found, ok := path.Lookup(value); ok {
				if s.values[slot], err = collectors.Canonical(found); err != nil {
					return nil, err
				}
			}
		}
	}
	missing, err := w.missing(r, value, s.gaps)
	s.gaps = append(s.gaps, missing...)
	return s, err
}

// result is what a policy says of a resource: remembered, or worked out.
func (w *worker) result(ctx context.Context, d *docket, s *subject, u unknowns) (*result, error) {
	if !d.worth.kept() {
		return d.judge(ctx, w.bench, s, u)
	}
	w.key = d.appendKey(w.key[:0], s, u)
	r, hash := w.memo.get(w.key)
	d.worth.count(r != nil)
	if r != nil {
		return r, nil
	}
	r, err := d.judge(ctx, w.bench, s, u)
	if err == nil && !r.fleeting {
		w.memo.put(w.key, hash, r)
	}
	return r, err
}
