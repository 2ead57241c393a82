package opa

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestVerdictsWithGaps pins the verdict of each kind of gap, by policies as people write them.
func TestVerdictsWithGaps(t *testing.T) {
	box := func(path string) collectors.Gap { return collectors.Gap{Kind: "t.box", Resource: "1", Path: path} }
	item := collectors.Gap{Kind: "t.item", Resource: "i", Path: "a"}
	two := "fail contains {\"message\": \"1\", \"path\": \"on\"} if not input.on\nfail contains {\"message\": \"2\", \"path\": \"o.on\"} if input.o.on"
	entry := `fail contains {"message": "m"} if not input.map["l.m"].a`
	join := `fail contains {"message": "m"} if { some r in data.resources["t.item"]; not r.a }`
	tests := map[string]struct {
		rules string
		gaps  []collectors.Gap
		want  string
	}{
		"the fact":                       {`fail contains {"message": "m"} if not input.on`, []collectors.Gap{box("on")}, "here t/p 1 unknown ?t.box 1 on"},
		"another fact":                   {`fail contains {"message": "m"} if not input.on`, []collectors.Gap{box("mode")}, "here t/p 1 pass"},
		"certain all the same":           {two, []collectors.Gap{box("on")}, "here t/p 1 fail (o.on)"},
		"the one that decides":           {two, []collectors.Gap{box("o.on"), box("mode")}, "here t/p 1 unknown ?t.box 1 o.on"},
		"above the fact":                 {`fail contains {"message": "m"} if not input.o.on`, []collectors.Gap{box("o")}, "here t/p 1 unknown ?t.box 1 o"},
		"an entry":                       {entry, []collectors.Gap{box(`map["l.m"]`)}, `here t/p 1 unknown ?t.box 1 map["l.m"]`},
		"another entry":                  {entry, []collectors.Gap{box("map.k")}, "here t/p 1 pass"},
		"in what is gone through":        {`fail contains {"message": "m"} if { some v in input.map; not v.a }`, []collectors.Gap{box("map.k.a")}, "here t/p 1 unknown ?t.box 1 map.k.a"},
		"beside what is gone through":    {`fail contains {"message": "m"} if { some v in input.map; not v.a }`, []collectors.Gap{box("map.k.b")}, "here t/p 1 pass"},
		"the resource":                   {`fail contains {"message": "m"} if not input.on`, []collectors.Gap{box("")}, "here t/p 1 unknown ?t.box 1"},
		"whether it applies":             {"applicable if input.on\nfail contains {\"message\": \"m\"} if input.o.on", []collectors.Gap{box("on")}, "here t/p 1 unknown ?t.box 1 on"},
		"it does not apply":              {"applicable if not input.on\nfail contains {\"message\": \"m\"} if input.o.on", []collectors.Gap{box("o.on")}, "here t/p 1 not_applicable | does not apply to this resource"},
		"a joined fact":                  {join, []collectors.Gap{item}, "here t/p 1 unknown ?t.item i a"},
		"another joined fact":            {join, []collectors.Gap{{Kind: "t.item", Resource: "i", Path: "b"}}, "here t/p 1 pass"},
		"a joined resource":              {join, []collectors.Gap{{Kind: "t.item", Resource: "lost"}}, "here t/p 1 unknown ?t.item lost"},
		"a fact of a lost one":           {join, []collectors.Gap{{Kind: "t.item", Resource: "lost", Path: "b"}}, "here t/p 1 unknown ?t.item lost b"},
		"a joined list that broke off":   {join, []collectors.Gap{{Kind: "t.item"}}, "here t/p 1 unknown ?t.item"},
		"an error that hangs on the gap": {`fail contains {"message": "m"} if { input.on; to_number(input.mode) > 1 }`, []collectors.Gap{box("on")}, "here t/p 1 unknown ?t.box 1 on"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": test.rules})
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox, "t.item i": `{"a":true,"b":true}`}, test.gaps...)
			if diff := cmp.Diff([]string{test.want}, short(evaluate(t, set, s, engine.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFactsMissingWithoutReason: a hand-made resource lacks a fact or has it in another type, and no gap says why.
func TestFactsMissingWithoutReason(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if input.on`,
		"j": `fail contains {"message": "m"} if { some r in data.resources["t.item"]; r.a }`})
	for name, box := range map[string]string{
		"missing":      strings.Replace(goodBox, `"on":true,"mode"`, `"mode"`, 1),
		"another type": strings.Replace(goodBox, `"on":true,"mode"`, `"on":"no","mode"`, 1),
		"null":         strings.Replace(goodBox, `"on":true,"mode"`, `"on":null,"mode"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			findings := evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": box, "t.item i": `{"b":true}`}), engine.Options{})
			want := []string{"here t/j 1 unknown ?t.item i a", "here t/p 1 unknown ?t.box 1 on"}
			if diff := cmp.Diff(want, short(findings)); diff != "" {
				t.Error(diff)
			}
			if g := findings[1].Gaps[0]; g.Cause != collectors.Failed || !strings.HasPrefix(g.Detail, "missing without reason") || g.Target != "here" {
				t.Errorf("gap %+v", g)
			}
		})
	}
}

func TestAKindThatNobodyLookedForIsNotEmpty(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if { some r in data.resources["t.item"]; r.a }`})
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	if got := short(evaluate(t, set, s, engine.Options{})); got[0] != "here t/p 1 pass" {
		t.Errorf("looked for and none found: %v", got)
	}
	s.Targets[0].Kinds = []string{"t.box"}
	if got := short(evaluate(t, set, s, engine.Options{})); got[0] != "here t/p 1 unknown ?t.item" {
		t.Errorf("not looked for: %v", got)
	}
}

// TestEachRegionThatCouldNotBeListedIsUnknown: where a kind is listed region by region, each that could not be is said apart, besides
// what was found in the others.
func TestEachRegionThatCouldNotBeListedIsUnknown(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if not input.on`})
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	for _, g := range [][2]string{{"r", "a:List"}, {"s", "a:List"}, {"s", "a:More"}} {
		s.Gaps = append(s.Gaps, collectors.Gap{Target: "here", Kind: "t.box", Region: g[0], Cause: collectors.Denied, Needs: g[1], Call: g[1]})
	}
	findings := evaluate(t, set, s, engine.Options{})
	want := []string{"here t/p *@r unknown ?t.box in r", "here t/p *@s unknown ?t.box in s ?t.box in s", "here t/p 1 pass"}
	if diff := cmp.Diff(want, short(findings)); diff != "" {
		t.Error(diff)
	}
	if region := findings[1].Origin.Region; region != "s" {
		t.Errorf("the finding on region s is in %q", region)
	}
}

