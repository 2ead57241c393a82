package opa

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

// TestCheckFindsWhatIsNeverAlike: the types of what is compared, also of the values of maps, where OPA does not look.
func TestCheckFindsWhatIsNeverAlike(t *testing.T) {
	const never = "the compared values are never of one type: "
	tests := map[string]struct{ rule, want string }{
		"equal, behind a map":     {`input.o.x.y == ["1"]`, never + "string and a list"},
		"not equal, behind a map": {`input.o.x.y != 1`, never + "string and number"},
		"a quoted key":            {`input.o.x["y.z"] != 1`, never + "string and number"},
		"not equal, a plain fact": {`input.on != "yes"`, never + "boolean and string"},
		"null":                    {`input.o.x.y != null`, never + "string and null"},
		"less":                    {`input.o.x.y < 1`, never + "string and number"},
		"at least":                {`3 >= input.o.x.y`, never + "number and string"},
		"through a variable":      {`v := input.map.k; v.a != "yes"`, never + "boolean and string"},
		"gone through":            {`some v in input.o.x; v != 3`, never + "string and number"},
		"negated":                 {`some v in input.o.x; not v == 1`, never + "string and number"},
		"in a comprehension":      {`count([1 | input.o.x.y != 1]) > 0`, never + "string and number"},
		"in a set":                {`some v in input.o.x; not v in {1, 2}`, never + "string and number"},
		"in what is listed":       {`"a" in [input.map.k.a]`, never + "string and boolean"},
		"a key in a map":          {`1 in input.o.x`, never + "number and string"},
		"a function":              {`startswith(input.map.k.a, "t")`, "startswith takes (search: string, base: string) and is given (boolean, string)"},
		"another function":        {`regex.match("^t", input.map["l.m"].a)`, "regex.match takes (pattern: string, value: string) and is given ("},
		"a joined fact":           {`some r in data.resources["t.item"]; r.a != "yes"`, never + "boolean and string"},
		"a joined map's value":    {`some r in data.resources["t.item"]; r.m.k != 1`, never + "string and number"},
		"a record's fact":         {`some r in data.records["register.note"]; r.m.k != 1`, never + "string and number"},
		"of one type":             {`input.o.x.y != "1"; input.o.x.y in {"0", "2"}; "1" in input.o.x; startswith(input.o.x.y, "1"); input.o.x.y < "2"`, ""},
		"null where it may be":    {`input.mode != null; input.mode in {"a", null}`, ""},
		"a whole map":             {`input.o.x != {}; input.o.x != {"y": "1"}; input.map == {"k": {"a": true, "b": true}}`, ""},
		"a set of several types":  {`input.o.x.y in {1, "1"}`, ""},
		"a key that is looked up": {`some k in ["y", "z"]; input.o.x[k] != "1"; object.get(input.o.x, k, 0) != 1`, ""},
		"what a helper gives":     {`_x.zz != "1"; _of(input.o.x)`, ""},
		"a member of each":        {`every e in input.list { not e.a in [false] }`, ""},
		"an empty list":           {`input.list != []; count(input.list) != 0`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rules := "fail contains {\"message\": \"m\"} if { " + test.rule + " }\n"
			if strings.Contains(test.rule, "_x") {
				rules += "\n_x := input.o.x\n\n_of(m) if m.other == \"1\"\n"
			}
			problems, err := Check(context.Background(), testOptions(t, false, rules, ""))
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" {
				if len(problems) > 0 {
					t.Error(problems)
				}
				return
			}
			if len(problems) != 1 || problems[0].File != "mine/t/p.rego" || problems[0].Line != 12 || !strings.HasPrefix(problems[0].Message, test.want) {
				t.Errorf("%s", cmp.Diff(test.want, problems.Error()))
			}
		})
	}
}

// TestEquatedPoliciesCompile: what does not compile is never type-checked, so nothing would be found in it.
func TestEquatedPoliciesCompile(t *testing.T) {
	builtIn, err := Load(context.Background(), builtIn(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]*Set{"built-in": builtIn, "shapes": loadText(t, shapes())} {
		modules := map[string]*ast.Module{}
		for _, u := range set.modulesFor(set.units) {
			modules[u.file] = equated(u.module)
		}
		compiler := ast.NewCompiler().WithCapabilities(capabilities()).SetErrorLimit(0)
		if compiler.Compile(modules); compiler.Failed() {
			t.Errorf("%s: %v", name, compiler.Errors)
		}
	}
}

// TestNothingInSoundPoliciesIsNeverAlike: TestBuiltInPolicies says the same of the built-in ones.
func TestNothingInSoundPoliciesIsNeverAlike(t *testing.T) {
	set := loadText(t, shapes())
	problems, err := set.neverAlike(set.units)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v\n%v", err, problems)
	}
}
