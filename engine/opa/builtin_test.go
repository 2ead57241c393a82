package opa

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
	"github.com/assize/assize/policies"
)

// builtIn are the options that load the policies that come with the program.
func builtIn(t testing.TB) LoadOptions {
	t.Helper()
	schemas, err := fs.Sub(policies.FS, "schemas")
	if err != nil {
		t.Fatal(err)
	}
	frameworks, err := fs.Sub(policies.FS, "frameworks")
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalog.Load(frameworks)
	if err != nil {
		t.Fatal(err)
	}
	return LoadOptions{Sources: []Source{{Name: "built-in", FS: policies.FS, BuiltIn: true}}, Schemas: schemas, Frameworks: known}
}

// TestBuiltInPolicies holds every policy that comes with the program to the contract and to its promises.
func TestBuiltInPolicies(t *testing.T) {
	problems, err := Check(context.Background(), builtIn(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	report, err := Test(context.Background(), builtIn(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
	examples, gaps := map[engine.Verdict]int{}, map[engine.Verdict]int{}
	for _, p := range report.Policies {
		for verdict, n := range p.Examples {
			examples[verdict] += n
		}
		for verdict, n := range p.Gaps {
			gaps[verdict] += n
		}
		if len(p.Uncovered) > 0 {
			t.Logf("%s: lines not run by its tests: %v", p.ID, p.Uncovered)
		}
	}
	t.Logf("%d policies; examples %v; with one gap %v", len(report.Policies), examples, gaps)
}

// builtInScenes are the built-in policies with the examples of their tests.
func builtInScenes(t *testing.T) (*Set, *program, []scene) {
	t.Helper()
	set, err := Load(context.Background(), builtIn(t))
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{set: set, tests: map[string]*ast.Module{}}
	for _, source := range builtIn(t).Sources {
		if err := h.read(source); err != nil {
			t.Fatal(err)
		}
	}
	program, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	compiler, modules := h.compiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	examples, err := examplesOf(context.Background(), compiler, h.tests)
	if err != nil {
		t.Fatal(err)
	}
	var scenes []scene
	for _, e := range examples {
		if p := program.policies[e.policy]; p != nil {
			scenes = append(scenes, sceneOf(p, e))
		}
	}
	if len(scenes) == 0 {
		t.Fatal("no examples were found")
	}
	return set, program, scenes
}

// TestNoGapIsMissedByBuiltInPolicies does with the examples of the built-in policies what TestNoGapIsMissed
// does with shapes.
func TestNoGapIsMissedByBuiltInPolicies(t *testing.T) {
	set, program, scenes := builtInScenes(t)
	fuzz(t, set.schemas, program, scenes, 20) // Test takes away all that are read
}

func BenchmarkLoad(b *testing.B) {
	o := builtIn(b)
	for b.Loop() {
		if _, err := Load(context.Background(), o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	set, err := Load(context.Background(), builtIn(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := set.compile(set.units); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkThreeHundredPolicies loads and compiles 300 policies: the built-in ones, and some of them again in domains
// of another name. The budget is 0.5 s.
func BenchmarkThreeHundredPolicies(b *testing.B) {
	o := builtIn(b)
	tree, left := fstest.MapFS{}, 300
	again := strings.NewReplacer("package policies.", "package policies.again_", "data.params.", "data.params.again_")
	for _, prefix := range []string{"", "again_"} {
		files, err := regoFiles(policies.FS)
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range files {
			text, err := fs.ReadFile(policies.FS, name)
			if err != nil {
				b.Fatal(err)
			}
			isPolicy := !strings.HasPrefix(name, "lib/") && !strings.HasSuffix(name, "_test.rego")
			if left == 0 && isPolicy || prefix != "" && !isPolicy {
				continue
			}
			if isPolicy {
				left--
			}
			if prefix != "" {
				text = []byte(again.Replace(string(text)))
			}
			tree[prefix+name] = &fstest.MapFile{Data: text}
		}
	}
	o.Sources[0].FS = tree
	for b.Loop() {
		set, err := Load(context.Background(), o)
		if err != nil {
			b.Fatal(err)
		}
		if len(set.units) != 300 {
			b.Fatalf("%d policies", len(set.units))
		}
		if _, err := set.compile(set.units); err != nil {
			b.Fatal(err)
		}
	}
}

// TestBuiltInPoliciesHaveNoNullLists: what has none of something says so by an empty list, as the schema of findings.json
// has it.
func TestBuiltInPoliciesHaveNoNullLists(t *testing.T) {
	set, err := Load(context.Background(), builtIn(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Policies() {
		if p.Joins == nil || p.Records == nil || p.Tags == nil || p.Params == nil || p.References == nil || p.Controls == nil {
			t.Errorf("%s: %+v", p.ID, p)
		}
	}
}
