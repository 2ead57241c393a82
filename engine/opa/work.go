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

// worker judges resources one after the other. What it holds is used again for each.
type worker struct {
	*audit
	bench   bench
	subject subject
	looked  bool
	scan    scan
	terms   []*ast.Term
	seen    *seenTerms
	key     []byte
	hash    hash.Hash // SHA-256
	steady  []*result // of the steady dockets on the resource
	prints  []string  // the fingerprints of their failures
	slab    *slab
	next    int // where the row that is wanted next may begin in the memo
	// By docket: results, what is not known, and the places of those that are worked out, those among them in one query.
	results  []*result
	unknown  []unknowns
	lacking  []int
	joint    []int
	policies []*compiledPolicy // of joint
	wanted   []bool            // what these need, by slot
	rows     []row
}

// run works the jobs off. The order in which they end never shows: each finding has its place.
func (a *audit) run(ctx context.Context, jobs []job) error {
	group, running := errgroup.WithContext(ctx)
	pieces := newSchedule(jobs)
	for range a.options.Workers {
		group.Go(func() error {
			w := &worker{audit: a, bench: a.bench, hash: sha256.New(), seen: newSeenTerms(), slab: &slab{}}
			w.bench.stopper, w.bench.direct = newStopper(running), true
			defer w.bench.stopper.close()
			for p, at := pieces.next(-1); at >= 0; p, at = pieces.next(at) {
				if err := p.ordered(); err != nil {
					return err
				}
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
	at, key := w.known(j)
	known := at != nowhere
	if err := w.judge(ctx, j, known); err != nil {
		return err
	}
	ref := w.slab.refTo(&w.subject.resource)
	none := []engine.Failure{}
	prints, whole := w.prints, true
	for n, d := range j.dockets {
		if !known || n >= len(j.steady) {
			prints = nil
		}
		f, r := &w.findings[d.start+i], w.results[n]
		f.PolicyRef, f.ResourceRef, f.Failures = d.policyRef, ref, none
		err := r.fill(f, &w.subject, w.unknown[n], prints)
		prints = prints[min(len(r.failures), len(prints)):]
		if err != nil {
			r = broken(noteOf(d.policy, err))
			f.Outcome, f.Failures = r.outcome, none
		}
		if n < len(j.steady) {
			whole = whole && !r.fleeting
			w.note(n, r, f)
		}
	}
	if whole {
		w.keep(j, at, key)
	}
	return ctx.Err()
}

// judge finds the results of all dockets on the resource: known ones of the steady dockets, remembered ones, and what is
// worked out, as much as possible in one query.
func (w *worker) judge(ctx context.Context, j *job, known bool) error {
	w.results = slices.Grow(w.results[:0], len(j.dockets))[:len(j.dockets)]
	w.unknown = slices.Grow(w.unknown[:0], len(j.dockets))[:len(j.dockets)]
	w.lacking = w.lacking[:0]
	clear(w.results)
	clear(w.unknown)
	if known {
		copy(w.results, w.steady)
	}
	for n, d := range j.dockets {
		if r := w.results[n]; r != nil && len(r.gaps) == 0 { // it speaks of nothing unknown
			continue
		}
		var err error
		if w.unknown[n], err = w.unknowns(d); err != nil {
			return err
		}
		if w.results[n] == nil {
			w.results[n] = w.remembered(d, w.unknown[n])
		}
		if w.results[n] == nil {
			w.lacking = append(w.lacking, n)
		}
	}
	w.together(ctx, j)
	for _, n := range w.lacking {
		d, u := j.dockets[n], w.unknown[n]
		if w.results[n] == nil {
			var err error
			if w.results[n], err = d.judge(ctx, w.bench, &w.subject, u); err != nil {
				return err
			}
		}
		w.learn(d, u, w.results[n])
	}
	return nil
}

// together works out what is missing in one query, where all that the policies read is known and it does not break.
func (w *worker) together(ctx context.Context, j *job) {
	w.joint, w.policies = w.joint[:0], w.policies[:0]
	for _, n := range w.lacking {
		d := j.dockets[n]
		if len(w.unknown[n].gaps) == 0 && d.world.params[d.policy.unit.policy.ID] == nil {
			w.joint, w.policies = append(w.joint, n), append(w.policies, d.policy)
		}
	}
	if len(w.joint) < 2 {
		return
	}
	decisions := w.bench.together(ctx, w.policies, j.dockets[0].world, j.union.project(&w.subject, w.wants()))
	for i, d := range decisions {
		w.results[w.joint[i]] = d.result(w.policies[i], &w.subject, unknowns{})
	}
}

// wants says by slot what the policies of the joint query need of the resource.
func (w *worker) wants() []bool {
	w.wanted = slices.Grow(w.wanted[:0], len(w.subject.values))[:len(w.subject.values)]
	clear(w.wanted)
	for _, p := range w.policies {
		for _, slot := range p.needed {
			w.wanted[slot] = true
		}
	}
	return w.wanted
}

// begin takes a resource up. Its text is passed over only when something about it is not known yet.
func (w *worker) begin(j *job, i int) {
	r := j.resources[i]
	w.subject, w.looked = subject{resource: r, layout: j.layout, seen: w.seen, slab: w.slab}, false
	if len(w.gaps) > 0 {
		w.subject.gaps = w.resourceGaps(r.Origin.Target, r.Kind, r.ID)
	}
	w.steady, w.prints = w.steady[:0], w.prints[:0]
}

// known looks for the results of an earlier audit for the steady dockets, and returns where they are, or nowhere, and the
// key that they have.
func (w *worker) known(j *job) (at int, key digest) {
	memo := w.set.memo
	if memo == nil || len(j.steady) == 0 {
		return nowhere, key
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
	if at = memo.find(&key, w.next); at == nowhere {
		return at, key
	}
	var err error
	if w.steady, w.prints, w.next, err = memo.read(at, w.steady, w.prints); err != nil || len(w.steady) != len(j.steady) {
		w.steady, w.prints, at = w.steady[:0], w.prints[:0], nowhere
	}
	return at, key
}

// note gathers what is kept of a steady docket's result that was worked out.
func (w *worker) note(n int, r *result, f *engine.Finding) {
	if w.set.memo == nil || n < len(w.steady) {
		return
	}
	w.steady = append(w.steady, r)
	for _, failure := range f.Failures {
		w.prints = append(w.prints, failure.Fingerprint)
	}
}

// keep has the results of the steady dockets ready for the next audit: those read at a place, or worked out now.
func (w *worker) keep(j *job, at int, key digest) {
	if w.set.memo == nil || len(j.steady) == 0 {
		return
	}
	r := row{at: at}
	if at == nowhere {
		r.fresh = &freshRow{key: key, results: slices.Clone(w.steady), prints: slices.Clone(w.prints)}
	}
	w.rows = append(w.rows, r)
}

// unknowns are those of a docket.
func (w *worker) unknowns(d *docket) (unknowns, error) {
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

// remembered is what a policy says of a resource, if that was worked out before; else nil.
func (w *worker) remembered(d *docket, u unknowns) *result {
	if !d.worth.kept() {
		return nil
	}
	w.key = d.appendKey(w.key[:0], &w.subject, u)
	r, hash := w.memo.get(w.key)
	d.worth.count(r != nil)
	if r == nil && w.set.memo != nil && !d.timely {
		if r = w.set.memo.known(d, w.key); r != nil {
			w.memo.put(w.key, hash, r)
		}
	}
	return r
}

// learn remembers what was worked out.
func (w *worker) learn(d *docket, u unknowns, r *result) {
	if r.fleeting || !d.worth.kept() {
		return
	}
	w.key = d.appendKey(w.key[:0], &w.subject, u)
	w.memo.put(w.key, w.memo.hash(w.key), r)
}
