package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/engine"
)

const onRule = `applicable if input.mode != "none"

fail contains {"message": "off", "path": "on"} if not input.on
`

const onTest = `package policies.t.p_test

import data.policies.t.p

good := {"on": true, "mode": "x"}

test_all if {
	count(p.fail) == 0 with input as good
	bad := json.patch(good, [{"op": "replace", "path": "/on", "value": false}])
	some f in p.fail with input as bad
	f.path == "on"
	p.applicable with input as good
	not p.applicable with input as object.union(good, {"mode": "none"})
}
`

func testOptions(t *testing.T, builtIn bool, rules, tests string) LoadOptions {
	t.Helper()
	files := fstest.MapFS{"t/p.rego": {Data: []byte(head("p", "t.box", "") + rules)}}
	if tests != "" {
		files["t/p_test.rego"] = &fstest.MapFile{Data: []byte(tests)}
	}
	return LoadOptions{Sources: []Source{{Name: "mine", FS: files, BuiltIn: builtIn}}, Schemas: testSchemas(t)}
}

func TestTestReports(t *testing.T) {
	report, err := Test(context.Background(), testOptions(t, false, onRule, onTest), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []PolicyTest{{ID: "t/p", Tests: 1, Coverage: 100, Uncovered: []int{}, Rules: []RuleTest{{Line: 14, Fired: 1, Silent: 1}},
		Examples: map[engine.Verdict]int{engine.Pass: 1, engine.Fail: 1, engine.NotApplicable: 1},
		// on and mode from each; the example without on fails whatever mode is, as far as it applies
		Gaps: map[engine.Verdict]int{engine.Unknown: 5, engine.NotApplicable: 1}}}
	if diff := cmp.Diff(want, report.Policies); diff != "" || len(report.Problems) > 0 {
		t.Errorf("%s\n%v", diff, report.Problems)
	}
}

func TestTestFinds(t *testing.T) {
	without := func(line string) string {
		return strings.Join(slices.DeleteFunc(strings.Split(onTest, "\n"), func(l string) bool { return strings.Contains(l, line) }), "\n")
	}
	tests := map[string]struct{ rules, tests, want string }{
		"a test that fails": {onRule, strings.Replace(onTest, "count(p.fail) == 0", "count(p.fail) == 1", 1), "mine/t/p_test.rego:7: test_all fails"},
		"a test that breaks": {onRule, strings.Replace(onTest, `f.path == "on"`, `to_number(f.path) == 1`, 1),
			"mine/t/p_test.rego:7: test_all broke: "},
		"no tests":                    {onRule, "", "mine/t/p.rego:10: the policy was never seen failing"},
		"never seen passing":          {onRule, without("with input as good"), "mine/t/p.rego:10: the policy was never seen passing"},
		"never seen failing":          {onRule, strings.Replace(without("f.path"), "some f in p.fail", "p.fail", 1), ""},
		"never seen not applying":     {onRule, without("not p.applicable"), "mine/t/p.rego:10: the policy was never seen not applying"},
		"a path that leads nowhere":   {strings.Replace(onRule, `"path": "on"`, `"path": concat("", ["o", "ff"])`, 1), strings.Replace(onTest, `== "on"`, `== "off"`, 1), `the path off: there is no fact "off"`},
		"an example that is an error": {strings.Replace(onRule, `"path": "on"`, `"key": input.mode`, 1) + "fail contains {\"message\": \"2\", \"key\": \"x\"} if not input.on\n", without("f.path"), "the engine calls the example an error"},
		"a rule that never fires": {onRule + "\nfail contains {\"message\": \"odd\", \"key\": \"m\"} if {\n\tinput.on\n\tinput.mode == \"odd\"\n}\n", onTest,
			"mine/t/p.rego:16: this rule fail never fires in the tests\n    hint: add a test"},
		"a rule that always fires":     {onRule, "package policies.t.p_test\n\nimport data.policies.t.p\n\ntest_off if count(p.fail) == 1 with input as {\"on\": false, \"mode\": \"x\"}\n", "mine/t/p.rego:14: this rule fail fires in every one of the 1 examples"},
		"a test of another package":    {onRule, strings.Replace(onTest, "package policies.t.p_test", "package policies.t.ptest", 1), "mine/t/p_test.rego:1: the package of a test"},
		"a test that does not parse":   {onRule, onTest + "x if {", "mine/t/p_test.rego:15: "},
		"a test that does not compile": {onRule, strings.Replace(onTest, "json.patch(", "json.path(", 1), "mine/t/p_test.rego:9: there is no function json.path"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			report, err := Test(context.Background(), testOptions(t, false, test.rules, test.tests), nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" {
				if len(report.Problems) > 0 {
					t.Error(report.Problems)
				}
				return
			}
			if !strings.Contains(report.Problems.Error(), test.want) {
				t.Errorf("got %v\nwant %s", report.Problems, test.want)
			}
		})
	}
}

