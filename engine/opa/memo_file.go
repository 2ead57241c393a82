package opa

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// maxMemo bounds the written form, in bytes. What does not fit is worked out anew.
const maxMemo = 128 << 20

// maxIdle is how many times a result is written again that nobody asked for.
const maxIdle = 8

// A Memo keeps the results of one evaluation for the next one. It holds them under SHA-256 digests of all that they depend
// on, so it changes the cost of an evaluation and nothing else. One evaluation at a time uses it.
type Memo struct {
	program string
	// What an earlier evaluation left. A row is read when it is wanted: rows says where it begins in text, by the first
	// bytes of its key.
	text    []byte
	results []*result
	rows    map[uint64]uint32
	keyed   map[digest]kept
	// What this one worked out or used.
	newRows  []row
	newKeyed map[digest]*result
}

type digest = [sha256.Size]byte

// kept is the result of a single policy, by its place among all results.
type kept struct {
	result uint32
	idle   uint8 // how many times it was written again without being asked for
}

// row are the results of the steady policies of a kind on one resource.
type row struct {
	key digest
	// at is where it stands in the text of the memo, for one that was read; else the rest is set.
	at      uint32
	results []*result
	prints  []string // the fingerprints of all their failures
}

// NewMemo returns one that holds nothing. Program names the build of the program that judges: what another one worked out
// is not taken over.
func NewMemo(program string) *Memo {
	return &Memo{program: program, rows: map[uint64]uint32{}, keyed: map[digest]kept{}, newKeyed: map[digest]*result{}}
}

// WithMemo returns the set with a memo that its evaluations use and fill.
func (s *Set) WithMemo(m *Memo) *Set {
	out := *s
	out.memo = m
	return &out
}

// known returns what is known of one policy on such a resource, or nil.
func (m *Memo) known(d *docket, key []byte) *result {
	if len(m.keyed) == 0 {
		return nil
	}
	if at, known := m.keyed[d.lasting(key)]; known {
		return m.results[at.result]
	}
	return nil
}

// lasting is a key of the docket that also holds in another evaluation.
func (d *docket) lasting(key []byte) digest {
	return sha256.Sum256(append(slices.Clone(d.digest[:]), key[numberBytes:]...))
}

// find returns where the row with a key begins; 0 is nowhere.
func (m *Memo) find(key *digest) uint32 {
	at := m.rows[binary.LittleEndian.Uint64(key[:])]
	if at > 0 && !bytes.HasPrefix(m.text[at:], key[:]) {
		return 0
	}
	return at
}

// read appends the results of the row at a place and the fingerprints of their failures.
func (m *Memo) read(at uint32, results []*result, prints []string) ([]*result, []string, error) {
	r := &memoReader{text: m.text[at+sha256.Size:]}
	failures := 0
	for range r.count() {
		if n := r.place(m); r.err == nil {
			results = append(results, m.results[n])
			failures += len(m.results[n].failures)
		}
	}
	for range failures {
		prints = append(prints, r.str())
	}
	return results, prints, r.err
}

// Unchanged says whether Encode would write what ReadMemo has read.
func (m *Memo) Unchanged() bool {
	return len(m.newRows) == len(m.rows) && len(m.newKeyed) == 0 && !slices.ContainsFunc(m.newRows, func(r row) bool { return r.at == 0 })
}

