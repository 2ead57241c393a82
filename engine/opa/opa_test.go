package opa

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// testSchemas holds the kinds that the tests of this package judge.
func testSchemas(t testing.TB) fs.FS {
	t.Helper()
	box := `{"type":"object","additionalProperties":false,"required":["kind","id","name","origin","tags","on","mode","list","map","o"],"properties":{
		"kind":{"type":"string","enum":["t.box"]},"id":{"type":"string"},"name":{"type":"string"},"origin":{"type":"object"},"tags":{"type":"object"},
		"on":{"type":"boolean"},"mode":{"anyOf":[{"type":"string"},{"type":"null"}]},
		"list":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["a","b"],"properties":{"a":{"type":"boolean"},"b":{"type":"boolean"}}}},
		"map":{"type":"object","additionalProperties":{"type":"object","additionalProperties":false,"required":["a","b"],"properties":{"a":{"type":"boolean"},"b":{"type":"boolean"}}}},
		"o":{"type":"object","additionalProperties":false,"required":["on","x"],"properties":{"on":{"type":"boolean"},"x":{"type":"object","additionalProperties":{"type":"string"}}}}}}`
	item := `{"type":"object","additionalProperties":false,"required":["kind","id","name","origin","tags","a","b"],"properties":{
		"kind":{"type":"string"},"id":{"type":"string"},"name":{"type":"string"},"origin":{"type":"object"},"tags":{"type":"object"},
		"a":{"type":"boolean"},"b":{"type":"boolean"},"m":{"type":"object","additionalProperties":{"type":"string"}}}}`
	return fstest.MapFS{
		"t.box.json":         {Data: []byte(box)},
		"t.item.json":        {Data: []byte(item)},
		"register.note.json": {Data: []byte(item)},
		"resources.json":     {Data: []byte(`{"type":"object","additionalProperties":false,"properties":{"t.item":{"type":"array","items":` + item + `}}}`)},
		"records.json":       {Data: []byte(`{"type":"object","additionalProperties":false,"properties":{"register.note":{"type":"array","items":` + item + `}}}`)},
	}
}

// head is a METADATA block for a kind.
func head(name, kind, more string) string {
	return fmt.Sprintf(`# METADATA
# scope: package
# title: All is well with %s
# schemas:
#   - input: schema["%s"]
#   - data.resources: schema.resources
#   - data.records: schema.records
# custom:
#   severity: high
%spackage policies.t.%s

`, name, kind, more, name)
}

// loadText loads policies given as rules by name, each on t.box unless its text begins with a METADATA block.
func loadText(t testing.TB, rules map[string]string) *Set {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range rules {
		if !strings.HasPrefix(text, "# METADATA") {
			text = head(name, "t.box", "") + text
		}
		files["t/"+name+".rego"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "test", FS: files}}, Schemas: testSchemas(t), lax: true})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

const goodBox = `{"on":true,"mode":"x","list":[{"a":true,"b":true},{"a":true,"b":true}],"map":{"k":{"a":true,"b":true},"l.m":{"a":true,"b":true}},"o":{"on":true,"x":{"y":"1"}}}`

