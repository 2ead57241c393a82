package opa

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/assize/assize/engine"
)

// TestLoadRefusesWhatCannotBeMeant: rules that no resource can fulfil, messages with names, parameters and helpers that
// nothing reads; each at its line, with a hint, and nothing else besides.
func TestLoadRefusesWhatCannotBeMeant(t *testing.T) {
	const params = "#   params:\n#     most: {type: integer, default: 3, description: how many}\n"
	tests := map[string]struct {
		more, rules string
		line        int
		want        string
	}{
		"two values":            {"", `fail contains {"message": "m"} if { input.mode == "a"; input.mode == "b" }`, 12, `input.mode == "a" excludes input.mode == "b"`},
		"two, by names":         {"", "fail contains {\"message\": \"m\"} if {\n\tx := input.mode\n\ty := x\n\ty == \"a\"\n\tinput.mode != \"a\"\n}", 16, `excludes`},
		"two of an element":     {"", `fail contains {"message": "m"} if { some x in input.list; x.a == true; x.a == false }`, 12, "excludes"},
		"a value and its not":   {"", `fail contains {"message": "m"} if { input.on; not input.on }`, 12, "input.on excludes not input.on"},
		"neither true nor not":  {"", `fail contains {"message": "m"} if { input.on != true; input.on != false }`, 12, "excludes"},
		"three together":        {"", `fail contains {"message": "m"} if { input.mode in ["a", "b"]; input.mode != "a"; input.mode != "b" }`, 12, "excludes"},
		"a range that is none":  {"", `fail contains {"message": "m"} if { x := count(input.list); x > 3; x < 2 }`, 12, "x > 3 excludes x < 2"},
		"an empty list":         {"", `fail contains {"message": "m"} if { input.mode in [] }`, 12, "never true of a fact that is string or null"},
		"false":                 {"", `fail contains {"message": "m"} if { not input.on; false }`, 12, "false is always false"},
		"not true":              {"", `fail contains {"message": "m"} if { not input.on; not true }`, 12, "always false"},
		"another kind":          {"", `fail contains {"message": "m"} if { input.kind == "t.item"; not input.on }`, 12, `that is "t.box"`},
		"in applicable":         {"", "applicable if { input.mode == \"a\"; input.mode == null }\n\n" + rule, 12, "applicable can never hold"},
		"in a helper":           {"", "_x if { input.on == true; input.on == false }\n\nfail contains {\"message\": \"m\"} if _x", 12, "the condition can never hold"},
		"in an else":            {"", "_x := 1 if { input.on } else := 2 if { 1 == 2 }\n\nfail contains {\"message\": \"m\"} if _x > 0", 12, "can never hold"},
		"in a comprehension":    {"", `fail contains {"message": "m"} if count([1 | some x in input.list; x.a; not x.a]) > 0`, 12, "can never hold"},
		"the name":              {"", `fail contains {"message": sprintf("%s is off", [input.name])} if not input.on`, 12, "input.name"},
		"the name in a list":    {"", `fail contains {"message": concat(" ", ["a", upper(input.name)])} if not input.on`, 12, "input.name"},
		"the name in a text":    {"", `fail contains {"message": $"{input.id} is off"} if not input.on`, 12, "input.id"},
		"the name itself":       {"", "fail contains {\"message\": n} if {\n\tn := input.name\n\tnot input.on\n}", 13, "input.name"},
		"the name by a helper":  {"", "_n := lower(input.name)\n\nfail contains {\"message\": sprintf(\"a %s\", [_n])} if not input.on", 14, "input.name"},
		"the name by a call":    {"", "_n(x) := sprintf(\"box %s\", [x])\n\nfail contains {\"message\": _n(input.id)} if not input.on", 14, "input.id"},
		"the name in an object": {"", "fail contains f if {\n\tf := {\"message\": concat(\"\", [\"x \", input.name])}\n\tnot input.on\n}", 13, "input.name"},
		"a parameter unread":    {params, rule, 11, "parameter most is declared and never read"},
		"a parameter unknown":   {params, `fail contains {"message": "m"} if { count(input.list) > data.params.t.p.most; data.params.t.p.mots }`, 14, "parameter mots is read and not declared"},
		"another's parameter":   {"", `fail contains {"message": "m"} if count(input.list) > data.params.t.q.most`, 12, "data.params.t.q.most is no parameter of this policy"},
		"a helper unused":       {"", rule + "\n_x if input.on\n\n_y if _x", 14, "nothing uses the helper _x"},
		"a helper undefined":    {"", `fail contains {"message": "m"} if not _x`, 12, "no helper _x"},
		"a field that is none":  {"", `fail contains {"message": "m", "actul": 1} if not input.on`, 12, `no field "actul"`},
		"no message":            {"", `fail contains {"path": "on"} if not input.on`, 12, "no message"},
		"a path that is none":   {"", `fail contains {"message": "m", "path": "of"} if not input.on`, 12, "leads nowhere"},
		"a key of the METADATA": {"", rule, 4, `METADATA has no key "sevrity"`},
		"a tab in the METADATA": {"#\tcontrols: {}\n", rule, 9, "no YAML"},
		"controls are no block": {"#   controls: [AC-2]\n", rule, 10, "custom.controls is not"},
		"an empty file":         {"", "", 1, "the file is empty"},
		"a rule left open":      {"", "fail contains {\"message\": \"m\"} if {\n\tnot input.on\n", 14, "ends in the middle"},
		"a builtin mistyped":    {"", `fail contains {"message": "m"} if stratswith(input.mode, "a")`, 12, "no function stratswith"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := head("p", "t.box", test.more) + test.rules
			switch name {
			case "a key of the METADATA":
				text = strings.Replace(text, "# schemas", "# sevrity: low\n# schemas", 1)
			case "an empty file":
				text = "\n"
			}
			_, err := loadFiles(t, nil, map[string]string{"p.rego": text})
			problems, _ := err.(Problems)
			if len(problems) == 0 {
				t.Fatalf("got %v, want a problem", err)
			}
			at := slices.IndexFunc(problems, func(p Problem) bool { return p.Line == test.line && strings.Contains(p.Message, test.want) })
			if at < 0 {
				t.Fatalf("got %v\nwant line %d: %s", err, test.line, test.want)
			}
			for _, p := range problems {
				if p.Hint == "" || p.File != "mine/p.rego" || p.Line != test.line && !strings.Contains(p.Message, "_y") && !strings.Contains(p.Message, "never read") {
					t.Errorf("and also %s", p)
				}
			}
		})
	}
}