// Encode writes what the evaluation worked out or used, and what an earlier one did as long as it may be of use. ReadMemo
// reads it.
func (m *Memo) Encode() []byte {
	if m.Unchanged() && len(m.rows) > 0 {
		return m.text
	}
	w := &memoWriter{numbers: map[*result]uint64{}}
	for _, key := range sortedDigests(m.newKeyed) {
		w.single(key, 0, m.newKeyed[key])
	}
	for _, key := range sortedDigests(m.keyed) {
		if before := m.keyed[key]; m.newKeyed[key] == nil && before.idle < maxIdle {
			w.single(key, before.idle+1, m.results[before.result])
		}
	}
	for _, r := range m.newRows {
		if r.at > 0 {
			var err error
			if r.results, r.prints, err = m.read(r.at, nil, nil); err != nil { // it was read before
				continue
			}
		}
		w.row(r)
	}
	out := []byte(m.head())
	for _, part := range []struct {
		count int
		text  []byte
	}{{len(w.numbers), w.results}, {w.keyCount, w.keyed}, {w.rowCount, w.rows}} {
		out = append(binary.AppendUvarint(out, uint64(part.count)), part.text...)
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

func (m *Memo) head() string { return fmt.Sprintf("%s %q\n", memoForm, m.program) }

func sortedDigests[V any](m map[digest]V) []digest {
	out := make([]digest, 0, len(m))
	for key := range m {
		out = append(out, key)
	}
	slices.SortFunc(out, func(a, b digest) int { return bytes.Compare(a[:], b[:]) })
	return out
}

type memoWriter struct {
	numbers              map[*result]uint64
	results, keyed, rows []byte
	keyCount, rowCount   int
}

func (w *memoWriter) room() bool { return len(w.results)+len(w.keyed)+len(w.rows) < maxMemo }

func (w *memoWriter) single(key digest, idle uint8, r *result) {
	if !w.room() {
		return
	}
	w.keyed = append(append(append(w.keyed, key[:]...), idle), w.number(r)...)
	w.keyCount++
}

func (w *memoWriter) row(r row) {
	if !w.room() {
		return
	}
	w.rows = binary.AppendUvarint(append(w.rows, r.key[:]...), uint64(len(r.results)))
	for _, result := range r.results {
		w.rows = append(w.rows, w.number(result)...)
	}
	for _, print := range r.prints {
		w.rows = appendText(w.rows, print)
	}
	w.rowCount++
}

// number is the place of a result, which it writes when it is new.
func (w *memoWriter) number(r *result) []byte {
	n, known := w.numbers[r]
	if !known {
		n = uint64(len(w.numbers))
		w.numbers[r] = n
		w.results = appendResult(w.results, r)
	}
	return binary.AppendUvarint(nil, n)
}

func appendText[T ~string | ~[]byte](b []byte, text T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// appendRaw keeps apart what is empty and what is not there.
func appendRaw(b []byte, text json.RawMessage) []byte {
	if text == nil {
		return append(b, 0)
	}
	return appendText(append(b, 1), text)
}

// appendResult writes all of a result but what is never kept.
func appendResult(b []byte, r *result) []byte {
	b = append(b, byte(slices.Index(engine.Verdicts(), r.outcome.Verdict)))
	b = appendText(b, r.outcome.Note)
	b = binary.AppendUvarint(b, uint64(len(r.failures)))
	for _, f := range r.failures {
		b = appendText(appendText(appendText(b, f.Key), f.Message), f.Path)
		b = appendRaw(appendRaw(b, f.Actual), f.Expected)
	}
	if r.beyond != nil {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(r.gaps)))
	for _, gap := range r.gaps {
		b = binary.AppendUvarint(b, uint64(gap))
	}
	b = binary.AppendUvarint(b, uint64(len(r.outcome.IfKnown)))
	for _, k := range r.outcome.IfKnown {
		b = appendText(appendRaw(appendText(b, k.Path), k.Value), k.Verdict)
	}
	return b
}

// ReadMemo reads what Encode wrote. The memo keeps text and must be its only owner. An error means that the text is of
// another program or damaged: use an empty memo then.
func ReadMemo(text []byte, program string) (*Memo, error) {
	m := NewMemo(program)
	body, head := len(text)-sha256.Size, m.head()
	if body < len(head) || !bytes.HasPrefix(text, []byte(head)) {
		return nil, errors.New("not a memo of this program")
	}
	if sum := sha256.Sum256(text[:body]); !bytes.Equal(sum[:], text[body:]) {
		return nil, errors.New("the memo is damaged")
	}
	m.text = text
	r := &memoReader{text: text[len(head):body]}
	for range r.count() {
		m.results = append(m.results, r.result())
	}
	n := r.count()
	m.keyed = make(map[digest]kept, n)
	for range n {
		key, idle := r.digest(), r.bytes(1)
		if at := r.place(m); r.err == nil {
			m.keyed[key] = kept{at, idle[0]}
		}
	}
	n = r.count()
	m.rows = make(map[uint64]uint32, n)
	for range n {
		at := body - len(r.text)
		key := r.bytes(sha256.Size)
		if r.row(m); r.err == nil {
			m.rows[binary.LittleEndian.Uint64(key)] = uint32(at)
		}
	}
	if r.err == nil && len(r.text) > 0 {
		r.err = errors.New("something stands behind its end")
	}
	if r.err != nil {
		return nil, fmt.Errorf("the memo is damaged: %w", r.err)
	}
	return m, nil
}

// row passes over the results of a row and the fingerprints of their failures.
func (r *memoReader) row(m *Memo) {
	failures := 0
	for range r.count() {
		if n := r.place(m); r.err == nil {
			failures += len(m.results[n].failures)
		}
	}
	for range failures {
		r.bytes(r.count())
	}
}

// memoReader reads from the front of text; after an error it reads nothing more.
type memoReader struct {
	text []byte
	err  error
}

func (r *memoReader) number() uint64 {
	n, size := binary.Uvarint(r.text)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.text = r.text[size:]
	return n
}

// count is a number of things that follow, each of a byte at least.
func (r *memoReader) count() int {
	n := r.number()
	if n > uint64(len(r.text)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *memoReader) fail() {
	r.err = errors.New("it ends early")
	r.text = nil
}

func (r *memoReader) bytes(n int) []byte {
	if n > len(r.text) {
		r.fail()
		return nil
	}
	out := r.text[:n:n]
	r.text = r.text[n:]
	return out
}

func (r *memoReader) flag() bool {
	b := r.bytes(1)
	return len(b) == 1 && b[0] == 1
}

func (r *memoReader) digest() (out digest) {
	copy(out[:], r.bytes(sha256.Size))
	return out
}

func (r *memoReader) place(m *Memo) uint32 {
	n := r.number()
	if n >= uint64(len(m.results)) {
		r.fail()
		return 0
	}
	return uint32(n)
}

func (r *memoReader) str() string { return string(r.bytes(r.count())) }

func (r *memoReader) raw() json.RawMessage {
	if !r.flag() {
		return nil
	}
	return json.RawMessage(r.bytes(r.count()))
}

func (r *memoReader) result() *result {
	verdicts := engine.Verdicts()
	at := r.bytes(1)
	if len(at) != 1 || int(at[0]) >= len(verdicts) {
		r.fail()
		return passed // which nobody gets to see
	}
	out := &result{outcome: outcomeOf(verdicts[at[0]], r.str())}
	for range r.count() {
		out.failures = append(out.failures, &engine.Fault{Key: r.str(), Message: r.str(), Path: r.str(), Actual: r.raw(), Expected: r.raw()})
	}
	if r.flag() {
		for i, f := range out.failures {
			if f.Actual == nil && f.Path != "" {
				out.lookBeyond(i, trailOf(pathOf(collectors.Gap{Path: f.Path})))
			}
		}
	}
	for range r.count() {
		out.gaps = append(out.gaps, int(r.number()))
	}
	for range r.count() {
		out.outcome.IfKnown = append(out.outcome.IfKnown, engine.IfKnown{Path: r.str(), Value: r.raw(), Verdict: engine.Verdict(r.str())})
	}
	return out.shared()
}
