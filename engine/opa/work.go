package opa

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/engine"
)

// chunk is how many resources a worker takes at a time.
const chunk = 128

// worker judges resources one after the other. What it holds is used again for each.
type worker struct {
	*audit
	bench   bench
	subject subject
	looked  bool
	scan    scan
	terms   []*ast.Term
	key     []byte
	hash    hash.Hash // SHA-256
	steady  []*result // of the steady dockets on the resource
	rows    []row
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
			w := &worker{audit: a, bench: a.bench, hash: sha256.New()}
			w.bench.stopper, w.bench.direct = newStopper(running), true
			defer w.bench.stopper.close()
			for p := range pieces {
				for i := p.from; i < p.to; i++ {
					if err := w.resource(running, p.job, i); err != nil {
						return err
					}
				}
				a.progress((p.to - p.from) * len(p.job.dockets))
			}
			a.mutex.Lock()
			defer a.mutex.Unlock()
			a.rows = append(a.rows, w.rows)
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
	w.begin(j, i)
	known, key := w.known(j)
	head := w.subject.resource
	ref := &engine.ResourceRef{Resource: head.ID, Name: head.Name, Target: head.Origin.Target, Origin: head.Origin}
	none := []engine.Failure{}
	for n, d := range j.dockets {
		var r *result
		if n < len(known) {
			r = known[n]
		}
		u, err := w.unknowns(d, r)
		if err == nil && r == nil {
			r, err = w.result(ctx, d, u)
		}
		if err != nil {
			return err
		}
		if n < len(j.steady) {
			w.steady[n] = r
		}
		f := &w.findings[d.start+i]
		f.PolicyRef, f.ResourceRef, f.Failures = d.policyRef, ref, none
		if err := r.fill(f, &w.subject, u); err != nil {
			f.Outcome, f.Failures = &broken(noteOf(d.policy, err)).outcome, none
		}
	}
	w.keep(j, key, known)
	return ctx.Err()
}

// begin takes a resource up. Its text is passed over only when something about it is not known yet.
func (w *worker) begin(j *job, i int) {
	r := j.resources[i]
	w.subject, w.looked = subject{resource: r, layout: j.layout}, false
	if len(w.gaps) > 0 {
		w.subject.gaps = w.resourceGaps(r.Origin.Target, r.Kind, r.ID)
	}
	w.steady = slices.Grow(w.steady[:0], len(j.steady))[:len(j.steady)]
}

// known returns the results of an earlier audit for the steady dockets, or nil, and the key that they have.
func (w *worker) known(j *job) (results []*result, key [sha256.Size]byte) {
	if w.set.memo == nil || len(j.steady) == 0 {
		return nil, key
	}
	text := w.subject.resource.JSON
	w.key = binary.AppendUvarint(append(w.key[:0], j.digest[:]...), uint64(len(text)))
	w.hash.Reset()
	w.hash.Write(w.key) // a hash never fails to write
	w.hash.Write(text)
	for _, g := range w.subject.gaps {
		w.key = appendText(w.key[:0], gapKey(g))
		w.hash.Write(w.key)
	}
	w.hash.Sum(key[:0])
	return w.set.memo.rows[key], key
}

// keep notes the results of the steady dockets for the next audit; results are those of the last one, or nil.
func (w *worker) keep(j *job, key [sha256.Size]byte, results []*result) {
	if w.set.memo == nil || len(j.steady) == 0 || slices.ContainsFunc(w.steady, func(r *result) bool { return r.fleeting }) {
		return
	}
	if results == nil {
		results = slices.Clone(w.steady)
	}
	w.rows = append(w.rows, row{key, results})
}

// unknowns are those of a docket; where the result is known, only if it speaks of them.
func (w *worker) unknowns(d *docket, known *result) (unknowns, error) {
	if known != nil && len(known.gaps) == 0 {
		return unknowns{}, nil
	}
	if err := w.look(); err != nil {
		return unknowns{}, err
	}
	return d.unknowns(&w.subject), nil
}

// look passes over the resource's text, once, and gathers what is not known of it.
func (w *worker) look() error {
	if w.looked {
		return nil
	}
	s := &w.subject
	w.looked = true
	w.scan.run(s.layout, s.resource.JSON)
	s.values = w.scan.values
	w.terms = slices.Grow(w.terms[:0], len(s.values))[:len(s.values)]
	clear(w.terms)
	s.terms = w.terms
	if !w.scan.lacking && !w.scan.mistyped {
		return nil
	}
	value, err := s.decoded()
	if err != nil {
		return err
	}
	if w.scan.mistyped { // then the pass may have lost its way
		for slot, path := range s.layout.paths {
			s.values[slot] = lookup(s.resource.JSON, trailOf(path))
		}
	}
	missing, err := w.missing(s.resource, value, s.gaps)
	s.gaps = append(s.gaps, missing...)
	return err
}

// result is what a policy says of a resource: remembered, or worked out.
func (w *worker) result(ctx context.Context, d *docket, u unknowns) (*result, error) {
	s := &w.subject
	if !d.worth.kept() {
		return d.judge(ctx, w.bench, s, u)
	}
	w.key = d.appendKey(w.key[:0], s, u)
	r, hash := w.memo.get(w.key)
	d.worth.count(r != nil)
	if r == nil && w.set.memo != nil && !d.timely {
		if r = w.set.memo.known(d, w.key); r != nil {
			w.memo.put(w.key, hash, r)
		}
	}
	if r != nil {
		return r, nil
	}
	r, err := d.judge(ctx, w.bench, s, u)
	if err == nil && !r.fleeting {
		w.memo.put(w.key, hash, r)
	}
	return r, err
}
