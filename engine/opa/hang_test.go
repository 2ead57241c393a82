package opa

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestAnUnknownNamesWhatItHangsOn: of several gaps that a policy reads, only those that can change the verdict.
func TestAnUnknownNamesWhatItHangsOn(t *testing.T) {
	const mode, y = `input.mode == "z"`, `not input.o.x.y`
	text := collectors.Gap{Kind: "t.box", Resource: "1", Path: "mode"}
	map0 := collectors.Gap{Kind: "t.box", Resource: "1", Path: "o.x"}
	list := collectors.Gap{Kind: "t.box", Resource: "1", Path: "list"}
	item := collectors.Gap{Kind: "t.item", Resource: "i", Path: "m"}
	tests := map[string]struct {
		rules string
		gaps  []collectors.Gap
		want  string
	}{
		"a rule that is dead whatever the gap": {"fail contains {\"message\": \"1\"} if { not input.on; " + mode + " }\nfail contains {\"message\": \"2\"} if " + y,
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 o.x"},
		"both": {"fail contains {\"message\": \"1\"} if " + mode + "\nfail contains {\"message\": \"2\"} if " + y,
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 mode ?t.box 1 o.x"},
		"it applies whatever the gap": {"applicable if input.on\napplicable if " + mode + "\nfail contains {\"message\": \"2\"} if " + y,
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 o.x"},
		"only whether it applies": {"applicable if " + mode + "\nfail contains {\"message\": \"2\"} if { not input.on; " + y + " }",
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 mode"},
		"whether it applies and whether it fails": {"applicable if " + mode + "\nfail contains {\"message\": \"2\"} if " + y,
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 mode ?t.box 1 o.x"},
		"a helper in the residue": {"_fine if " + mode + "\n_fine if { not input.on; " + y + " }\nfail contains {\"message\": \"2\"} if not _fine",
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 mode"},
		"an otherwise counts whole": {"_level := 1 if " + mode + "\nelse := 2 if { not input.on; " + y + " }\nfail contains {\"message\": \"2\"} if _level == 1",
			[]collectors.Gap{text, map0}, "unknown ?t.box 1 mode ?t.box 1 o.x"},
		"a joined kind": {`fail contains {"message": "m"} if { some r in data.resources["t.item"]; r.m.k == "v"; input.on }` + "\nfail contains {\"message\": \"2\"} if { not input.on; " + y + " }",
			[]collectors.Gap{item, map0}, "unknown ?t.item i m"},
		"beside a joined kind": {`fail contains {"message": "m"} if { some r in data.resources["t.item"]; not input.on; r.m.k == "v" }` + "\nfail contains {\"message\": \"2\"} if " + y,
			[]collectors.Gap{item, map0}, "unknown ?t.box 1 o.x"},
		"a comprehension": {`fail contains {"message": "m"} if { count([1 | some x in input.list; x.a; ` + mode + ` ]) > 0 }`,
			[]collectors.Gap{text, list}, "unknown ?t.box 1 list ?t.box 1 mode"},
		"an error hangs on all": {`fail contains {"message": "m"} if { to_number(input.name) > 1; ` + mode + `; ` + y + ` }`,
			[]collectors.Gap{text, map0, {Kind: "t.box", Resource: "1", Path: "name"}}, "unknown ?t.box 1 mode ?t.box 1 name ?t.box 1 o.x"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": test.rules})
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox, "t.item i": `{"a":true,"b":true,"m":{}}`}, test.gaps...)
			if diff := cmp.Diff([]string{"here t/p 1 " + test.want}, short(evaluate(t, set, s, engine.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// is compares what OPA's type check would not let be compared.
const is = "_is(x, y) if x == y\n"

// TestFewValuesAreTried: gaps on booleans are decided by their values, null and none included.
func TestFewValuesAreTried(t *testing.T) {
	gap := func(path string) collectors.Gap { return collectors.Gap{Kind: "t.box", Resource: "1", Path: path} }
	k, l := `fail contains {"message": "k", "key": "k"} if `, "\nfail contains {\"message\": \"l\", \"key\": \"l\"} if "
	either := k + "input.on" + strings.Replace(l, `"l", "key": "l"`, `"k", "key": "k"`, 1) + "not input.on"
	three := k + `count([1 | some x in [input.on, input.o.on, input.map.k.a]; _is(x, "no")]) > 0`
	tests := map[string]struct {
		rules string
		gaps  []collectors.Gap
		want  string
	}{
		"it fails either way":             {either, []collectors.Gap{gap("on")}, "fail (k)"},
		"it never fails":                  {k + "{ input.on; not input.on }", []collectors.Gap{gap("on")}, "pass"},
		"no text is among the values":     {k + `_is(input.on, "no")`, []collectors.Gap{gap("on")}, "pass"},
		"null is among them":              {k + `_is(input.on, null)`, []collectors.Gap{gap("on")}, "unknown ?t.box 1 on"},
		"none is among them":              {"_there if _ = input.on\n" + k + "not _there", []collectors.Gap{gap("on")}, "unknown ?t.box 1 on"},
		"other failures either way":       {k + "input.on" + l + "not input.on", []collectors.Gap{gap("on")}, "unknown ?t.box 1 on"},
		"one failure either way":          {either + l + "input.on", []collectors.Gap{gap("on")}, "fail (k)"},
		"it does not apply either way":    {"applicable if { input.on; not input.on }\n" + k + "input.on", []collectors.Gap{gap("on")}, "not_applicable | does not apply to this resource"},
		"one of two matters":              {k + "{ input.on; not input.on }" + l + "not input.o.on", []collectors.Gap{gap("on"), gap("o.on")}, "unknown ?t.box 1 o.on"},
		"two together":                    {k + "input.on != input.o.on", []collectors.Gap{gap("on"), gap("o.on")}, "unknown ?t.box 1 o.on ?t.box 1 on"},
		"in a map":                        {k + `{ some v in input.map; _is(v.a, "no") }`, []collectors.Gap{gap("map.k.a")}, "pass"},
		"too many of them":                {three, []collectors.Gap{gap("on"), gap("o.on"), gap("map.k.a")}, "unknown ?t.box 1 map.k.a ?t.box 1 o.on ?t.box 1 on"},
		"beside a text":                   {k + `{ _is(input.on, "no"); input.mode == "x" }`, []collectors.Gap{gap("on"), gap("mode")}, "unknown ?t.box 1 mode ?t.box 1 on"},
		"beside a text without a part":    {k + `_is(input.on, "no")` + l + `{ not input.o.on; input.mode == "x" }`, []collectors.Gap{gap("on"), gap("mode")}, "pass"},
		"it breaks on one of them":        {k + "{ input.on; to_number(input.name) > 0; input.mode == \"no\" }", []collectors.Gap{gap("on")}, "pass"},
		"two failures with one key on it": {k + `{ input.on; some _ in ["1"] }` + strings.Replace(l, `"key": "l"`, `"key": "k"`, 1) + "input.o.on", []collectors.Gap{gap("on")}, "fail (k)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": is + test.rules})
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox}, test.gaps...)
			if diff := cmp.Diff([]string{"here t/p 1 " + test.want}, short(evaluate(t, set, s, engine.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNoValuesOfAHandMadeGapAreTried: of a fact that breaks its schema, the schema says nothing.
func TestNoValuesOfAHandMadeGapAreTried(t *testing.T) {
	set := loadText(t, map[string]string{"p": is + `fail contains {"message": "m"} if _is(input.on, "no")`})
	box := strings.Replace(goodBox, `"on":true,"mode"`, `"on":"no","mode"`, 1)
	got := short(evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": box}), engine.Options{}))
	if diff := cmp.Diff([]string{"here t/p 1 unknown ?t.box 1 on"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestAnUnknownSaysWhatItWouldBe where it hangs on one fact of few values, and is silent otherwise.
func TestAnUnknownSaysWhatItWouldBe(t *testing.T) {
	gap := func(path string) collectors.Gap { return collectors.Gap{Kind: "t.box", Resource: "1", Path: path} }
	const fail = `fail contains {"message": "m"} if `
	tests := map[string]struct {
		rules string
		gaps  []collectors.Gap
		want  string
	}{
		"one boolean":        {fail + "not input.on", []collectors.Gap{gap("on")}, "on true pass, on false fail"},
		"whether it applies": {"applicable if input.on\n" + fail + "input.o.on", []collectors.Gap{gap("on")}, "on true fail, on false not_applicable"},
		"in a map":           {fail + "{ some v in input.map; not v.a }", []collectors.Gap{gap(`map["l.m"].a`)}, `map["l.m"].a true pass, map["l.m"].a false fail`},
		"one of two matters": {fail + "{ input.on; not input.on }\n" + fail + "not input.o.on", []collectors.Gap{gap("on"), gap("o.on")}, "o.on true pass, o.on false fail"},
		"two matter":         {fail + "input.on != input.o.on", []collectors.Gap{gap("on"), gap("o.on")}, ""},
		"beside a text that does not matter": {fail + `{ input.on; not input.on; input.mode == "q" }` + "\n" + fail + "not input.o.on",
			[]collectors.Gap{gap("mode"), gap("o.on")}, "o.on true pass, o.on false fail"},
		"a text":           {fail + `input.mode == "q"`, []collectors.Gap{gap("mode")}, ""},
		"null is no value": {is + fail + "_is(input.on, null)", []collectors.Gap{gap("on")}, ""},
		"it is certain":    {fail + "{ input.on; not input.on }", []collectors.Gap{gap("on")}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": test.rules})
			f := evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": goodBox}, test.gaps...), engine.Options{})[0]
			var got []string
			for _, x := range f.IfKnown {
				got = append(got, fmt.Sprintf("%s %s %s", x.Path, x.Value, x.Verdict))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWhatIsNotReadDecidesNoGap: whether the entry that a gap is in is there is no fact that the policy reads, so it
// makes no difference. Else a result that is remembered would hang on which resource came first.
func TestWhatIsNotReadDecidesNoGap(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if not input.map.k.a`})
	p, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	b := bench{program: p, timeout: patience}
	first := ""
	for _, text := range []string{`{"map":{"k":{"b":true}}}`, `{"map":{}}`, `{"map":{"k":null}}`, `{}`} {
		input, err := decodeJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		s := sceneOf(p.policies["t/p"], example{policy: "t/p", world: map[string]any{"input": input}})
		f, err := b.judged(t.Context(), s, []hole{{path: collectors.PathOf("map", "k", "a")}})
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(f.Verdict, f.Gaps, f.IfKnown)
		if first == "" {
			first = got
		}
		if got != first || f.Verdict != engine.Unknown || len(f.IfKnown) != 2 {
			t.Errorf("%s: %s, want %s", text, got, first)
		}
	}
}

// TestAGapInAResourceThatIsLookedUpToo: the same fact is unread in the input and in the joined kind; trying its values
// in the input alone would hold it against itself.
func TestAGapInAResourceThatIsLookedUpToo(t *testing.T) {
	set := loadText(t, map[string]string{"p": head("p", "t.item", "") +
		`fail contains {"message": "m"} if { input.a; some r in data.resources["t.item"]; r.id == input.id; not r.a }`})
	s := snapshotOf(t, map[string]string{"t.item i": `{"a":true,"b":true}`, "t.item j": `{"a":true,"b":true}`}, collectors.Gap{Kind: "t.item", Resource: "i", Path: "a"})
	findings := evaluate(t, set, s, engine.Options{})
	want := []string{"here t/p i unknown ?t.item i a", "here t/p j unknown ?t.item i a"}
	if diff := cmp.Diff(want, short(findings)); diff != "" || len(findings[0].IfKnown) > 0 {
		t.Errorf("%s\n%v", diff, findings[0].IfKnown)
	}
}
