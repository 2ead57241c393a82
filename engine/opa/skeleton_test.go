package opa

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/format"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestSkeletonsPass: what is written for any kind passes check and test as it is, in OPA's form.
func TestSkeletonsPass(t *testing.T) {
	o := builtIn(t)
	set, err := openSchemas(o.Schemas)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for kind := range set.kinds {
		name := strings.ReplaceAll(kind, ".", "_")
		policy, tests, err := Skeleton(o.Schemas, "made/"+name, kind)
		if err != nil {
			t.Fatal(err)
		}
		for file, text := range map[string]string{name + ".rego": policy, name + "_test.rego": tests} {
			files["made/"+file] = &fstest.MapFile{Data: []byte(text)}
			formatted, err := format.Source(file, []byte(text))
			if err != nil || string(formatted) != text {
				t.Errorf("%s is not formatted (%v):\n%s", file, err, text)
			}
		}
	}
	o.Sources = []Source{{Name: "mine", FS: files}}
	problems, err := Check(context.Background(), o)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	report, err := Test(context.Background(), o, nil)
	if err != nil || len(report.Problems) > 0 {
		t.Fatal(err, report.Problems)
	}
	for _, p := range report.Policies {
		if p.Examples[engine.Fail] != 1 || p.Examples[engine.Pass] != 1 {
			t.Errorf("%s: %v", p.ID, p.Examples)
		}
	}
}

func TestSkeletonRefuses(t *testing.T) {
	for what, test := range map[string]struct{ id, kind, err, hint string }{
		"no domain":      {"banner", "t.box", `"banner" is no id`, "domain/name"},
		"capitals":       {"access/Banner", "t.box", "is no id", "lower-case"},
		"two slashes":    {"a/b/c", "t.box", "is no id", "domain/name"},
		"a way out":      {"../x/y", "t.box", "is no id", "domain/name"},
		"a word of Rego": {"access/default", "t.box", `"default" is a word of Rego`, "my_default"},
		"no such kind":   {"a/b", "t.bax", `there is no kind "t.bax"`, "did you mean t.box?"},
	} {
		t.Run(what, func(t *testing.T) {
			_, _, err := Skeleton(testSchemas(t), test.id, test.kind)
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), test.err) || !strings.Contains(usage.Hint, test.hint) {
				t.Errorf("got %v (%+v)", err, usage)
			}
		})
	}
}