// TestExamplesAreHeldAgainstTheSchema: an example is what a collector could have read, or a part of it.
func TestExamplesAreHeldAgainstTheSchema(t *testing.T) {
	const join = "applicable if input.mode != \"none\"\n\nfail contains {\"message\": \"off\", \"path\": \"on\"} if not input.on\n\n" +
		"fail contains {\"message\": \"a\"} if { some r in data.resources[\"t.item\"]; r.a }\n\n" +
		"fail contains {\"message\": \"b\"} if { some r in data.records[\"register.note\"]; r.a }\n"
	const hint = "\n    hint: give the example facts as the kind's schema has them; it may lack some"
	tests := map[string]struct {
		example string
		want    []string
	}{
		"a part of it":         {`with input as {"map": {"k": {"a": true}}, "mode": null, "list": []}`, nil},
		"another type":         {`with input as {"on": "yes"}`, []string{"on is of type string, not boolean"}},
		"null":                 {`with input as {"on": null}`, []string{"on is of type null, not boolean"}},
		"none of several":      {`with input as {"mode": 3}`, []string{"mode is of type number, not string or null"}},
		"behind a map":         {`with input as {"o": {"x": {"y.z": ["1"]}}}`, []string{`o.x["y.z"] is of type array, not string`}},
		"in a list":            {`with input as {"list": [{"a": true}, {"a": 1}]}`, []string{"list[1].a is of type number, not boolean"}},
		"no such fact":         {`with input as {"of": true, "map": {"k": {"c": 1}}}`, []string{"map.k.c is no fact of this kind", "of is no fact of this kind"}},
		"no object":            {`with input as []`, []string{"input is of type array, not object"}},
		"joined":               {`with input as {} with data.resources as {"t.item": [{"a": true}, {"a": "1"}]}`, []string{`data.resources["t.item"][1].a is of type string, not boolean`}},
		"joined, no object":    {`with input as {} with data.resources["t.item"] as ["i"]`, []string{`data.resources["t.item"][0] is of type string, not object`}},
		"joined, no list":      {`with input as {} with data.resources as {"t.item": {}}`, []string{`data.resources["t.item"] is of type object, not array`}},
		"joined, no kind":      {`with input as {} with data.resources as {"t.items": []}`, []string{`data.resources["t.items"] is no kind`}},
		"nothing that is one":  {`with input as {} with data.resources as 1`, []string{"data.resources is of type number, not object"}},
		"a record":             {`with input as {} with data.records as {"register.note": [{"c": 1}]}`, []string{`data.records["register.note"][0].c is no fact of this kind`}},
		"a record's full form": {`with input as {} with data.records as {"register.note": [{"id": "n", "a": true, "b": false}]}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			report, err := Test(context.Background(), testOptions(t, false, join, onTest+"\ntest_more if is_set(p.fail) "+test.example+"\n"), nil)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for _, w := range test.want {
				want = append(want, "mine/t/p_test.rego:16: test_more: "+w+hint)
			}
			for _, p := range report.Problems {
				if p.File == "mine/t/p_test.rego" { // that the rules on joined kinds never fire is said of the policy
					got = append(got, p.String())
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestATrialCatchesAFalseVerdict hands the harness an engine whose reference walk is blind, as a defect in it
// would be: it must say so, or it proves nothing.
func TestATrialCatchesAFalseVerdict(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if input.on`})
	program, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	p := *program.policies["t/p"]
	e := example{policy: "t/p", world: map[string]any{"input": map[string]any{"on": true}}}
	s := sceneOf(&p, e)
	run := trial{bench: bench{program: program, timeout: patience}, sampler: sampler{schemas: set.schemas, kind: "t.box"}, scene: s, holes: s.holesOf()}
	if verdict, wrong, err := run.run(context.Background()); verdict != engine.Unknown || wrong != "" || err != nil {
		t.Errorf("%s, %q, %v", verdict, wrong, err)
	}
	p.reads = newReadSet()
	if verdict, wrong, err := run.run(context.Background()); verdict != engine.Pass || wrong != "with on = null it is fail" || err != nil {
		t.Errorf("blind: %s, %q, %v", verdict, wrong, err)
	}
}

