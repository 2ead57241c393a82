package opa

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// everyResult has something in each of its parts.
func everyResult() *result {
	r := &result{outcome: outcomeOf(engine.Unknown, "a note"), gaps: []int{0, 300}}
	r.failures = []*engine.Fault{
		{Key: "k", Message: "m", Path: "o.on", Actual: json.RawMessage(""), Expected: json.RawMessage("true")},
		{Key: "l", Message: "n\x00", Path: `o["ä.b"]`},
	}
	r.lookBeyond(1, trailOf(pathOf(collectors.Gap{Path: r.failures[1].Path})))
	r.outcome.IfKnown = []engine.IfKnown{{Path: "o", Value: json.RawMessage("1"), Verdict: engine.Fail}, {Path: "o", Verdict: engine.Pass}}
	return r
}

// filledMemo holds rows and single results of all sizes, the keys of some rows with one beginning.
func filledMemo(rows int) *Memo {
	m := NewMemo("test")
	common := []*result{passed, skipped, everyResult()}
	for i := range rows {
		key := digest([]byte(fmt.Sprintf("%08d%024d", i/3*7919%100000, i)))
		fresh := &freshRow{key: key}
		for n := range i % 200 {
			r := common[n%len(common)]
			fresh.results = append(fresh.results, r)
			for range r.failures {
				fresh.prints = append(fresh.prints, fmt.Sprint("print", i, n))
			}
		}
		m.newRows = append(m.newRows, row{at: nowhere, fresh: fresh})
		m.newKeyed[key] = common[i%len(common)]
	}
	return m
}

func sameResult(t *testing.T, got, want *result) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Fatalf("-written +read:\n%s", diff)
	}
}

// TestMemoFindsAllThatItWrote looks every row up, in their order and against it, and every single result.
func TestMemoFindsAllThatItWrote(t *testing.T) {
	written := filledMemo(1000)
	m, err := ReadMemo(string(written.Encode()), "test")
	if err != nil {
		t.Fatal(err)
	}
	if m.rowCount() != 1000 || m.singles() != 1000 {
		t.Fatalf("%d rows and %d single results", m.rowCount(), m.singles())
	}
	next := 0
	look := func(r row, follows bool) {
		t.Helper()
		at := m.find(&r.fresh.key, next)
		if at == nowhere || follows && at != next {
			t.Fatalf("the row is at %d, not at %d", at, next)
		}
		results, prints, after, err := m.read(at, nil, nil)
		if err != nil || len(results) != len(r.fresh.results) || !slices.Equal(prints, r.fresh.prints) {
			t.Fatalf("%d results of %d, %v: %v", len(results), len(r.fresh.results), prints, err)
		}
		for i, want := range r.fresh.results {
			sameResult(t, results[i], want)
		}
		next = after
	}
	for _, r := range written.newRows {
		look(r, true)
	}
	for _, r := range slices.Backward(written.newRows) {
		look(r, false)
	}
	for n := range m.singles() {
		key, _, place := m.single(n)
		got, err := m.result(uint64(place))
		if err != nil {
			t.Fatal(err)
		}
		sameResult(t, got, written.newKeyed[digest([]byte(key))])
	}
	for _, key := range []digest{{}, {0xff}, digest([]byte(fmt.Sprintf("%08d%024d", 0, 9999)))} {
		if at := m.find(&key, 0); at != nowhere {
			t.Errorf("a row that was never written is at %d", at)
		}
	}
}

// TestIdleResultsAreLeftOut writes a memo again and again without asking for its single results.
func TestIdleResultsAreLeftOut(t *testing.T) {
	m := filledMemo(10)
	fresh := digest{5}
	for round := range maxIdle + 2 {
		var err error
		if m, err = ReadMemo(string(m.Encode()), "test"); err != nil {
			t.Fatal(err)
		}
		want := 10 + min(round, 1)
		if round == maxIdle+1 {
			want = 1
		}
		if m.singles() != want {
			t.Fatalf("%d single results after %d rounds, not %d", m.singles(), round, want)
		}
		m.newKeyed[fresh] = passed // which is asked for each time
	}
}

// FuzzReadMemo gives whole texts with any parts: whatever they say, nothing breaks, and what is read is written again.
func FuzzReadMemo(f *testing.F) {
	head := NewMemo("test").head()
	for _, rows := range []int{0, 1, 5} {
		text := filledMemo(rows).Encode()
		f.Add(text[len(head) : len(text)-len(digest{})])
	}
	f.Fuzz(func(t *testing.T, parts []byte) {
		text := head + string(parts)
		sum := sumOf(text)
		m, err := ReadMemo(text+string(sum[:]), "test")
		if err != nil {
			return
		}
		var used []row
		for n := range m.rowCount() {
			at := int(number32(m.index[(n+1)*indexBytes-startBytes:]))
			if at > len(m.rows)-len(digest{}) {
				continue
			}
			key := digest([]byte(m.rows[at : at+len(digest{})]))
			if m.find(&key, nowhere) == nowhere { // it is not under its key
				continue
			}
			if _, _, _, err := m.read(at, nil, nil); err == nil {
				used = append(used, row{at: at})
			}
		}
		m.newRows, m.newKeyed[digest{1}] = used, passed
		again, err := ReadMemo(string(m.Encode()), "test")
		if err != nil {
			t.Fatal(err)
		}
		if again.rowCount() != len(used) {
			t.Fatalf("%d rows of %d are written again", again.rowCount(), len(used))
		}
	})
}
