package opa

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// brokenPolicies break on the resource 1 and on no other, each in its own way; want is what the finding must say.
func brokenPolicies() map[string]struct{ rules, want string } {
	const this, fail = `input.id == "1"; `, `fail contains {"message": "m"} if { input.id == "1"; `
	member := func(text string) string { return "fail contains " + text + ` if input.id == "1"` }
	return map[string]struct{ rules, want string }{
		"a time that is none":      {fail + `time.parse_rfc3339_ns(input.mode) > 0 }`, "time.parse_rfc3339_ns: "},
		"a date that is none":      {fail + `time.parse_ns("2006-01-02", input.mode) > 0 }`, "time.parse_ns: "},
		"a number that is none":    {fail + `to_number(input.mode) > 0 }`, "to_number: "},
		"a size that is none":      {fail + `units.parse_bytes(input.mode) > 0 }`, "units.parse_bytes: "},
		"a division by zero":       {fail + `1 / (count(input.list) - 2) > 0 }`, "div: divide by zero"},
		"a remainder by zero":      {fail + `7 % (count(input.list) - 2) > 0 }`, "rem: "},
		"JSON that is none":        {fail + `json.unmarshal(input.mode) }`, "json.unmarshal: "},
		"a pattern that is none":   {fail + `regex.match(concat("", ["[", input.mode]), "x") }`, "regex.match: "},
		"a broken helper":          {"_n(x) := to_number(x)\n" + fail + "_n(input.mode) > 0 }", "to_number: "},
		"a broken comprehension":   {fail + `count([1 | some x in [input.mode]; to_number(x) > 0]) == 0 }`, "to_number: "},
		"a broken negation":        {"_big if to_number(input.mode) > 0\n" + fail + "not _big }", "to_number: "},
		"a broken message":         {`fail contains {"message": sprintf("%d", [to_number(input.mode)])} if input.id == "1"`, "to_number: "},
		"whether it applies":       {"applicable if { " + this + "to_number(input.mode) > 0 }\napplicable if input.on\n" + fail + "input.on }", "to_number: "},
		"a rule of two values":     {"_x := \"a\" if input.on\n_x := \"b\" if input.id == \"1\"\n" + fail + `_x == "a" }`, "rule data.policies.t.p._x produced conflicting values"},
		"a function of two values": {"_f(x) := \"a\" if x.on\n_f(x) := \"b\" if x.id == \"1\"\n" + fail + `_f(input) == "a" }`, "function data.policies.t.p._f produced conflicting values for the same inputs"},
		"a key of two values":      {fail + `{"k": x | some x in ["1", "2"]} == {} }`, "object keys must be unique"},
		"a rule's key of two":      {"_o[k] := x if { " + this + "k := \"k\"; some x in [\"1\", \"2\"] }\n" + fail + "_o.k }", "object keys must be unique"},
		"a text":                   {member(`"m"`), "fail holds string, which is no object"},
		"a list":                   {member(`["m"]`), "fail holds array, which is no object"},
		"null":                     {member(`null`), "fail holds null, which is no object"},
		"no message":               {member(`{"key": "k"}`), "a failure has no message"},
		"an empty message":         {member(`{"message": ""}`), "message of a failure is no text"},
		"a message of null":        {member(`{"message": null}`), "message of a failure is no text"},
		"a key of a number":        {member(`{"message": "m", "key": 1}`), "key of a failure is no text"},
		"an empty key":             {member(`{"message": "m", "key": ""}`), "key of a failure is no text"},
		"a path of a list":         {member(`{"message": "m", "path": ["on"]}`), "path of a failure is no text"},
		"a path that is none":      {member(`{"message": "m", "path": "a b"}`), "path of a failure: not a fact path"},
		"a path that ends early":   {member(`{"message": "m", "path": "on."}`), "path of a failure: not a fact path"},
		"an unknown field":         {member(`{"message": "m", "severity": "low"}`), `a failure has the unknown field "severity"`},
		"a field of a number":      {member(`{"message": "m", 1: "low"}`), "a failure has the unknown field 1"},
		"one key twice":            {member(`{"message": m, "key": "k"}`) + "\n" + member(`{"message": "n", "key": "k"}`), ""},
	}
}

