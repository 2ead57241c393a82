package opa

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// memoPolicies are the shapes, and policies with parameters and the clock, whose results hold for less.
func memoPolicies() map[string]string {
	out := maps.Clone(shapes())
	out["param"] = head("param", "t.box", "#   params: {most: {type: integer, default: 1, description: how many}}\n") +
		`fail contains {"message": sprintf("%d", [count(input.list)]), "path": "list"} if count(input.list) > data.params.t.param.most`
	out["clock"] = `fail contains {"message": "m", "path": "o.on", "expected": data.audit.now_ns % 2} if { data.audit.now_ns % 2 == 0; not input.on }`
	out["beyond"] = `fail contains {"message": "m", "path": "o"} if not input.on`
	return out
}

// edits makes snapshots that differ a little from one to the next.
type edits struct {
	random *rand.Rand
	boxes  []map[string]any
	items  []map[string]any
	gaps   []collectors.Gap
}

func (e *edits) flag() bool { return e.random.IntN(3) > 0 }

func (e *edits) pair() map[string]any { return map[string]any{"a": e.flag(), "b": e.flag()} }

func (e *edits) box() map[string]any {
	list := []any{}
	for range e.random.IntN(3) {
		list = append(list, e.pair())
	}
	entries := map[string]any{}
	for _, key := range []string{"k", "l.m", "ä\"\\ \n"}[:e.random.IntN(4)] {
		entries[key] = e.pair()
	}
	return map[string]any{"on": e.flag(), "mode": []any{nil, "x", "y", "on"}[e.random.IntN(4)], "list": list, "map": entries,
		"o": map[string]any{"on": e.flag(), "x": map[string]any{"y": fmt.Sprint(e.random.IntN(2)), "x": "1"}}}
}

func (e *edits) step() {
	if len(e.boxes) == 0 {
		for range 12 {
			e.boxes = append(e.boxes, e.box())
		}
		e.items = []map[string]any{e.pair(), e.pair()}
	}
	for range 1 + e.random.IntN(3) {
		switch e.random.IntN(6) {
		case 0:
			e.items[e.random.IntN(len(e.items))] = e.pair()
		case 1:
			e.gaps = nil
		case 2, 3:
			path := []string{"on", "o", "o.on", "mode", "list", "map", "map.k", "o.x.y"}[e.random.IntN(8)]
			cause := []collectors.Cause{collectors.Denied, collectors.Throttled}[e.random.IntN(2)]
			e.gaps = append(e.gaps, collectors.Gap{Target: "here", Kind: "t.box", Resource: fmt.Sprintf("b%02d", e.random.IntN(12)), Path: path, Cause: cause})
		case 4:
			e.gaps = append(e.gaps, collectors.Gap{Target: "here", Kind: "t.item", Resource: "i0", Path: "a", Cause: collectors.Denied})
		}
		e.boxes[e.random.IntN(len(e.boxes))] = e.box()
	}
}