func TestExamples(t *testing.T) {
	set := loadText(t, map[string]string{"p": `fail contains {"message": "m"} if not input.on`})
	h := &harness{set: set, tests: map[string]*ast.Module{}}
	text := `package policies.t.p_test

import data.policies.t.p

good := {"on": true}

_make(x) := {"on": x}

test_rule if count(p.fail) == 0 with input as good

test_again if count(p.fail) == 0 with input as good

test_call if count(p.fail) == 1 with input as json.patch(good, [{"op": "remove", "path": "/on"}])

test_function if count(p.fail) == 1 with input as _make(false)

test_variable if {
	made := _make(null)
	count(p.fail) == 1 with input as made
}

test_inside if {
	keys := {f.message | some f in p.fail with input as {"on": 0}}
	count(keys) == 0
}

test_parts if {
	count(p.fail) == 0 with input.on as 1 with data.params.t.p.most as 3
		with data.resources as {"t.item": []}
}

test_bound if {
	some x in [1, 2]
	count(p.fail) == x with input as {"on": x}
}

not_a_test if count(p.fail) == 0 with input as {"on": "no test"}
`
	source := Source{Name: "test", FS: fstest.MapFS{"t/p_test.rego": {Data: []byte(text)}}}
	if err := h.read(source); err != nil || len(h.problems) > 0 {
		t.Fatal(err, h.problems)
	}
	compiler, modules := h.compiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	found, err := examplesOf(context.Background(), compiler, h.tests)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, e := range found {
		text, err := json.Marshal(e.world)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %s:%d %s", e.policy, e.test, e.line, text))
	}
	slices.Sort(got)
	want := []string{
		`t/p test_bound:32 {"input":{"on":1}}`,
		`t/p test_bound:32 {"input":{"on":2}}`,
		`t/p test_call:13 {"input":{}}`,
		`t/p test_function:15 {"input":{"on":false}}`,
		`t/p test_inside:22 {"input":{"on":0}}`,
		`t/p test_parts:27 {"data":{"params":{"t":{"p":{"most":3}}},"resources":{"t.item":[]}},"input":{"on":1}}`,
		`t/p test_rule:9 {"input":{"on":true}}`,
		`t/p test_variable:17 {"input":{"on":null}}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFormat(t *testing.T) {
	for name, rules := range map[string]string{"formatted": onRule, "not formatted": strings.Replace(onRule, " if not", "  if   not", 1)} {
		problems, err := Check(context.Background(), testOptions(t, true, rules, ""))
		if err != nil {
			t.Fatal(err)
		}
		if name == "formatted" && len(problems) > 0 {
			t.Error(problems)
		}
		if name == "not formatted" && (len(problems) != 1 || problems[0].File != "policies/t/p.rego" || problems[0].Line != 14) {
			t.Errorf("got %v", problems)
		}
	}
}
