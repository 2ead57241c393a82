package opa

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// shape is a policy on t.box that pins what the engine must see through, and what it reads: each place as a path
// without its document, * for any key, ? behind what is read no further than to the type of the value.
type shape struct{ name, rules, reads string }

// allShapes are all of them. Each once gave, or could give, a verdict that a fact not read would have changed.
func allShapes() []shape {
	return slices.Concat(firstShapes(), basicShapes(), iterationShapes(), functionsShapes(), rulesShapes(), valuesShapes(),
		builtinsShapes(), withShapes(), joinsShapes())
}

// shapes are those that users' policies could have, as rules by name.
func shapes() map[string]string {
	out := map[string]string{}
	for _, s := range firstShapes() {
		out[s.name] = s.rules
	}
	return out
}

// sharedModule is what shapes import.
const sharedModule = `package lib.help

truthy(x) if x.on

truthy(x) if x.a

field(x, k) := x[k]

limit := 2

box_on if input.on

any_item if {
	some r in data.resources["t.item"]
	r.a
}

level(x) := "high" if _on(x)

else := "low" if x.x.y == "1"

else := "none"

_on(x) if x.on

some_bad(list) if {
	some x in list
	not x.a
}
`

// loadShapes loads all shapes. They count as built in, so that also those are judged that the checks of users'
// policies refuse.
func loadShapes(t testing.TB) *Set {
	t.Helper()
	files := fstest.MapFS{"lib/help.rego": {Data: []byte(sharedModule)}}
	for _, s := range allShapes() {
		imports, rules := "", s.rules
		for strings.HasPrefix(rules, "import ") {
			line, rest, _ := strings.Cut(rules, "\n")
			imports, rules = imports+line+"\n", rest
		}
		name := "t/" + s.name + ".rego"
		if files[name] != nil {
			t.Fatalf("two shapes are called %s", s.name)
		}
		more := ""
		if strings.Contains(rules, "data.params") {
			more = "#   params: {which: {type: string, default: \"on\"}}\n"
		}
		files[name] = &fstest.MapFile{Data: []byte(head(s.name, "t.box", more) + imports + rules)}
	}
	set, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "shapes", FS: files, BuiltIn: true}}, Schemas: testSchemas(t)})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// readsText writes what a policy reads in the form of shape.reads.
func readsText(reads *readSet) string {
	var out []string
	for _, r := range reads.sorted() {
		var b strings.Builder
		switch r.root.doc {
		case docResources:
			fmt.Fprintf(&b, "resources<%s>", r.root.kind)
		case docRecords:
			fmt.Fprintf(&b, "records<%s>", r.root.kind)
		case docParams:
			b.WriteString("params")
		case docAudit:
			b.WriteString("audit")
		}
		for i, element := range r.path {
			if i > 0 || b.Len() > 0 {
				b.WriteString(".")
			}
			switch element := element.(type) {
			case anyKey:
				b.WriteString("*")
			case int:
				fmt.Fprintf(&b, "%d", element)
			case string:
				if strings.ContainsAny(element, ". *?") {
					element = fmt.Sprintf("%q", element)
				}
				b.WriteString(element)
			}
		}
		if b.Len() == 0 {
			b.WriteString("input")
		}
		if r.typed {
			b.WriteString("?")
		}
		out = append(out, b.String())
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