// snapshot is the state of the edits. A gap on a fact that is there takes it away; on others it stands for itself.
func (e *edits) snapshot(t *testing.T) *collectors.Snapshot {
	t.Helper()
	s := &collectors.Snapshot{Header: collectors.SnapshotHeader{Schema: collectors.SnapshotSchema}, Gaps: e.gaps,
		Targets: []collectors.TargetInfo{{ID: "here", Kinds: []string{"t.box", "t.item", "register.note"}}}}
	add := func(kind, id string, facts map[string]any) {
		r, err := collectors.NewResource(collectors.Head{Kind: kind, ID: id}, collectors.Origin{Target: "here", Collector: "test"}, facts)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range e.gaps {
			if g.Resource != id {
				continue
			}
			if value, err := decodeJSON(r.JSON); err == nil {
				text, err := collectors.Canonical(replaced(value, pathOf(g), absent{}))
				if err != nil {
					t.Fatal(err)
				}
				r.JSON = text
			}
		}
		s.Resources = append(s.Resources, r)
	}
	for i, facts := range e.boxes {
		add("t.box", fmt.Sprintf("b%02d", i), facts)
	}
	for i, facts := range e.items {
		add("t.item", fmt.Sprintf("i%d", i), facts)
	}
	merged, err := collectors.Merge("test", s)
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

// plainFindings judge each resource as a whole and by itself, without anything that is kept or projected.
func plainFindings(t *testing.T, set *Set, s *collectors.Snapshot, o engine.Options) []engine.Finding {
	t.Helper()
	a := &audit{set: set, snapshot: s, options: o, bench: bench{timeout: time.Minute, now: o.Now}, numbers: map[[32]byte]*docket{}, gaps: map[about][]collectors.Gap{}}
	for _, g := range s.Gaps {
		at := about{g.Target, g.Kind, g.Resource}
		a.gaps[at] = append(a.gaps[at], g)
	}
	var err error
	if a.program, err = set.programFor(a.needed()); err != nil {
		t.Fatal(err)
	}
	if a.records, err = a.joinRecords(); err != nil {
		t.Fatal(err)
	}
	var out []engine.Finding
	for _, target := range s.Targets {
		w, err := a.worldOf(target)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range set.units {
			for _, r := range s.Of(target.ID, u.policy.Kind) {
				subject := &subject{resource: r, gaps: a.resourceGaps(target.ID, r.Kind, r.ID)}
				value, err := subject.decoded()
				if err != nil {
					t.Fatal(err)
				}
				missing, err := a.missing(r, value, subject.gaps)
				if err != nil {
					t.Fatal(err)
				}
				subject.gaps = append(subject.gaps, missing...)
				f := engine.NewFinding(u.policy)
				f.Resource, f.Name, f.Target, f.Origin = r.ID, r.Name, target.ID, r.Origin
				a.judge(context.Background(), a.program.policies[u.policy.ID], subject, w, &f)
				out = append(out, f)
			}
		}
	}
	engine.SortFindings(out)
	return out
}

func asJSON(t *testing.T, findings []engine.Finding) string {
	t.Helper()
	text, err := json.MarshalIndent(findings, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestMemoChangesNothing audits snapshots that change a little each time, with a memo that is written and read in
// between and without one, and holds both against judging each resource whole. ASSIZE_FUZZ_SECONDS makes it run longer.
func TestMemoChangesNothing(t *testing.T) {
	set := loadText(t, memoPolicies())
	seed := uint64(1)
	until := time.Now()
	if seconds, err := time.ParseDuration(os.Getenv("ASSIZE_FUZZ_SECONDS") + "s"); err == nil {
		until, seed = until.Add(seconds), uint64(until.UnixNano())
	}
	t.Logf("seed %d", seed)
	e := &edits{random: rand.New(rand.NewPCG(seed, 3))}
	memo, rounds, used := NewMemo("test"), 0, 0
	series := set.Series()
	for ; rounds < 25 || time.Now().Before(until); rounds++ {
		e.step()
		s := e.snapshot(t)
		o := engine.Options{Now: time.Unix(0, int64(e.random.IntN(3))), Workers: 1 + e.random.IntN(3)}
		if e.random.IntN(2) == 0 {
			o.Params = func(string) engine.Params {
				return engine.Params{"t/param": {"most": json.RawMessage("0")}}
			}
		}
		with, err := set.WithMemo(memo).Evaluate(context.Background(), s, o)
		if err != nil {
			t.Fatal(err)
		}
		without, err := set.Evaluate(context.Background(), s, o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asJSON(t, without), asJSON(t, with)); diff != "" {
			t.Fatalf("round %d: the memo changes findings (-without +with):\n%s", rounds, diff)
		}
		after, err := series.Evaluate(context.Background(), s, o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asJSON(t, without), asJSON(t, after)); diff != "" {
			t.Fatalf("round %d: what earlier rounds worked out changes findings (-alone +in a series):\n%s", rounds, diff)
		}
		plain := plainFindings(t, set, s, o)
		judged := without[:0:0]
		for _, f := range without {
			own := *f.Outcome
			own.Evidence = []engine.Evidence{}
			f.Outcome = &own
			judged = append(judged, f)
		}
		if diff := cmp.Diff(asJSON(t, plain), asJSON(t, judged)); diff != "" {
			t.Fatalf("round %d: the projection changes findings (-whole +projection):\n%s", rounds, diff)
		}
		used += memo.rowCount()
		if memo, err = ReadMemo(string(memo.Encode()), "test"); err != nil {
			t.Fatal(err)
		}
		if memo.rowCount() == 0 || memo.singles() == 0 {
			t.Fatalf("round %d: the memo kept nothing", rounds)
		}
	}
	t.Logf("%d rounds of %d policies on %d resources, %d rows offered", rounds, len(set.units), len(e.boxes), used)
}

// TestAMemoThatIsNotOursIsNotRead damages a memo at every place, cuts it, and adds to it.
func TestAMemoThatIsNotOursIsNotRead(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m", "path": "on"} if not input.on`})
	memo := NewMemo("test")
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	evaluate(t, set.WithMemo(memo), s, engine.Options{})
	text := memo.Encode()
	if _, err := ReadMemo(string(text), "test"); err != nil {
		t.Fatal(err)
	}
	for i := range text {
		broken := bytes.Clone(text)
		broken[i] ^= 1
		if _, err := ReadMemo(string(broken), "test"); err == nil {
			t.Fatalf("a flipped bit in byte %d was not noticed", i)
		}
		if _, err := ReadMemo(string(text[:i]), "test"); err == nil {
			t.Fatalf("a memo of %d bytes was read", i)
		}
	}
	if _, err := ReadMemo(string(text), "another"); err == nil {
		t.Fatal("a memo of another program was read")
	}
	if _, err := ReadMemo(string(text)+"\x00", "test"); err == nil {
		t.Fatal("a byte behind the end was not noticed")
	}
}

// TestMemoIsUsed changes what a memo says, which no reader would notice, to see that it is asked at all; and then the
// policy, the parameters' type, the schema or the resource, to see that it is not.
func TestMemoIsUsed(t *testing.T) {
	rules := `fail contains {"message": "m", "path": "on"} if not input.on`
	set := loadText(t, map[string]string{"p": rules})
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	lie := func() *Memo {
		memo := NewMemo("test")
		evaluate(t, set.WithMemo(memo), s, engine.Options{})
		read, err := ReadMemo(string(memo.Encode()), "test")
		if err != nil {
			t.Fatal(err)
		}
		for i := range read.results {
			read.results[i].Store(skipped)
		}
		return read
	}
	verdict := func(set *Set, s *collectors.Snapshot) engine.Verdict {
		return evaluate(t, set.WithMemo(lie()), s, engine.Options{})[0].Verdict
	}
	if got := verdict(set, s); got != engine.NotApplicable {
		t.Errorf("the memo was not asked: %s", got)
	}
	if got := verdict(loadText(t, map[string]string{"p": rules + " # changed"}), s); got != engine.Pass {
		t.Errorf("a result of another policy was used: %s", got)
	}
	if got := verdict(set, snapshotOf(t, map[string]string{"t.box 1": goodBox}, collectors.Gap{Kind: "t.box", Resource: "1", Path: "on"})); got != engine.Unknown {
		t.Errorf("a result without the gap was used: %s", got)
	}
}

// TestBrokenParametersAreNotRemembered: a parameter that is set to what it cannot be is an error, whatever was worked out
// with its default, in another target or an audit before.
func TestBrokenParametersAreNotRemembered(t *testing.T) {
	set := loadText(t, map[string]string{"param": memoPolicies()["param"]})
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	memo := NewMemo("test")
	if f := evaluate(t, set.WithMemo(memo), s, engine.Options{})[0]; f.Verdict != engine.Fail {
		t.Fatalf("got %s", f.Verdict)
	}
	memo, err := ReadMemo(string(memo.Encode()), "test")
	if err != nil {
		t.Fatal(err)
	}
	f := evaluate(t, set.WithMemo(memo), s, engine.Options{Params: func(string) engine.Params {
		return engine.Params{"t/param": {"most": json.RawMessage(`"many"`)}}
	}})[0]
	if f.Verdict != engine.Error {
		t.Errorf("got %s", f.Verdict)
	}
}