// TestAKindThatATargetShouldListIsUnknown: no policy vanishes because a snapshot's target lacks its kind.
func TestAKindThatATargetShouldListIsUnknown(t *testing.T) {
	set := loadText(t, map[string]string{
		"on":   `fail contains {"message": "off"} if not input.on`,
		"item": head("item", "t.item", "") + `fail contains {"message": "a"} if not input.a`,
		"note": head("note", "register.note", "") + `fail contains {"message": "a"} if not input.a`,
	})
	const note = "register t/note * not_applicable | no register given"
	all := map[string]string{"t.box 1": goodBox, "t.item i": `{"a":true,"b":true}`}
	box := map[string]string{"t.box 1": goodBox}
	tests := map[string]struct {
		resources map[string]string
		target    collectors.TargetInfo
		want      []string
	}{
		"lists one of the family":        {box, collectors.TargetInfo{Kinds: []string{"t.box"}}, []string{"here t/item * unknown ?t.item", "here t/on 1 pass", note}},
		"lists it not, and has it":       {all, collectors.TargetInfo{Kinds: []string{"t.box"}}, []string{"here t/item i pass", "here t/on 1 pass", note}},
		"lists another family":           {box, collectors.TargetInfo{Kinds: []string{"tt.box"}}, []string{"here t/on 1 pass", note}},
		"a file brings what it lists":    {box, collectors.TargetInfo{Collector: "file", Kinds: []string{"t.box"}}, []string{"here t/on 1 pass", note}},
		"a program brings what it lists": {box, collectors.TargetInfo{Collector: "exec", Kinds: []string{"t.box"}}, []string{"here t/on 1 pass", note}},
		"a host lists what it looks for": {nil, collectors.TargetInfo{Collector: "host", Kinds: []string{"t.item"}},
			[]string{"here t/item * not_applicable | none found", "here t/on * unknown ?t.box", note}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := snapshotOf(t, test.resources)
			test.target.ID = "here"
			s.Targets[0] = test.target
			findings := evaluate(t, set, s, engine.Options{})
			if diff := cmp.Diff(test.want, short(findings)); diff != "" {
				t.Error(diff)
			}
			for _, f := range findings {
				want := collectors.Gap{Target: "here", Kind: f.Kind, Cause: collectors.Unsupported, Detail: "the collector did not look for this kind"}
				if f.Verdict == engine.Unknown && (len(f.Gaps) != 1 || f.Gaps[0] != want) {
					t.Errorf("gaps %+v", f.Gaps)
				}
			}
		})
	}
}

