package opa

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// memoWriter gathers the parts of a memo's text.
type memoWriter struct {
	numbers                           map[*result]uint32
	texts, starts, keyed, rows, index []byte
}

func (w *memoWriter) room() bool {
	return len(w.texts)+len(w.starts)+len(w.keyed)+len(w.rows)+len(w.index) < maxMemo
}

// single writes a result of a single policy. The keys come in their order.
func (w *memoWriter) single(key string, idle uint8, r *result) {
	if !w.room() {
		return
	}
	w.keyed = append(append(w.keyed, key...), idle)
	w.keyed = binary.LittleEndian.AppendUint32(w.keyed, w.number(r))
}

func (w *memoWriter) row(r *freshRow) {
	if !w.room() {
		return
	}
	w.index = append(w.index, r.key[:indexBytes-startBytes]...)
	w.index = binary.LittleEndian.AppendUint32(w.index, uint32(len(w.rows)))
	w.rows = binary.AppendUvarint(append(w.rows, r.key[:]...), uint64(len(r.results)))
	for _, result := range r.results {
		w.rows = binary.AppendUvarint(w.rows, uint64(w.number(result)))
	}
	for _, print := range r.prints {
		w.rows = appendText(w.rows, print)
	}
}

// sortedIndex is the index in the order of the keys.
func (w *memoWriter) sortedIndex() []byte {
	entries := slices.Collect(slices.Chunk(w.index, indexBytes))
	slices.SortFunc(entries, bytes.Compare)
	return slices.Concat(entries...)
}

// number is the place of a result, which it writes when it is new.
func (w *memoWriter) number(r *result) uint32 {
	n, known := w.numbers[r]
	if !known {
		n = uint32(len(w.numbers))
		w.numbers[r] = n
		w.starts = binary.LittleEndian.AppendUint32(w.starts, uint32(len(w.texts)))
		w.texts = appendResult(w.texts, r)
	}
	return n
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

// memoReader reads from the front of text; after an error it reads nothing more. What it returns are parts of the text.
type memoReader struct {
	text string
	err  error
}

func (r *memoReader) number() uint64 {
	if len(r.text) > 0 && r.text[0] < 0x80 { // as nearly all are
		n := r.text[0]
		r.text = r.text[1:]
		return uint64(n)
	}
	n, size := binary.Uvarint([]byte(r.text[:min(len(r.text), binary.MaxVarintLen64)]))
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
	r.text = ""
}

func (r *memoReader) bytes(n int) string {
	if n > len(r.text) {
		r.fail()
		return ""
	}
	out := r.text[:n]
	r.text = r.text[n:]
	return out
}

func (r *memoReader) flag() bool { return r.bytes(1) == "\x01" }

func (r *memoReader) str() string { return r.bytes(r.count()) }

func (r *memoReader) raw() json.RawMessage {
	if !r.flag() {
		return nil
	}
	return json.RawMessage(r.str())
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
