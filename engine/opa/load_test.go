package opa

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
)

const rule = `fail contains {"message": "m"} if not input.on` + "\n"

// loadFiles loads a user's folder, after built-in policies if there are any.
func loadFiles(t *testing.T, builtIn, user map[string]string) (*Set, error) {
	t.Helper()
	frameworks, err := catalog.Load(fstest.MapFS{"iso.yaml": {Data: []byte(
		"id: iso\ntitle: T\nversion: v\npublisher: p\nurl: u\ncontrols: [{id: \"1\", title: one}]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	tree := func(files map[string]string) fstest.MapFS {
		out := fstest.MapFS{}
		for name, text := range files {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
		return out
	}
	return Load(context.Background(), LoadOptions{Schemas: testSchemas(t), Frameworks: frameworks, Sources: []Source{
		{Name: "built-in", FS: tree(builtIn), BuiltIn: true}, {Name: "mine", FS: tree(user)}}})
}

// chain makes rules each of which reads the one before twice.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("_s0 := 1\n")
	for i := range n {
		fmt.Fprintf(&b, "_s%d := count([_s%d, _s%d])\n", i+1, i, i)
	}
	return b.String() + fmt.Sprintf("fail contains {\"message\": \"m\", \"path\": \"on\"} if { input.on; _s%d < 0 }", n)
}

func TestLoadRefuses(t *testing.T) {
	tests := map[string]struct {
		text string
		line int
		want string
	}{
		"no syntax":                   {head("p", "t.box", "") + "fail contains {", 12, ""},
		"no metadata":                 {"package policies.t.p\n\n" + rule, 1, "no METADATA"},
		"no title":                    {strings.Replace(head("p", "t.box", ""), "# title: All is well with p\n", "", 1) + rule, 9, "no title"},
		"no kind":                     {strings.Replace(head("p", "t.box", ""), "#   - input: schema[\"t.box\"]\n", "", 1) + rule, 9, "which kind"},
		"an unknown kind":             {head("p", "t.bax", "") + rule, 5, "no kind t.bax"},
		"a severity that is none":     {strings.Replace(head("p", "t.box", ""), "high", "severe", 1) + rule, 9, `severity "severe"`},
		"an unknown field":            {head("p", "t.box", "#   colour: red\n") + rule, 10, "colour"},
		"an unknown control":          {head("p", "t.box", "#   controls: {iso: [\"2\"]}\n") + rule, 10, "no control 2"},
		"an unknown framework":        {head("p", "t.box", "#   controls: {osi: [\"1\"]}\n") + rule, 10, "no framework osi"},
		"a parameter without default": {head("p", "t.box", "#   params: {n: {type: integer}}\n") + rule, 10, "no default"},
		"a default of another type":   {head("p", "t.box", "#   params: {n: {type: integer, default: x}}\n") + rule, 10, "of type string, not integer"},
		"a default that is no whole":  {head("p", "t.box", "#   params: {n: {type: integer, default: 1.5}}\n") + rule, 10, "not integer"},
		"a type that is none":         {head("p", "t.box", "#   params: {n: {type: int, default: 1}}\n") + rule, 10, `type "int", which is none`},
		"a tag that is none":          {head("p", "t.box", "#   tags: [ssh, SSH]\n") + rule, 10, `"SSH" is no tag`},
		"a tag twice":                 {head("p", "t.box", "#   tags: [ssh, ssh]\n") + rule, 10, "named twice"},
		"tags that are no list":       {head("p", "t.box", "#   tags: ssh\n") + rule, 10, "custom.tags is not"},
		"no rule fail":                {head("p", "t.box", "") + "applicable if input.on\n", 10, "no rule fail"},
		"rules in too many ways":      {head("p", "t.box", "") + chain(20), 33, "in more than 50000 ways"},
		"fail is no set":              {head("p", "t.box", "") + "fail := true if input.on\n", 12, "must be a set"},
		"fail is an object":           {head("p", "t.box", "") + "fail[\"x\"] := 1 if input.on\n", 12, "must be a set"},
		"a default for applicable":    {head("p", "t.box", "") + rule + "default applicable := false\n", 13, "applicable must"},
		"applicable has a value":      {head("p", "t.box", "") + rule + "applicable := 1 if input.on\n", 13, "applicable must"},
		"another public rule":         {head("p", "t.box", "") + rule + "deny if input.on\n", 13, "rule deny is neither"},
		"a package of no policy":      {strings.Replace(head("p", "t.box", ""), "policies.t.p", "acme.p", 1) + rule, 10, "neither a policy nor shared"},
		"the network":                 {head("p", "t.box", "") + `fail contains {"message": "m"} if http.send({"method": "get", "url": "x"}).status_code == 1`, 12, "http.send"},
		"the clock":                   {head("p", "t.box", "") + `fail contains {"message": "m"} if time.now_ns() > 1`, 12, "time.now_ns"},
		"the environment":             {head("p", "t.box", "") + `fail contains {"message": "m"} if opa.runtime().env.HOME`, 12, "opa.runtime"},
		"chance":                      {head("p", "t.box", "") + `fail contains {"message": "m"} if rand.intn("x", 2) == 1`, 12, "rand.intn"},
		"a fact that is none":         {head("p", "t.box", "") + `fail contains {"message": "m"} if not input.onn`, 12, "onn"},
		"a type that cannot be":       {head("p", "t.box", "") + `fail contains {"message": "m"} if input.on == "no"`, 12, "never of one type"},
		"a fact that is none in a map": {head("p", "t.box", "") +
			`fail contains {"message": "m"} if { some v in input.map; not v.c }`, 12, `no fact "c"`},
		"a fact that is none by name": {head("p", "t.box", "") + `fail contains {"message": "m"} if not input.map.k.c`, 12, `no fact "c"`},
		"a fact below a value":        {head("p", "t.box", "") + `fail contains {"message": "m"} if not input.o.x.y.z`, 12, "nothing is below"},
		"any key of the input":        {head("p", "t.box", "") + `fail contains {"message": "m"} if { some k; input[k] == true }`, 12, "whole resource"},
		"walk of the input":           {head("p", "t.box", "") + `fail contains {"message": "m"} if walk(input, [_, false])`, 12, "whole resource"},
		"the input as text":           {head("p", "t.box", "") + `fail contains {"message": "m"} if contains(json.marshal(input), "x")`, 12, "whole resource"},
		"the keys of the input":       {head("p", "t.box", "") + `fail contains {"message": "m"} if "x" in object.keys(input)`, 12, "whole resource"},
		"all of data":                 {head("p", "t.box", "") + `fail contains {"message": "m"} if data[_].x == 1`, 12, "all of data"},
		"any kind":                    {head("p", "t.box", "") + `fail contains {"message": "m"} if { some k; data.resources[k][_].a }`, 12, "followed by a kind"},
		"a joined kind that is none":  {head("p", "t.box", "") + `fail contains {"message": "m"} if data.resources["t.itm"][_].a`, 12, "followed by a kind"},
		"an import of resources":      {head("p", "t.box", "") + "import data.resources as r\n\n" + `fail contains {"message": "m"} if r["t.item"][_].a`, 12, "import of data.resources"},
		"another document":            {head("p", "t.box", "") + `fail contains {"message": "m"} if data.secrets.x`, 12, "there is no data.secrets"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := loadFiles(t, nil, map[string]string{"p.rego": test.text})
			var problems Problems
			if !errors.As(err, &problems) {
				t.Fatalf("got %v, want problems", err)
			}
			for _, p := range problems {
				if p.File == "mine/p.rego" && p.Line == test.line && strings.Contains(p.Message, test.want) {
					return
				}
			}
			t.Errorf("got %v\nwant mine/p.rego:%d: %s", err, test.line, test.want)
		})
	}
}

func TestLoadReportsAllProblems(t *testing.T) {
	_, err := loadFiles(t, nil, map[string]string{
		"a.rego": "package policies.t.a\n\n" + rule,
		"b.rego": head("b", "t.box", "") + `fail contains {"message": "m"} if not input.onn`,
		"c.rego": head("c", "t.box", "") + `fail contains {"message": "m"} if { not input.offf; time.now_ns() > 1 }`,
	})
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	files := map[string]bool{}
	for _, p := range problems {
		files[p.File] = true
		if p.Hint == "" {
			t.Errorf("%s has no hint", p)
		}
	}
	if diff := cmp.Diff(map[string]bool{"mine/a.rego": true, "mine/b.rego": true, "mine/c.rego": true}, files); diff != "" {
		t.Errorf("%s\n%v", diff, err)
	}
}

func TestOverrides(t *testing.T) {
	builtIn := map[string]string{"t/p.rego": head("p", "t.box", "") + rule, "lib/x.rego": "package lib.x\n\nyes := true\n"}
	mine := head("p", "t.box", "#   overrides: true\n") + rule
	tests := map[string]struct {
		user map[string]string
		want string // of the error
	}{
		"a built-in policy by the way": {map[string]string{"p.rego": head("p", "t.box", "") + rule}, "is built in"},
		"a built-in policy openly":     {map[string]string{"p.rego": mine}, ""},
		"none":                         {map[string]string{"p.rego": strings.ReplaceAll(mine, "t.p\n", "t.q\n")}, "no built-in policy t/q"},
		"twice":                        {map[string]string{"p.rego": mine, "q.rego": mine}, "defined twice"},
		"a shared module":              {map[string]string{"x.rego": "package lib.x\n\nyes := false\n"}, "already defined"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set, err := loadFiles(t, builtIn, test.user)
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %q", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if p := set.Policies(); len(p) != 1 || p[0].Source != "mine" {
				t.Errorf("got %+v", p)
			}
		})
	}
}