func TestALostTargetIsUnknown(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if input.on`})
	s := snapshotOf(t, nil)
	s.Targets[0].Error = "no route to host"
	f := evaluate(t, set, s, engine.Options{})[0]
	if f.Verdict != engine.Unknown || f.Resource != "*" || len(f.Gaps) != 1 || f.Gaps[0].Detail != "no route to host" {
		t.Errorf("got %+v", f)
	}
}

func TestRecords(t *testing.T) {
	set := loadText(t, map[string]string{
		"host": `fail contains {"message": r.id, "key": r.id} if { some r in data.records["register.note"]; not r.a }`,
		"note": head("note", "register.note", "") + `fail contains {"message": "m"} if not input.b`,
	})
	register := func(kinds []string, notes ...string) *collectors.Snapshot {
		s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
		other := &collectors.Snapshot{Targets: []collectors.TargetInfo{{ID: "papers", Kinds: kinds}}}
		for i, facts := range notes {
			var value any
			if err := json.Unmarshal([]byte(facts), &value); err != nil {
				t.Fatal(err)
			}
			r, err := collectors.NewResource(collectors.Head{Kind: "register.note", ID: fmt.Sprint("n", i)}, collectors.Origin{Target: "papers", Collector: "test"}, value)
			if err != nil {
				t.Fatal(err)
			}
			other.Resources = append(other.Resources, r)
		}
		merged, err := collectors.Merge("test", s, other)
		if err != nil {
			t.Fatal(err)
		}
		return merged
	}
	kinds := []string{"register.note"}
	none := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	broken := register(kinds)
	broken.Targets[1].Error = "no such folder"
	tests := map[string]struct {
		snapshot *collectors.Snapshot
		want     []string
	}{
		"no register":     {none, []string{"here t/host * not_applicable | no register given", "register t/note * not_applicable | no register given"}},
		"an empty one":    {register(kinds), []string{"here t/host 1 pass", "papers t/note * not_applicable | none found"}},
		"one with a note": {register(kinds, `{"a":false,"b":true}`), []string{"here t/host 1 fail (n0)", "papers t/note n0 pass"}},
		"a lost one":      {broken, []string{"here t/host 1 unknown ?register.note", "papers t/note * unknown ?register.note"}},
		"one without notes by kind": {register([]string{"register.other"}),
			[]string{"here t/host 1 unknown ?register.note", "papers t/note * unknown ?register.note"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, short(evaluate(t, set, test.snapshot, engine.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParamsAndTheClock(t *testing.T) {
	set := loadText(t, map[string]string{"p": head("p", "t.box", "#   params: {most: {type: integer, default: 1}}\n") +
		`fail contains {"message": sprintf("%d at %d", [data.params.t.p.most, data.audit.now_ns])} if count(input.list) > data.params.t.p.most`})
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	set1 := func(text string) func(string) engine.Params {
		return func(target string) engine.Params {
			if target != "here" {
				t.Errorf("parameters of %s were asked for", target)
			}
			return engine.Params{"t/p": {"most": json.RawMessage(text)}}
		}
	}
	tests := map[string]struct {
		params func(string) engine.Params
		want   string
	}{
		"the default":         {nil, "here t/p 1 fail (1 at 1767323045000000000)"},
		"set":                 {set1("2"), "here t/p 1 pass"},
		"set to another type": {set1(`"2"`), "here t/p 1 error | parameter most: the value set is of type string, not integer"},
		"a name that is none": {func(string) engine.Params { return engine.Params{"t/p": {"least": json.RawMessage("1")}} },
			"here t/p 1 error | there is no parameter least"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff([]string{test.want}, short(evaluate(t, set, s, engine.Options{Params: test.params}))); diff != "" {
				t.Error(diff)
			}
		})
	}
	if err := set.CheckParams(engine.Params{"t/p": {"most": json.RawMessage("2")}}); err != nil {
		t.Error(err)
	}
	err := set.CheckParams(engine.Params{"t/p": {"most": json.RawMessage("1.5"), "least": json.RawMessage("1")}, "t/q": {}})
	for _, want := range []string{"no parameter least", "not integer", "no such policy"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("CheckParams: %v, want %q", err, want)
		}
	}
}

// TestAPolicyThatBreaksIsAnError: never a pass, and the note says where.
func TestAPolicyThatBreaksIsAnError(t *testing.T) {
	tests := map[string]struct{ rules, want string }{
		"a builtin error":       {`fail contains {"message": "m"} if to_number(input.mode) > 1`, "test/t/p.rego:12: to_number"},
		"a conflict":            {"_x := \"a\" if input.on\n_x := \"b\" if input.o.on\nfail contains {\"message\": _x}", "conflicting values"},
		"no object":             {`fail contains "m" if input.on`, "test/t/p.rego:10: fail holds string, which is no object"},
		"no message":            {`fail contains {"path": "on"} if input.on`, "a failure has no message"},
		"a message of no text":  {`fail contains {"message": 1} if input.on`, "message of a failure is no text"},
		"an unknown field":      {`fail contains {"message": "m", "msg": "m"} if input.on`, `unknown field "msg"`},
		"no path":               {`fail contains {"message": "m", "path": "a b"} if input.on`, "path of a failure"},
		"two with one key":      {`fail contains {"message": m, "path": "on"} if some m in ["1", "2"]`, `two failures have the key "on"`},
		"two with one given":    {`fail contains {"message": m, "key": "k"} if some m in ["1", "2"]`, `two failures have the key "k"`},
		"an error in a message": {`fail contains {"message": sprintf("%d", [to_number(input.mode)])} if input.on`, "to_number"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": test.rules})
			f := evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": goodBox}), engine.Options{})[0]
			if f.Verdict != engine.Error || !strings.Contains(f.Note, test.want) || !strings.HasPrefix(f.Note, "test/t/p.rego:") {
				t.Errorf("%s | %s; want error | %s", f.Verdict, f.Note, test.want)
			}
			if len(f.Failures) != 0 {
				t.Errorf("failures %v", f.Failures)
			}
		})
	}
}

const endless = `fail contains {"message": "m"} if { some a in _n; some b in _n; some c in _n; some d in _n; some e in _n; a + b + c + d + e < 0 }
_n := [x | some i in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; some j in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; some k in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; x := ((i * 100) + (j * 10)) + k]`

func TestAPolicyThatDoesNotEnd(t *testing.T) {
	set := loadText(t, map[string]string{"p": endless, "q": `fail contains {"message": "m"} if not input.on`})
	s := snapshotOf(t, map[string]string{"t.box 1": goodBox})
	findings := evaluate(t, set, s, engine.Options{Timeout: 50 * time.Millisecond})
	if f := findings[0]; f.Verdict != engine.Error || f.Note != "test/t/p.rego:10: took longer than allowed" {
		t.Errorf("%s | %s", f.Verdict, f.Note)
	}
	if findings[1].Verdict != engine.Pass {
		t.Errorf("the other policy: %s", findings[1].Verdict)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := set.Evaluate(ctx, s, engine.Options{Timeout: time.Minute}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with a context that ends: %v", err)
	}
}

func TestFailuresAndEvidence(t *testing.T) {
	long := strings.Repeat("x", maxEvidence)
	set := loadText(t, map[string]string{"p": `fail contains {"message": "off", "path": "o.on", "expected": {"b": [1, 2.50], "a": {"z", "y"}}} if not input.o.on
fail contains {"message": "map", "path": sprintf("map[%q].b", [k]), "key": k, "actual": "mine"} if { some k, v in input.map; not v.b }
fail contains {"message": "mode"} if { input.name != "1"; input.mode == "z" }
fail contains {"message": "join"} if count(data.resources["t.item"]) > 5`})
	box := strings.NewReplacer(`"o":{"on":true`, `"o":{"on":false`, `"l.m":{"a":true,"b":true}`, `"l.m":{"a":true,"b":false}`, `"mode":"x"`, `"mode":"`+long+`"`).Replace(goodBox)
	f := evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": box, "t.item i": `{"a":true,"b":true}`}), engine.Options{})[0]
	want := []engine.Failure{
		{Fault: &engine.Fault{Key: "l.m", Message: "map", Path: `map["l.m"].b`, Actual: json.RawMessage(`"mine"`)}, Fingerprint: engine.Fingerprint("t/p", "here", "t.box", "1", "l.m")},
		{Fault: &engine.Fault{Key: "o.on", Message: "off", Path: "o.on", Actual: json.RawMessage(`false`), Expected: json.RawMessage(`{"a":["y","z"],"b":[1,2.5]}`)},
			Fingerprint: engine.Fingerprint("t/p", "here", "t.box", "1", "o.on")},
	}
	if diff := cmp.Diff(want, f.Failures); diff != "" {
		t.Error(diff)
	}
	evidence := map[string]string{}
	for _, e := range f.Facts() {
		evidence[e.Path] = fmt.Sprintf("%s %d %d", e.Value, len(e.Digest), e.Bytes)
	}
	wantEvidence := map[string]string{
		"map":                      `{"k":{"a":true,"b":true},"l.m":{"a":true,"b":false}} 0 0`,
		"mode":                     fmt.Sprintf("null %d %d", len("sha256:")+64, len(long)+len(`""`)),
		"o.on":                     "false 0 0",
		`data.resources["t.item"]`: `[{"a":true,"b":true,"id":"i","kind":"t.item","name":"i","origin":{"collector":"test","target":"here"},"tags":{}}] 0 0`,
	}
	if diff := cmp.Diff(wantEvidence, evidence); diff != "" {
		t.Error(diff)
	}
}

func TestProgress(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if not input.on`, "q": `fail contains {"message": "m"} if input.on`})
	last := 0
	evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": goodBox, "t.box 2": goodBox}), engine.Options{Progress: func(done, total int) {
		if done <= last || total != 4 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}})
	if last != 4 {
		t.Errorf("ended at %d", last)
	}
}

func TestJoinedEvidenceIsWhatThePolicyReads(t *testing.T) {
	value := map[string]any{"id": "a", "secret": "s", "deep": map[string]any{"x": "1", "y": "2", "list": []any{"p", "q"}}}
	for _, c := range []struct {
		name  string
		paths []collectors.Path
		want  string
	}{
		{"nothing but its presence", nil, `{"id":"a"}`},
		{"one fact", []collectors.Path{{"deep", "x"}}, `{"deep":{"x":"1"},"id":"a"}`},
		{"two beside each other", []collectors.Path{{"deep", "x"}, {"deep", "list"}}, `{"deep":{"list":["p","q"],"x":"1"},"id":"a"}`},
		{"one that is not there", []collectors.Path{{"none", "x"}}, `{"id":"a"}`},
		{"all of it", []collectors.Path{{}}, `{"deep":{"list":["p","q"],"x":"1","y":"2"},"id":"a","secret":"s"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := collectors.Canonical(excerpt(value, c.paths))
			if err != nil || string(text) != c.want {
				t.Errorf("got %s, %v; want %s", text, err, c.want)
			}
		})
	}
}