// TestLoadTakesWhatMayBeMeant: nothing of this is a mistake, and none may be called one.
func TestLoadTakesWhatMayBeMeant(t *testing.T) {
	const params = "#   params:\n#     most: {type: integer, default: 3, description: how many}\n"
	for name, rules := range map[string]string{
		"two elements":               `fail contains {"message": "m"} if { some x in input.list; some y in input.list; x.a == true; y.a == false }`,
		"any two elements":           `fail contains {"message": "m"} if { input.list[_].a == true; input.list[_].a == false }`,
		"two keys":                   `fail contains {"message": "m"} if { input.map[k].a == true; input.map[l].a == false; k != l }`,
		"none of several":            `fail contains {"message": "m"} if { input.mode != "a"; input.mode != "b"; input.mode != null }`,
		"neither, and it may lack":   `fail contains {"message": "m"} if { not input.mode == "a"; not input.mode }`,
		"a range":                    `fail contains {"message": "m"} if { x := count(input.list); x > 3; x < 5; x != 3 }`,
		"a narrow range of numbers":  `fail contains {"message": "m"} if { x := count(input.list) / 7; x > 1; x < 1.0000001 }`,
		"a range of texts":           `fail contains {"message": "m"} if { input.mode > "a"; input.mode < "b" }`,
		"in two lists":               `fail contains {"message": "m"} if { input.mode in ["a", "b"]; input.mode in {"b", "c"} }`,
		"of different rules":         "fail contains {\"message\": \"m\"} if input.mode == \"a\"\n\nfail contains {\"message\": \"n\"} if input.mode == \"b\"",
		"with another input":         `fail contains {"message": "m"} if { input.on; not _on with input.on as false }` + "\n\n_on if input.on",
		"null, which is true":        `fail contains {"message": "m"} if { input.mode == null; input.mode }`,
		"false is a value":           `fail contains {"message": "m"} if { x := input.on; x == false }`,
		"a negated list":             `fail contains {"message": "m"} if { not input.mode in ["a"]; not input.mode in ["b"] }`,
		"its own kind":               `fail contains {"message": "m"} if { input.kind == "t.box"; not input.on }`,
		"the name as a key":          `fail contains {"message": "m", "key": input.name} if not input.on`,
		"an element's name":          `fail contains {"message": sprintf("%s is off", [k])} if { some k, v in input.map; not v.a }`,
		"what is looked up by name":  `fail contains {"message": sprintf("%s is off", [_known[input.name]])} if not input.on` + "\n\n_known := {\"a\": \"b\"}",
		"how long the name is":       `fail contains {"message": sprintf("%d letters", [count(input.name)])} if not input.on`,
		"another resource's name":    `fail contains {"message": sprintf("%s is off", [r.name])} if { some r in data.resources["t.item"]; r.id != input.name }`,
		"parameters as a whole":      `fail contains {"message": "m"} if { p := data.params.t.p; count(input.list) > p.most }`,
		"a helper in a helper":       `fail contains {"message": "m"} if _a` + "\n\n_a if _b(input.on)\n\n_b(x) if not x",
		"a helper only under with":   `fail contains {"message": "m"} if not _a with input.on as true` + "\n\n_a if input.on",
		"a default of a helper":      `fail contains {"message": "m"} if _a == 1` + "\n\ndefault _a := 1\n\n_a := 2 if input.on",
		"a function of patterns":     `fail contains {"message": "m"} if _a(input.mode) == 1` + "\n\n_a(\"x\") := 1\n\n_a(\"y\") := 2\n\n_a(null) := 3",
		"a helper that tests null":   `fail contains {"message": "m"} if not _a(input.mode)` + "\n\n_a(x) if x != null",
		"a helper of several types":  `fail contains {"message": "m"} if _a(input.mode)` + "\n\n_a(x) if x == \"a\"\n\n_a(x) if x == null",
		"every":                      `fail contains {"message": "m"} if every x in input.list { x.a == true; x.b == false }`,
		"in and equal":               `fail contains {"message": "m"} if { some x in ["a", "b"]; input.mode == x; x == "b" }`,
		"what else":                  `fail contains {"message": "m"} if _a > 1` + "\n\n_a := 1 if input.on == true\n\nelse := 2 if input.on == false",
		"a big number":               `fail contains {"message": "m"} if { data.audit.now_ns > 9007199254740993; data.audit.now_ns < 9007199254740995 }`,
		"a path that is computed":    `fail contains {"message": "m", "path": sprintf("map.%s", [k])} if { some k, v in input.map; not v.a }`,
		"all fields of a failure":    `fail contains {"message": "m", "path": "on", "key": "k", "expected": true, "actual": input.on} if not input.on`,
		"a helper set of equal name": `fail contains {"message": m} if some m in _messages` + "\n\n_messages contains \"a\" if input.on\n\n_messages contains \"b\" if not input.on",
	} {
		t.Run(name, func(t *testing.T) {
			more := ""
			if strings.Contains(rules, "data.params") {
				more = params
			}
			if _, err := loadFiles(t, nil, map[string]string{"p.rego": head("p", "t.box", more) + rules + "\n"}); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestNoFileHidesAnother: what is wrong in one file is told whatever is wrong in another, but for what builds on it.
func TestNoFileHidesAnother(t *testing.T) {
	_, err := loadFiles(t, nil, map[string]string{
		"a.rego": head("a", "t.box", "") + "fail contains {",
		"b.rego": head("b", "t.box", "") + `fail contains {"message": "m"} if not input.onn`,
		"c.rego": head("c", "t.bax", "") + `fail contains {"message": "m"} if not input.on` + "\n\n_unused := 1\n",
		"d.rego": strings.Replace(head("d", "t.box", ""), "high", "severe", 1) + `fail contains {"message": input.name} if time.now_ns() > 1`,
		"e.rego": head("e", "t.box", "") + `fail contains {"message": input.name} if input.map.k.c`,
		"f.rego": head("f", "t.box", "") + "import data.lib.broken\n\n" + `fail contains {"message": "m"} if broken.yes`,
		"g.rego": "package lib.broken\n\nyes if {",
	})
	got := []string{}
	problems, _ := err.(Problems)
	for _, p := range problems {
		got = append(got, strings.TrimPrefix(p.File, "mine/")+" "+p.Message)
	}
	want := []string{
		"a.rego the file ends in the middle of a rule", "b.rego there is no input.onn", "c.rego there is no kind t.bax",
		"c.rego nothing uses the helper _unused", `d.rego there is no severity "severe"`, "d.rego time.now_ns may not be called in a policy",
		`e.rego t.box: there is no fact "c"`, "e.rego the message holds the resource's own name (input.name)", "g.rego the file ends in the middle of a rule",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestContradictionsAreNoFalseAlarms: of random conditions on two facts, those that are called impossible hold of no resource.
func TestContradictionsAreNoFalseAlarms(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{`"a"`, `"b"`, `"ab"`, `""`, `null`}
	operators := []string{"==", "!=", "<", "<=", ">", ">="}
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	one := func() string {
		fact := pick([]string{"input.mode", "x", "n"})
		constant := pick(texts)
		if fact == "n" {
			constant = pick([]string{"0", "1", "2", "2.5", "3"})
		}
		condition := pick([]string{fact, fact + " " + pick(operators) + " " + constant, constant + " " + pick(operators) + " " + fact,
			fmt.Sprintf("%s in [%s, %s]", fact, constant, pick(texts))})
		return pick([]string{"", "", "not "}) + condition
	}
	rules := map[string]string{}
	for i := range 400 {
		body := []string{"x := input.mode", "n := count(input.list)"}
		for range 2 + random.IntN(3) {
			body = append(body, one())
		}
		rules[fmt.Sprintf("p%d", i)] = "fail contains {\"message\": \"m\"} if {\n\t" + strings.Join(body, "\n\t") + "\n}\n"
	}
	set := loadUntyped(t, rules)
	boxes := map[string]string{}
	for i, mode := range texts {
		for n := range 4 {
			list := strings.TrimSuffix(strings.Repeat(`{"a":true,"b":true},`, n), ",")
			boxes[fmt.Sprintf("t.box %d-%d", i, n)] = strings.Replace(strings.Replace(goodBox, `"mode":"x"`, `"mode":`+mode, 1),
				`"list":[{"a":true,"b":true},{"a":true,"b":true}]`, `"list":[`+list+`]`, 1)
		}
	}
	fired := map[string]bool{}
	for _, f := range evaluate(t, set, snapshotOf(t, boxes), engine.Options{}) {
		fired[f.Policy] = fired[f.Policy] || f.Verdict == engine.Fail
	}
	program, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	impossible, firing := 0, 0
	for _, u := range set.units {
		if fired[u.policy.ID] {
			firing++
		}
		found := set.contradictions(u, program.compiler.Modules[u.file])
		if len(found) > 0 {
			impossible++
		}
		if len(found) > 0 && fired[u.policy.ID] {
			t.Errorf("%v\nholds of a resource:\n%s", found, rules[strings.TrimPrefix(u.policy.ID, "t/")])
		}
	}
	if impossible < 50 || firing < 50 {
		t.Errorf("%d of %d are impossible and %d fire: the test shows nothing", impossible, len(set.units), firing)
	}
	t.Logf("%d of %d are impossible, %d fire", impossible, len(set.units), firing)
}

// loadUntyped loads policies whose comparisons the type checker would refuse.
func loadUntyped(t *testing.T, rules map[string]string) *Set {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range rules {
		files["t/"+name+".rego"] = &fstest.MapFile{Data: []byte(head(name, "t.box", "") + text)}
	}
	set, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "test", FS: files, BuiltIn: true}}, Schemas: testSchemas(t), lax: true})
	if err != nil {
		t.Fatal(err)
	}
	return set
}