// TestErrorsNameTheirPlaceAndStopNobody: an error names the policy's file and line and stands on its resource; the
// policy's other resources, and the other policies, are judged. With a gap that it reads it may be unknown instead,
// but never certain.
func TestErrorsNameTheirPlaceAndStopNobody(t *testing.T) {
	place := regexp.MustCompile(`^test/t/p\.rego:(\d+): `)
	for name, test := range brokenPolicies() {
		if name == "one key twice" {
			test.rules = strings.Replace(test.rules, `"message": m,`, `"message": "m",`, 1)
			test.want = `two failures have the key "k"`
		}
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"o": `fail contains {"message": "m"} if not input.on`, "p": test.rules, "q": `fail contains {"message": "m"} if input.on`})
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox, "t.box 2": goodBox})
			for _, f := range evaluate(t, set, s, engine.Options{}) {
				want := engine.Pass
				switch {
				case f.Policy == "t/q":
					want = engine.Fail
				case f.Policy == "t/p" && f.Resource == "1":
					want = engine.Error
					if !place.MatchString(f.Note) || !strings.Contains(f.Note, test.want) {
						t.Errorf("the note is %q, want %q", f.Note, test.want)
					}
					if len(f.Failures)+len(f.Gaps) > 0 {
						t.Errorf("an error with failures %v and gaps %v", f.Failures, f.Gaps)
					}
				case f.Policy == "t/p" && strings.HasPrefix(test.rules, "applicable"):
					want = engine.Pass
				}
				if f.Verdict != want {
					t.Errorf("%s on %s: %s (%s), want %s", f.Policy, f.Resource, f.Verdict, f.Note, want)
				}
			}
			gap := collectors.Gap{Kind: "t.box", Resource: "1", Path: "o.x"}
			gapped := loadText(t, map[string]string{"p": test.rules + "\nfail contains {\"message\": \"z\", \"key\": \"z\"} if input.o.x.y == \"z\""})
			s = snapshotOf(t, map[string]string{"t.box 1": goodBox, "t.box 2": goodBox}, gap)
			for _, f := range evaluate(t, gapped, s, engine.Options{}) {
				if f.Resource == "1" && f.Verdict != engine.Error && f.Verdict != engine.Unknown {
					t.Errorf("with a gap it is %s: %v", f.Verdict, f.Failures)
				}
				if f.Resource == "2" && f.Verdict != engine.Pass {
					t.Errorf("with a gap the other resource is %s", f.Verdict)
				}
			}
		})
	}
}

// TestErrorsOnAnUnreadFactAreUnknown: the fact that was not read is the one on which the policy might break.
func TestErrorsOnAnUnreadFactAreUnknown(t *testing.T) {
	for name, rules := range map[string]string{
		"a number": `fail contains {"message": "m"} if to_number(input.mode) > 0`,
		"a time":   `fail contains {"message": "m"} if time.parse_rfc3339_ns(input.mode) > 0`,
		"a shape":  `fail contains {"message": input.mode}`,
		"a key":    "fail contains {\"message\": \"m\", \"key\": input.mode}\nfail contains {\"message\": \"n\", \"key\": \"k\"} if input.o.x.y == \"z\"",
		"a value":  "_x := input.mode\n_x := \"b\" if input.on\nfail contains {\"message\": \"m\"} if _x == \"q\"",
	} {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": rules})
			f := evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": goodBox}, collectors.Gap{Kind: "t.box", Resource: "1", Path: "mode"}), engine.Options{})[0]
			if f.Verdict != engine.Unknown || len(f.Gaps) != 1 || f.Gaps[0].Path != "mode" {
				t.Errorf("%s %v %s", f.Verdict, f.Gaps, f.Note)
			}
		})
	}
}

// TestABreakThatIsOnlyPossible: where some value of a fact that was not read would break the policy, no pass is certain, but a
// failure stands.
func TestABreakThatIsOnlyPossible(t *testing.T) {
	for name, test := range map[string]struct{ gap, rules, want string }{
		"of two values one is in conflict":   {"mode", "_x := \"a\" if input.mode == \"x\"\n_x := \"b\" if input.o.on\nfail contains {\"message\": _x}", "fail (b)"},
		"a second failure with the key":      {"mode", "fail contains {\"message\": \"m\", \"key\": \"k\"} if input.on\nfail contains {\"message\": \"n\", \"key\": \"k\"} if input.mode == \"z\"", "fail (k)"},
		"a member of another shape":          {"mode", "fail contains {\"message\": \"m\"} if input.on\nfail contains \"m\" if input.mode == \"z\"", "fail (m)"},
		"a break in another rule":            {"mode", "fail contains {\"message\": \"m\"} if input.on\nfail contains {\"message\": \"n\"} if to_number(input.mode) > 0", "fail (m)"},
		"a break before what is false":       {"mode", "fail contains {\"message\": \"n\"} if { to_number(input.mode) > 0; not input.on }", "unknown ?t.box 1 mode"},
		"nothing that breaks before it":      {"mode", "fail contains {\"message\": \"n\"} if { input.mode == \"x\"; is_string(input.mode); not input.on }", "pass"},
		"a break behind it":                  {"mode", "fail contains {\"message\": \"n\"} if { not input.on; to_number(input.mode) > 0 }", "pass"},
		"a break under not":                  {"mode", "fail contains {\"message\": \"n\"} if { not to_number(input.mode) > 0; not input.on }", "unknown ?t.box 1 mode"},
		"a break in a list":                  {"mode", "fail contains {\"message\": \"n\"} if { [to_number(input.mode) | true] == [1]; not input.on }", "unknown ?t.box 1 mode"},
		"a break in a rule within a list":    {"mode", "_n := to_number(input.mode)\nfail contains {\"message\": \"n\"} if { [_n | true] == [1]; not input.on }", "unknown ?t.box 1 mode"},
		"a break in a function":              {"mode", "_n(x) := to_number(x)\nfail contains {\"message\": \"n\"} if { _n(input.mode) > 0; not input.on }", "unknown ?t.box 1 mode"},
		"a break in every":                   {"mode", "fail contains {\"message\": \"n\"} if { every x in [input.mode] { to_number(x) > 0 }; not input.on }", "unknown ?t.box 1 mode"},
		"a break in what says if it applies": {"mode", "applicable if { to_number(input.mode) > 0; not input.on }\nfail contains {\"message\": \"n\"}", "unknown ?t.box 1 mode"},
		"a value that was tried breaks":      {"on", "_x := \"a\" if input.on\n_x := \"b\" if input.o.on\nfail contains {\"message\": \"n\"} if _x == \"c\"", "unknown ?t.box 1 on"},
	} {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": test.rules})
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox}, collectors.Gap{Kind: "t.box", Resource: "1", Path: test.gap})
			if got := short(evaluate(t, set, s, engine.Options{})); got[0] != "here t/p 1 "+test.want {
				t.Errorf("got %s, want %s", got[0], test.want)
			}
		})
	}
}

