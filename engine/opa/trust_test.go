package opa

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// userLib is a policy and the module that it shares with others.
func userLib(name string) string {
	return head(name, "t.box", "") + "import data.lib.user\n\n" + `fail contains {"message": "m"} if user.off(input.on)` + "\n"
}

func TestUntrustedIsWhatAnUntrustedModuleHasAPartIn(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	lib := "package lib.user\n\noff(x) if not x\n"
	load := func(libIn int) *Set {
		t.Helper()
		trees := []fstest.MapFS{
			{"t/b.rego": file(head("b", "t.box", "") + rule)},
			{"t.rego": file(head("trusted", "t.box", "") + rule), "u.rego": file(userLib("uses"))},
			{"x.rego": file(head("x", "t.box", "") + rule)},
		}
		trees[libIn]["lib.rego"] = file(lib)
		set, err := Load(context.Background(), LoadOptions{Schemas: testSchemas(t), Sources: []Source{
			{Name: "built-in", FS: trees[0], BuiltIn: true}, {Name: "ours", FS: trees[1], Trusted: true}, {Name: "mine", FS: trees[2]}}})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	if diff := cmp.Diff([]string{"t/x"}, load(1).Untrusted()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"t/uses", "t/x"}, load(2).Untrusted()); diff != "" {
		t.Errorf("a trusted policy that uses a module of an untrusted source: %s", diff)
	}
}

func TestAFileOfAnySizeIsNotRead(t *testing.T) {
	long := head("p", "t.box", "") + rule + "# " + strings.Repeat("x", maxModule)
	_, err := loadFiles(t, nil, map[string]string{"p.rego": long})
	if err == nil || !strings.Contains(err.Error(), "mine/p.rego:1: the file has more than 1 MiB") || !strings.Contains(err.Error(), "hint: split it") {
		t.Errorf("got %v", err)
	}
	if _, err := loadFiles(t, nil, map[string]string{"p.rego": long[:maxModule]}); err != nil {
		t.Errorf("a file of exactly the limit: %v", err)
	}
}