func TestBuiltInPackageIsItsPath(t *testing.T) {
	_, err := loadFiles(t, map[string]string{"t/other.rego": head("p", "t.box", "") + rule}, nil)
	if err == nil || !strings.Contains(err.Error(), "policies/t/other.rego:10: package data.policies.t.p is not the file's path") {
		t.Error(err)
	}
}

func TestMetadata(t *testing.T) {
	text := strings.Replace(head("p", "t.box", `#   controls: {iso: ["1"]}
#   params:
#     most: {type: integer, default: 3, description: how many}
#     names: {type: array, default: [b, a], description: which}
#   remediation: Turn it on.
#   tags: [b-c, a1]
`), "# schemas", "# description: Why it matters.\n# related_resources:\n#   - ref: https://example.org/a\n# schemas", 1)
	set, err := loadFiles(t, nil, map[string]string{"deep/p.rego": text + "import data.lib.shared\n\n" +
		`fail contains {"message": "m"} if { shared.any; data.records["register.note"][_].a; count(data.params.t.p) > 0 }`,
		"lib/shared.rego": "package lib.shared\n\nany if data.resources[\"t.item\"][_].a\n"})
	if err != nil {
		t.Fatal(err)
	}
	want := engine.Policy{ID: "t/p", Title: "All is well with p", Description: "Why it matters.", Severity: engine.High,
		Kind: "t.box", Joins: []string{"t.item"}, Records: []string{"register.note"}, Tags: []string{"a1", "b-c"}, Controls: map[string][]string{"iso": {"1"}},
		Params: []engine.Param{{Name: "most", Type: "integer", Default: []byte("3"), Description: "how many"},
			{Name: "names", Type: "array", Default: []byte(`["b","a"]`), Description: "which"}},
		Remediation: "Turn it on.", References: []string{"https://example.org/a"}, Source: "mine", File: "mine/deep/p.rego", Line: 19}
	if diff := cmp.Diff([]engine.Policy{want}, set.Policies()); diff != "" {
		t.Error(diff)
	}
}

