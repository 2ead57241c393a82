package opa

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// maxMemo bounds the written form, in bytes. What does not fit is worked out anew.
const maxMemo = 128 << 20

// maxIdle is how many times a result is written again that nobody asked for.
const maxIdle = 8

// A Memo keeps the results of one evaluation for the next one. It holds them under SHA-256 digests of all that they depend
// on, so it changes the cost of an evaluation and nothing else. One evaluation at a time uses it.
type Memo struct {
	program string
	// What an earlier evaluation left, in parts of its text. Of these nothing is decoded before it is wanted, since that
	// would be done by one goroutine while all others wait.
	text   string
	texts  string // of the results, one after the other
	starts string // where each of them begins: startBytes each
	keyed  string // results of single policies, sorted by their keys: singleBytes each
	rows   string // what is known of one resource each, in the order in which they were judged
	index  string // where each row begins, sorted by the first bytes of their keys: indexBytes each
	// results are those that were wanted, by their place in starts. Goroutines that want one at the same time get the same.
	results []atomic.Pointer[result]
	// What this one worked out or used.
	newRows  []row
	newKeyed map[digest]*result
}

type digest = [sha256.Size]byte

const (
	startBytes  = 4
	singleBytes = sha256.Size + 1 + startBytes // the key, how many times it was written again without being asked for, the result's place
	indexBytes  = 8 + startBytes
)

// row are the results of the steady policies of a kind on one resource: where they stand in the rows that were read, or
// what was worked out.
type row struct {
	at    int
	fresh *freshRow // nil for one that was read
}

type freshRow struct {
	key     digest
	results []*result
	prints  []string // the fingerprints of all their failures
}

// nowhere is the place of a row that is not known.
const nowhere = -1

// NewMemo returns one that holds nothing. Program names the build of the program that judges: what another one worked out
// is not taken over.
func NewMemo(program string) *Memo {
	return &Memo{program: program, newKeyed: map[digest]*result{}}
}

// WithMemo returns the set with a memo that its evaluations use and fill.
func (s *Set) WithMemo(m *Memo) *Set {
	out := *s
	out.memo = m
	return &out
}

// singles and rowCount are how many results of single policies and how many rows were read.
func (m *Memo) singles() int  { return len(m.keyed) / singleBytes }
func (m *Memo) rowCount() int { return len(m.index) / indexBytes }

// single is a result of a single policy, by its number in the order of the keys.
func (m *Memo) single(n int) (key string, idle uint8, place uint32) {
	entry := m.keyed[n*singleBytes : (n+1)*singleBytes]
	return entry[:sha256.Size], entry[sha256.Size], number32(entry[sha256.Size+1:])
}

// known returns what is known of one policy on such a resource, or nil.
func (m *Memo) known(d *docket, key []byte) *result {
	if len(m.keyed) == 0 {
		return nil
	}
	wanted := d.lasting(key)
	n := sort.Search(m.singles(), func(i int) bool {
		key, _, _ := m.single(i)
		return key >= string(wanted[:])
	})
	if n == m.singles() {
		return nil
	}
	found, _, place := m.single(n)
	if found != string(wanted[:]) {
		return nil
	}
	r, err := m.result(uint64(place))
	if err != nil { // the text is whole, so this is a memo that we wrote wrongly
		return nil
	}
	return r
}

// lasting is a key of the docket that also holds in another evaluation.
func (d *docket) lasting(key []byte) digest {
	return sha256.Sum256(append(slices.Clone(d.digest[:]), key[numberBytes:]...))
}

// find returns where the row with a key begins, or nowhere. Guess is where it may be: rows stand in the order in which
// they were judged, so the next one wanted mostly follows the last.
func (m *Memo) find(key *digest, guess int) int {
	if m.begins(guess, key) {
		return guess
	}
	prefix := string(key[:indexBytes-startBytes])
	at := func(i int) string { return m.index[i*indexBytes : (i+1)*indexBytes] }
	for n := sort.Search(m.rowCount(), func(i int) bool { return at(i)[:len(prefix)] >= prefix }); n < m.rowCount(); n++ {
		if at(n)[:len(prefix)] != prefix {
			break
		}
		if place := int(number32(at(n)[len(prefix):])); m.begins(place, key) {
			return place
		}
	}
	return nowhere
}

// begins says whether the row with a key begins at a place.
func (m *Memo) begins(at int, key *digest) bool {
	return at >= 0 && at <= len(m.rows)-len(key) && m.rows[at:at+len(key)] == string(key[:])
}

// read appends the results of the row at a place and the fingerprints of their failures, and returns where the next row
// begins.
func (m *Memo) read(at int, results []*result, prints []string) ([]*result, []string, int, error) {
	r := &memoReader{text: m.rows[at+sha256.Size:]}
	failures := 0
	for range r.count() {
		known, err := m.result(r.number())
		if err != nil {
			return results, prints, nowhere, err
		}
		results = append(results, known)
		failures += len(known.failures)
	}
	for range failures {
		prints = append(prints, r.str())
	}
	return results, prints, len(m.rows) - len(r.text), r.err
}

