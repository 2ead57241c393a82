package opa

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// result is what a policy says of every resource that is alike in all that the policy depends on. It is immutable.
type result struct {
	outcome *engine.Outcome // holds no evidence and no gaps
	// failures have no fingerprints yet, and no actual value where the policy does not read the fact itself.
	failures []*engine.Fault
	// beyond are, by failure, where its actual value is looked up in each resource: facts that the policy does not read.
	// Nil stands for none at all.
	beyond []trail
	// gaps are the unknowns that an unknown hangs on, by their place among those of the resource.
	gaps []int
	// fleeting results are never kept: the policy broke or ran out of time.
	fleeting bool
}

// outcomeOf holds no evidence: it is found when it is wanted.
func outcomeOf(verdict engine.Verdict, note string) *engine.Outcome {
	return &engine.Outcome{Verdict: verdict, Gaps: []collectors.Gap{}, Note: note}
}

// outcomes and plainResults are what nearly all results are made of. Nobody changes them.
var (
	outcomes = map[engine.Verdict]*engine.Outcome{
		engine.Pass: outcomeOf(engine.Pass, ""), engine.Fail: outcomeOf(engine.Fail, ""), engine.Unknown: outcomeOf(engine.Unknown, ""),
		engine.NotApplicable: outcomeOf(engine.NotApplicable, "does not apply to this resource"),
	}
	passed  = &result{outcome: outcomes[engine.Pass]}
	skipped = &result{outcome: outcomes[engine.NotApplicable]}
)

// shared is the result, in the form that all equal ones share where there is one.
func (r *result) shared() *result {
	common := outcomes[r.outcome.Verdict]
	if common == nil || r.outcome.Note != common.Note || len(r.outcome.IfKnown) > 0 {
		return r
	}
	r.outcome = common
	switch r.outcome.Verdict {
	case engine.Pass:
		return passed
	case engine.NotApplicable:
		return skipped
	}
	return r
}

// broken is the result of a policy that broke.
func broken(note string) *result {
	return &result{outcome: outcomeOf(engine.Error, note), fleeting: true}
}

// memoForm changes when a result means something else than before.
const memoForm = "assize.memo/v4"

const (
	shardCount = 64
	maxInline  = 256 // bytes of one value in a key; longer ones stand in it by their digest
	// A policy that found what it looked for less than once in rareHit times of the first trialLookups reads something
	// that is different everywhere: keeping its results would cost more than it saves.
	trialLookups = 512
	rareHit      = 10
)

// memo keeps results by all that they depend on. Keys are compared byte by byte, so a clash of hashes changes nothing.
type memo struct {
	seed   maphash.Seed
	shards [shardCount]shard
}

type shard struct {
	mutex   sync.Mutex
	entries map[uint64]*entry
}

type entry struct {
	key    string
	result *result
	next   *entry
}

func newMemo() *memo {
	m := &memo{seed: maphash.MakeSeed()}
	for i := range m.shards {
		m.shards[i].entries = map[uint64]*entry{}
	}
	return m
}

func (m *memo) hash(key []byte) uint64 { return maphash.Bytes(m.seed, key) }

// get returns the result for a key, or nil, with the key's hash for put.
func (m *memo) get(key []byte) (*result, uint64) {
	hash := m.hash(key)
	s := &m.shards[hash%shardCount]
	s.mutex.Lock()
	e := s.entries[hash]
	s.mutex.Unlock()
	for ; e != nil; e = e.next {
		if e.key == string(key) {
			return e.result, hash
		}
	}
	return nil, hash
}

// put keeps a result; of two for one key, which are equal, it keeps both.
func (m *memo) put(key []byte, hash uint64, r *result) {
	s := &m.shards[hash%shardCount]
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.entries[hash] = &entry{key: string(key), result: r, next: s.entries[hash]}
}

// worth counts how often a policy finds what it looks for.
type worth struct{ lookups, hits atomic.Uint32 }

// kept says whether results of the policy are looked up and kept.
func (w *worth) kept() bool {
	n := w.lookups.Load()
	return n < trialLookups || w.hits.Load() >= n/rareHit
}

func (w *worth) count(hit bool) {
	if w.lookups.Load() >= trialLookups { // the trial is over
		return
	}
	if hit {
		w.hits.Add(1)
	}
	w.lookups.Add(1)
}

// appendSized writes a value with its length before it, or the digest of a long one.
func appendSized(key, value []byte) []byte {
	if len(value) <= maxInline {
		key = append(key, byte(len(value)), byte(len(value)>>8))
		return append(key, value...)
	}
	key = binary.LittleEndian.AppendUint32(append(key, 0xff, 0xff), uint32(len(value)))
	sum := sha256.Sum256(value)
	return append(key, sum[:]...)
}

// A series is what evaluations that follow one another work out together.
type series struct {
	memo    *memo
	numbers map[[sha256.Size]byte]*docket
}

// Series returns the set for evaluations that follow one another, of snapshots that are much alike: each takes over what those before
// it worked out. No two of them may run at the same time.
func (s *Set) Series() *Set {
	out := *s
	out.series = &series{newMemo(), map[[sha256.Size]byte]*docket{}}
	return &out
}

// remember hands what was worked out to the memo that outlives the evaluation.
func (a *audit) remember() {
	if a.set.memo == nil {
		return
	}
	byNumber := make([]*docket, len(a.numbers))
	for _, d := range a.numbers {
		byNumber[d.number] = d
	}
	for i := range a.memo.shards {
		for _, e := range a.memo.shards[i].entries {
			for ; e != nil; e = e.next {
				key := []byte(e.key)
				if d := byNumber[binary.LittleEndian.Uint32(key)]; !d.timely {
					a.set.memo.newKeyed[d.lasting(key)] = e.result
				}
			}
		}
	}
	if rows := slices.Concat(a.rows...); a.set.series == nil {
		a.set.memo.newRows = rows
	} else {
		a.set.memo.newRows = append(a.set.memo.newRows, rows...)
	}
}