// TestTimeWithGaps: the limit holds for partial evaluation and for trying values, too.
func TestTimeWithGaps(t *testing.T) {
	for name, gap := range map[string]string{"a boolean": "on", "a text": "mode"} {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": endless + "\nfail contains {\"message\": \"n\"} if { input.on; input.mode == \"q\" }",
				"q": `fail contains {"message": "m"} if input.o.on`})
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox}, collectors.Gap{Kind: "t.box", Resource: "1", Path: gap})
			began := time.Now()
			findings := evaluate(t, set, s, engine.Options{Timeout: 100 * time.Millisecond})
			if f := findings[0]; f.Verdict != engine.Error || f.Note != "test/t/p.rego:10: took longer than allowed" || f.Resource != "1" {
				t.Errorf("%s on %s: %s", f.Verdict, f.Resource, f.Note)
			}
			if findings[1].Verdict != engine.Fail {
				t.Errorf("the other policy: %s", findings[1].Verdict)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("a limit of 0.1 s took %s", took)
			}
		})
	}
}

// TestCancelledRunsHaveNoFindings: whoever ends a run gets the reason and nothing that looks like a result.
func TestCancelledRunsHaveNoFindings(t *testing.T) {
	set := loadText(t, map[string]string{"p": endless, "q": `fail contains {"message": "m"} if input.on`})
	for name, gaps := range map[string][]collectors.Gap{"without gaps": nil, "with a gap": {{Kind: "t.box", Resource: "1", Path: "on"}}} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(50*time.Millisecond, cancel)
			findings, err := set.Evaluate(ctx, snapshotOf(t, map[string]string{"t.box 1": goodBox}, gaps...), engine.Options{Timeout: time.Minute, Now: time.Unix(1, 0)})
			if !errors.Is(err, context.Canceled) || findings != nil {
				t.Errorf("%d findings, %v", len(findings), err)
			}
		})
	}
}

// TestDeepData: a resource nested as deep as JSON may be is judged like any other, also by what walks through it.
func TestDeepData(t *testing.T) {
	const depth = 4000
	deep := strings.Repeat(`{"a":`, depth) + `"end"` + strings.Repeat("}", depth)
	box := strings.Replace(goodBox, `"on":true,"mode"`, `"on":true,"deep":`+deep+`,"mode"`, 1)
	if !json.Valid([]byte(box)) {
		t.Fatal("no JSON")
	}
	files := fstest.MapFS{}
	for name, rules := range map[string]string{
		"walk":  `fail contains {"message": "m"} if { walk(input.deep, [p, v]); v == "end"; count(p) > 9 }`,
		"whole": `fail contains {"message": "m"} if input.deep == {}`,
		"text":  `fail contains {"message": "m"} if contains(json.marshal(input.deep), "end")`,
		"other": `fail contains {"message": "m"} if not input.on`,
	} {
		files["t/"+name+".rego"] = &fstest.MapFile{Data: []byte(head(name, "t.box", "") + rules)}
	}
	// Users' policies could not name a fact that the schema does not have.
	set, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "test", FS: files, BuiltIn: true}}, Schemas: testSchemas(t)})
	if err != nil {
		t.Fatal(err)
	}
	for name, gaps := range map[string][]collectors.Gap{"without gaps": nil, "with a gap": {{Kind: "t.box", Resource: "1", Path: "deep.a.a"}}} {
		t.Run(name, func(t *testing.T) {
			got := short(evaluate(t, set, snapshotOf(t, map[string]string{"t.box 1": box}, gaps...), engine.Options{Timeout: time.Minute}))
			want := "here t/other 1 pass, here t/text 1 fail (m), here t/walk 1 fail (m), here t/whole 1 pass"
			if gaps != nil {
				want = "here t/other 1 pass, here t/text 1 unknown ?t.box 1 deep.a.a, here t/walk 1 unknown ?t.box 1 deep.a.a, here t/whole 1 unknown ?t.box 1 deep.a.a"
			}
			if strings.Join(got, ", ") != want {
				t.Errorf("got %s", got)
			}
		})
	}
}