// snapshotOf makes a snapshot of one target "here" with resources given as facts by "kind id".
func snapshotOf(t testing.TB, resources map[string]string, gaps ...collectors.Gap) *collectors.Snapshot {
	t.Helper()
	s := &collectors.Snapshot{
		Header:  collectors.SnapshotHeader{Schema: collectors.SnapshotSchema},
		Targets: []collectors.TargetInfo{{ID: "here", Kinds: []string{"t.box", "t.item"}}},
	}
	byResource := map[string][]collectors.Path{}
	for i := range gaps {
		gaps[i].Target = "here"
		if gaps[i].Cause == "" {
			gaps[i].Cause = collectors.Denied
		}
		if gaps[i].Path != "" {
			byResource[gaps[i].Kind+" "+gaps[i].Resource] = append(byResource[gaps[i].Kind+" "+gaps[i].Resource], pathOf(gaps[i]))
		}
	}
	for _, key := range sortedKeys(resources) {
		kind, id, _ := strings.Cut(key, " ")
		facts, err := decodeJSON([]byte(resources[key]))
		if err != nil {
			t.Fatal(err)
		}
		r, err := collectors.NewResource(collectors.Head{Kind: kind, ID: id}, collectors.Origin{Target: "here", Collector: "test"},
			facts, byResource[key]...)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	s.Gaps = gaps
	merged, err := collectors.Merge("test", s)
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

func evaluate(t testing.TB, set *Set, s *collectors.Snapshot, o engine.Options) []engine.Finding {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	}
	findings, err := set.Evaluate(context.Background(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// short tells findings in a line each.
func short(findings []engine.Finding) []string {
	out := []string{}
	for _, f := range findings {
		line := fmt.Sprintf("%s %s %s %s", f.Target, f.Policy, f.Resource, f.Verdict)
		for _, x := range f.Failures {
			line += fmt.Sprintf(" (%s)", x.Key)
		}
		for _, g := range f.Gaps {
			line += fmt.Sprintf(" ?%s", g.Place())
		}
		if f.Note != "" {
			line += " | " + f.Note
		}
		out = append(out, line)
	}
	return out
}

func TestEvaluateKinds(t *testing.T) {
	set := loadText(t, map[string]string{
		"on":   `fail contains {"message": "off", "path": "on", "expected": true} if not input.on`,
		"item": head("item", "t.item", "") + `fail contains {"message": "a", "path": "a"} if not input.a`,
		"note": head("note", "register.note", "") + `fail contains {"message": "a"} if not input.a`,
		"uses": `fail contains {"message": "no note"} if count(data.records["register.note"]) == 0`,
	})
	off := strings.Replace(goodBox, `"on":true,"mode"`, `"on":false,"mode"`, 1)
	tests := map[string]struct {
		snapshot *collectors.Snapshot
		want     []string
	}{
		"pass, fail, none found": {
			snapshotOf(t, map[string]string{"t.box 1": goodBox, "t.box 2": off}),
			[]string{"here t/item * not_applicable | none found", "here t/on 1 pass", "here t/on 2 fail (on)",
				"here t/uses * not_applicable | no register given", "register t/note * not_applicable | no register given"},
		},
		"a list that broke off": {
			snapshotOf(t, map[string]string{"t.item 1": `{"a":true,"b":true}`}, collectors.Gap{Kind: "t.item"}, collectors.Gap{Kind: "t.box"}),
			[]string{"here t/item * unknown ?t.item", "here t/item 1 pass", "here t/on * unknown ?t.box",
				"here t/uses * not_applicable | no register given", "register t/note * not_applicable | no register given"},
		},
		"a resource known by its gap only": {
			snapshotOf(t, map[string]string{"t.box 1": goodBox}, collectors.Gap{Kind: "t.item", Resource: "lost"}),
			[]string{"here t/item lost unknown ?t.item lost", "here t/on 1 pass",
				"here t/uses * not_applicable | no register given", "register t/note * not_applicable | no register given"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, short(evaluate(t, set, test.snapshot, engine.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEvaluateIsDeterministic(t *testing.T) {
	set := loadText(t, map[string]string{
		"a": `fail contains {"message": sprintf("%s is off", [k]), "key": k} if { some k, v in input.map; not v.a }`,
		"b": `fail contains {"message": "off", "path": "on"} if not input.on`,
	})
	resources := map[string]string{}
	var gaps []collectors.Gap // partial evaluations run beside plain ones
	for i := range 60 {
		if i%5 == 0 {
			gaps = append(gaps, collectors.Gap{Kind: "t.box", Resource: fmt.Sprint(i), Path: "on"})
		}
		resources[fmt.Sprintf("t.box %d", i)] = strings.Replace(goodBox, `"a":true`, fmt.Sprint(`"a":`, i%2 == 0), 4)
	}
	s := snapshotOf(t, resources, gaps...)
	var first []byte
	for _, workers := range []int{1, 2, 7} {
		text, err := json.Marshal(evaluate(t, set, s, engine.Options{Workers: workers}))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = text
		}
		if !bytes.Equal(first, text) {
			t.Errorf("%d workers give other findings than one", workers)
		}
	}
}
