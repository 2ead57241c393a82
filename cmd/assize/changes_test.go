package main

import (
	"encoding/json"
	"os"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/assize/assize/engine"
)

// changesCommand is "changes FINDINGS.json DIFF.json": what an assessment says of changes is what the comparison says.
func changesCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: changes FINDINGS.json DIFF.json")
	}
	var a engine.Assessment
	var d engine.Diff
	for i, into := range []any{&a, &d} {
		text, err := os.ReadFile(ts.MkAbs(args[i]))
		ts.Check(err)
		ts.Check(json.Unmarshal(text, into))
	}
	if a.Changes == nil || len(a.Changes.Failures) == 0 {
		ts.Fatalf("%s lists no changes", args[0])
	}
	want := engine.NewChangeLog(d)
	want.Ages, want.Oldest, want.Runs = a.Changes.Ages, a.Changes.Oldest, a.Changes.Runs
	if diff := cmp.Diff(want, a.Changes); diff != "" {
		ts.Fatalf("-the comparison +the findings\n%s", diff)
	}
}