func TestSelectAndDigest(t *testing.T) {
	text := func(more string) map[string]string {
		return map[string]string{"a.rego": head("a", "t.box", "") + "import data.lib.x\n\nfail contains {\"message\": \"m\"} if x.yes\n",
			"b.rego": head("b", "t.box", "") + rule, "x.rego": "package lib.x\n\nyes := true" + more + "\n"}
	}
	digests := func(more string) (a, b, all string) {
		set, err := loadFiles(t, nil, text(more))
		if err != nil {
			t.Fatal(err)
		}
		only := func(id string) *Set { return set.Select(func(p engine.Policy) bool { return p.ID == id }) }
		if got := only("t/b").Policies(); len(got) != 1 || got[0].ID != "t/b" {
			t.Fatalf("selected %v", got)
		}
		return only("t/a").Digest(), only("t/b").Digest(), set.Digest()
	}
	a1, b1, all1 := digests("")
	a2, b2, all2 := digests(" # changed")
	if a1 == a2 || all1 == all2 {
		t.Error("a change of a shared module does not show in the digest of what uses it")
	}
	if b1 != b2 {
		t.Error("a change of a shared module shows where it is not used")
	}
	if a1 == b1 || !strings.HasPrefix(a1, "sha256:") || len(a1) != 71 {
		t.Errorf("digest %s", a1)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(head("p", "t.box", "") + rule)
	f.Add("# METADATA\n# custom: {params: {x: 1}}\npackage policies.t.p\n\nfail contains data[x] if input[x] with input as data\n")
	f.Add("package lib.a.b\n\nf(x) := y if {\n\ty := {z | some z in x}\n} else := data.resources\n")
	schemas := testSchemas(f)
	f.Fuzz(func(t *testing.T, text string) {
		set, err := Load(context.Background(), LoadOptions{Schemas: schemas,
			Sources: []Source{{Name: "mine", FS: fstest.MapFS{"p.rego": {Data: []byte(text)}}}}})
		if err == nil && set == nil {
			t.Error("neither a set nor an error")
		}
	})
}