// result decodes the result at a place when it is first wanted.
func (m *Memo) result(place uint64) (*result, error) {
	if place >= uint64(len(m.results)) {
		return nil, errors.New("there is no such result")
	}
	if known := m.results[place].Load(); known != nil {
		return known, nil
	}
	at := number32(m.starts[place*startBytes:])
	if uint64(at) > uint64(len(m.texts)) {
		return nil, errors.New("a result begins behind the end")
	}
	r := &memoReader{text: m.texts[at:]}
	out := r.result()
	if r.err != nil {
		return nil, r.err
	}
	if !m.results[place].CompareAndSwap(nil, out) {
		out = m.results[place].Load()
	}
	return out, nil
}

// Unchanged says whether Encode would write what ReadMemo has read.
func (m *Memo) Unchanged() bool {
	return len(m.newRows) == m.rowCount() && len(m.newKeyed) == 0 && !slices.ContainsFunc(m.newRows, func(r row) bool { return r.fresh != nil })
}

// Encode writes what the evaluation worked out or used, and what an earlier one did as long as it may be of use. ReadMemo
// reads it.
func (m *Memo) Encode() []byte {
	if m.Unchanged() && m.rowCount() > 0 {
		return []byte(m.text)
	}
	w := &memoWriter{numbers: map[*result]uint32{}}
	m.encodeSingles(w)
	for _, r := range m.newRows {
		fresh := r.fresh
		if fresh == nil {
			fresh = &freshRow{key: digest([]byte(m.rows[r.at : r.at+sha256.Size]))}
			var err error
			if fresh.results, fresh.prints, _, err = m.read(r.at, nil, nil); err != nil { // it was read before
				continue
			}
		}
		w.row(fresh)
	}
	out := []byte(m.head())
	for _, part := range [][]byte{w.texts, w.starts, w.keyed, w.rows, w.sortedIndex()} {
		out = appendText(out, part)
	}
	sum := sumOf(out)
	return append(out, sum[:]...)
}

// encodeSingles writes the results of single policies, sorted by their keys: those of this evaluation, and those of
// earlier ones that were not idle for too long.
func (m *Memo) encodeSingles(w *memoWriter) {
	keys := make([]digest, 0, len(m.newKeyed)+m.singles())
	for key := range m.newKeyed {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b digest) int { return bytes.Compare(a[:], b[:]) })
	old := 0
	before := func(end string) { // writes the earlier ones up to a key
		for ; old < m.singles(); old++ {
			key, idle, place := m.single(old)
			if end != "" && key >= end {
				if key == end {
					old++ // the new one takes its place
				}
				return
			}
			if r, err := m.result(uint64(place)); err == nil && idle < maxIdle {
				w.single(key, idle+1, r)
			}
		}
	}
	for _, key := range keys {
		before(string(key[:]))
		w.single(string(key[:]), 0, m.newKeyed[key])
	}
	before("")
}

func (m *Memo) head() string { return fmt.Sprintf("%s %q\n", memoForm, m.program) }

// ReadMemo reads what Encode wrote. An error means that the text is of another program or damaged: use an empty memo then.
func ReadMemo(text, program string) (*Memo, error) {
	m := NewMemo(program)
	body, head := len(text)-sha256.Size, m.head()
	if body < len(head) || !strings.HasPrefix(text, head) {
		return nil, errors.New("not a memo of this program")
	}
	if sum := sumOf(text[:body]); string(sum[:]) != text[body:] {
		return nil, errors.New("the memo is damaged")
	}
	m.text = text
	r := &memoReader{text: text[len(head):body]}
	m.texts, m.starts, m.keyed, m.rows, m.index = r.str(), r.str(), r.str(), r.str(), r.str()
	if r.err != nil {
		return nil, fmt.Errorf("the memo is damaged: %w", r.err)
	}
	if len(r.text) > 0 || len(m.starts)%startBytes > 0 || len(m.keyed)%singleBytes > 0 || len(m.index)%indexBytes > 0 {
		return nil, errors.New("the memo is damaged: a part of it is too long")
	}
	m.results = make([]atomic.Pointer[result], len(m.starts)/startBytes)
	return m, nil
}

// sumBlock is how much of a text has a digest of its own, so that several cores work out the digest of the whole.
const sumBlock = 512 << 10

// sumOf is the digest of a text: SHA-256 over those of its blocks.
func sumOf[T string | []byte](text T) digest {
	sums := make([]digest, (len(text)+sumBlock-1)/sumBlock)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range sums {
		group.Go(func() error {
			sums[i] = sumOfBlock(text[i*sumBlock : min((i+1)*sumBlock, len(text))])
			return nil
		})
	}
	_ = group.Wait() // none of them fails
	whole := sha256.New()
	for _, sum := range sums {
		whole.Write(sum[:]) // a hash never fails to write
	}
	return digest(whole.Sum(nil))
}

// sumOfBlock copies the text piece by piece: it may be a string, and what is hashed must be bytes.
func sumOfBlock[T string | []byte](text T) digest {
	sum := sha256.New()
	var piece [8 << 10]byte
	for len(text) > 0 {
		n := copy(piece[:], text)
		sum.Write(piece[:n]) // a hash never fails to write
		text = text[n:]
	}
	return digest(sum.Sum(nil))
}

// number32 is the number at the front of a text, as binary.LittleEndian writes it.
func number32(text string) uint32 {
	return binary.LittleEndian.Uint32([]byte(text[:startBytes]))
}
