package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
)

// childArg makes the test binary a child, as the hidden command makes assize one.
const childArg = "__judge"

func TestMain(m *testing.M) {
	switch {
	case len(os.Args) == 2 && os.Args[1] == childArg:
		if err := Serve(context.Background(), os.Stdin, os.Stdout, base()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	case len(os.Args) == 2 && os.Args[1] == "__babble":
		fmt.Println(`{"loaded":true}`)
		fmt.Println(`{"begin":"t/a"}`)
		fmt.Println(`{"end":"t/a"}`)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// base is what both processes load: the kinds, and one built-in policy.
func base() opa.LoadOptions {
	box := `{"type":"object","additionalProperties":false,"required":["kind","id","name","origin","tags","on","words","deep"],"properties":{
		"kind":{"type":"string"},"id":{"type":"string"},"name":{"type":"string"},"origin":{"type":"object"},"tags":{"type":"object"},
		"on":{"type":"boolean"},"words":{"type":"array","items":{"type":"string"}},"deep":{}}}`
	item := `{"type":"object","additionalProperties":false,"required":["kind","id","name","origin","tags","on"],"properties":{
		"kind":{"type":"string"},"id":{"type":"string"},"name":{"type":"string"},"origin":{"type":"object"},"tags":{"type":"object"},"on":{"type":"boolean"}}}`
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return opa.LoadOptions{
		Sources: []opa.Source{{Name: "built-in", BuiltIn: true, FS: fstest.MapFS{"t/builtin.rego": file(policy("builtin", `fail contains {"message": "m"} if not input.on`))}}},
		Schemas: fstest.MapFS{"t.box.json": file(box), "t.item.json": file(item),
			"resources.json": file(`{"type":"object","additionalProperties":false,"properties":{"t.item":{"type":"array","items":` + item + `}}}`),
			"records.json":   file(`{"type":"object","additionalProperties":false,"properties":{}}`)},
	}
}

func policy(name, rules string) string {
	more := "remediation: Mend it."
	if strings.Contains(rules, "data.params.") {
		more = "params: {word: {type: string, default: none}}"
	}
	return fmt.Sprintf(`# METADATA
# scope: package
# title: All is well with %s
# schemas:
#   - input: schema["t.box"]
#   - data.resources: schema.resources
# custom:
#   severity: high
#   %s
package policies.t.%s

%s
`, name, more, name, rules)
}

// harmless are policies as people write them, the way to each verdict among them.
func harmless() map[string]string {
	return map[string]string{
		"a": `fail contains {"message": "off & <b>", "path": "on", "expected": true} if not input.on`,
		"j": `fail contains {"message": "m", "key": r.id} if { some r in data.resources["t.item"]; not r.on; input.on }`,
		"n": "applicable if \"never\" in input.words\nfail contains {\"message\": \"m\"} if input.on",
		"p": `fail contains {"message": sprintf("has %s", [w])} if { some w in input.words; w == data.params.t.p.word; data.audit.now_ns > 0 }`,
		"w": `fail contains {"message": w, "key": w, "path": "words"} if some w in input.words`,
		"x": `fail contains {"message": "m"} if { input.on; to_number(concat("", input.words)) > 1 }`,
	}
}

func load(t *testing.T, trusted bool, rules map[string]string) (*opa.Set, error) {
	t.Helper()
	o := base()
	files := opa.Files{Name: "mine", Trusted: trusted, Texts: map[string]string{}}
	for name, text := range rules {
		files.Texts[name+".rego"] = policy(name, text)
	}
	o.Sources = append(o.Sources, files.Source())
	return opa.Load(context.Background(), o)
}

func snapshot(t *testing.T) *collectors.Snapshot {
	t.Helper()
	recorder := &collectors.Snapshot{Header: collectors.SnapshotHeader{Schema: collectors.SnapshotSchema, Tool: "test"},
		Targets: []collectors.TargetInfo{{ID: "here", Ref: "t:here", Collector: "t", Kinds: []string{"t.box", "t.item"}},
			{ID: "lost", Ref: "t:lost", Collector: "t", Kinds: []string{"t.box"}, Error: "no way"}}}
	deep := "1"
	for range 200 {
		deep = `{"a":` + deep + `}`
	}
	for _, r := range []struct{ kind, id, facts string }{
		{"t.box", "1", `{"on":true,"words":["1","two"],"deep":` + deep + `}`},
		{"t.box", "2", `{"on":false,"words":["<a>&\u2028","x\u00e9"],"deep":[1,2.50,1e3]}`},
		{"t.item", "i", `{"on":false}`},
	} {
		made, err := collectors.NewResource(collectors.Head{Kind: r.kind, ID: r.id, Name: "the <" + r.id + ">", File: "f", Line: 3},
			collectors.Origin{Target: "here", Collector: "t"}, json.RawMessage(r.facts))
		if err != nil {
			t.Fatal(err)
		}
		recorder.Resources = append(recorder.Resources, made)
	}
	recorder.Gaps = []collectors.Gap{
		{Target: "here", Kind: "t.box", Resource: "2", Path: "deep", Cause: collectors.Truncated},
		{Target: "here", Kind: "t.box", Resource: "2", Path: "on", Cause: collectors.Denied, Needs: "root"},
		{Target: "here", Kind: "t.box", Resource: "9", Cause: collectors.Timeout},
	}
	return recorder
}

func options() engine.Options {
	return engine.Options{Now: time.Date(2026, 11, 1, 0, 0, 0, 5, time.UTC), Timeout: 500 * time.Millisecond,
		Params: func(string) engine.Params { return engine.Params{"t/p": {"word": json.RawMessage(`"<a>&\u2028"`)}} }}
}

func command(t *testing.T, arg string) Command {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Command{Path: path, Args: []string{"assize", arg}}
}

func text(t *testing.T, findings []engine.Finding) string {
	t.Helper()
	out, err := json.MarshalIndent(findings, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestHarmlessPoliciesGiveTheSameBytes(t *testing.T) {
	s := snapshot(t)
	outside, err := load(t, false, harmless())
	if err != nil {
		t.Fatal(err)
	}
	want, err := outside.Evaluate(context.Background(), s, options())
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[engine.Verdict]bool{}
	for _, f := range want {
		verdicts[f.Verdict] = true
	}
	if len(verdicts) != len(engine.Verdicts()) {
		t.Fatalf("the policies show only %v", verdicts)
	}
	last, total := 0, 0
	o := options()
	o.Progress = func(d, of int) { last, total = d, of }
	got, err := New(outside, command(t, childArg), Limits{}).Evaluate(context.Background(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text(t, want), text(t, got)); diff != "" {
		t.Error(diff)
	}
	if want := 2 * (len(harmless()) + 1); last != want || total != want {
		t.Errorf("the last progress was %d of %d, want %d", last, total, want)
	}
}

func TestTrustedPoliciesNeedNoChild(t *testing.T) {
	set, err := load(t, true, harmless())
	if err != nil {
		t.Fatal(err)
	}
	none := Command{Path: "/nowhere/assize", Args: []string{"assize"}}
	if _, err := New(set, none, Limits{}).Evaluate(context.Background(), snapshot(t), options()); err != nil {
		t.Error(err)
	}
	if set, err = load(t, false, harmless()); err != nil {
		t.Fatal(err)
	}
	_, err = New(set, none, Limits{}).Evaluate(context.Background(), snapshot(t), options())
	if err == nil || !strings.Contains(err.Error(), "in a process of their own") {
		t.Errorf("without a program to judge them: %v", err)
	}
}

func TestAChildThatAnswersWronglyIsNotBelieved(t *testing.T) {
	set, err := load(t, false, harmless())
	if err != nil {
		t.Fatal(err)
	}
	findings, err := New(set, command(t, "__babble"), Limits{}).Evaluate(context.Background(), snapshot(t), options())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Policy == "t/builtin" && f.Verdict == engine.Error || f.Policy == "t/a" && f.Resource == "1" && !strings.Contains(f.Note, "answer wrongly") {
			t.Errorf("%s on %s: %s (%s)", f.Policy, f.Resource, f.Verdict, f.Note)
		}
	}
}

func TestAnEndedContextEndsTheChild(t *testing.T) {
	set, err := load(t, false, map[string]string{"a": loop})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	o := options()
	o.Timeout = time.Hour
	began := time.Now()
	if _, err := New(set, command(t, childArg), Limits{}).Evaluate(ctx, snapshot(t), o); err == nil {
		t.Error("no error")
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// loop takes 10^12 steps.
const loop = `_d := [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
fail contains {"message": "m"} if { input.on; some a in _d; some b in _d; some c in _d; some d in _d; some e in _d; some f in _d; some g in _d; some h in _d; some i in _d; some j in _d; some k in _d; some l in _d; a + b + c + d + e + f + g + h + i + j + k + l < 0 }`

// TestStarved reads what Go's runtime wrote when the kernel gave it no more memory, and what it writes for other reasons.
func TestStarved(t *testing.T) {
	for text, want := range map[string]bool{
		"fatal error: runtime: out of memory":                                        true,
		"runtime: cannot allocate memory":                                            true,
		"SIGSEGV: segmentation violation\n\truntime.(*spanQueue).tryDrain(0x0, 0x0)": true,
		"SIGSEGV: segmentation violation\n\tmain.main()":                             false,
		"panic: index out of range":                                                  false,
		"":                                                                           false,
	} {
		if got := starved(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
