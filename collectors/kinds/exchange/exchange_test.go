package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

const good = `{"target": {"id": "badges", "name": "Badges"}, "kinds": ["acme.badge"]}
{"resources": [{"kind": "acme.door", "id": "north", "tags": {"floor": "0"}, "origin": {"file": "doors.csv", "line": 3}, "locked": true}],
 "gaps": [{"kind": "acme.door", "resource": "north", "path": "log", "cause": "denied", "needs": "the role auditor"},
          {"kind": "acme.reader", "resource": "cellar", "cause": "timeout"}]}
`

// told is a sink that keeps what it is told, as text.
func told(t *testing.T, m *Message) []string {
	t.Helper()
	recorder := collectors.NewRecorder(collectors.Target{Ref: "file:x"}, collectors.Description{Name: "file"}, nil)
	recorder.Identify(m.ID, m.Name)
	sink := &fake{Sink: recorder}
	if err := m.Tell(sink); err != nil {
		t.Fatal(err)
	}
	return sink.told
}

type fake struct {
	collectors.Sink
	told []string
}

func (f *fake) Kinds(names ...string) {
	f.told = append(f.told, "kinds "+strings.Join(names, " "))
	f.Sink.Kinds(names...)
}

func (f *fake) Resource(head collectors.Head, facts any, gaps ...collectors.Gap) error {
	text := "resource " + head.Kind + " " + head.ID + " " + head.File
	for _, g := range gaps {
		text += " without " + g.Path
	}
	f.told = append(f.told, text)
	return f.Sink.Resource(head, facts, gaps...)
}

func (f *fake) Gap(g collectors.Gap) {
	f.told = append(f.told, "gap "+g.Kind+" "+g.Resource+" "+string(g.Cause))
	f.Sink.Gap(g)
}

func TestRead(t *testing.T) {
	m, err := Read([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"kinds acme.badge acme.door acme.reader", "resource acme.door north doors.csv without log", "gap acme.reader cellar timeout"}
	if diff := cmp.Diff(want, told(t, m)); diff != "" || m.ID != "badges" || m.Name != "Badges" {
		t.Errorf("%q %q differ (-want +got):\n%s", m.ID, m.Name, diff)
	}
}

func TestProblemsNameLineAndColumn(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no JSON", "{\n  \"target\": {,", "2:14: invalid character ','"},
		{"no key", "{\"target\": {\"id\": \"x\"},\n }", "2:2: invalid character '}'"},
		{"breaks off", `{"target": {"id": "x"}`, "1:23: the text ends too early"},
		{"breaks off in a list", `{"resources": [`, "the text ends too early"},
		{"a list", `[1]`, "1:1: an object with target"},
		{"empty", " \n", "the text is empty"},
		{"unknown member", "{\n\"resource\": []}", `2:1: unknown member "resource"`},
		{"unknown target member", `{"target": {"uid": "x"}}`, `1:12: target: json: unknown field "uid"`},
		{"two targets", `{"target":{"id":"a"}}{"target":{"id":"b"}}`, "1:32: target is there twice"},
		{"kind without a dot", `{"resources":[{"kind":"door","id":"a"}]}`, `1:15: kind "door"`},
		{"no id", `{"resources":[{"kind":"a.b"}]}`, "1:15: a.b: a resource needs an id"},
		{"id twice", "{\"resources\":[{\"kind\":\"a.b\",\"id\":\"x\"},\n{\"kind\":\"a.b\",\"id\":\"x\"}]}", `2:1: a.b "x" is there already, at 1:15`},
		{"resource is no object", `{"resources":[7]}`, "1:15: a resource must be an object"},
		{"tags are no texts", `{"resources":[{"kind":"a.b","id":"x","tags":{"a":1}}]}`, "1:15: resource: "},
		{"unknown cause", `{"gaps":[{"kind":"a.b","cause":"lost"}]}`, `1:10: gap: unknown cause "lost"`},
		{"denied without needs", `{"gaps":[{"kind":"a.b","cause":"denied"}]}`, "1:10: gap: a cause of denied"},
		{"path without resource", `{"gaps":[{"kind":"a.b","cause":"error","path":"x"}]}`, "1:10: gap: a path without a resource"},
		{"gap on nothing", `{"gaps":[{"kind":"a.b","cause":"error","resource":"r","path":"x"}]}`, `1:10: gap on a.b "r", which is no resource`},
		{"gap and value", `{"resources":[{"kind":"a.b","id":"r","x":1}],"gaps":[{"kind":"a.b","cause":"error","resource":"r","path":"x"}]}`, "x has a gap and a value"},
		{"gap below nothing", `{"resources":[{"kind":"a.b","id":"r"}],"gaps":[{"kind":"a.b","cause":"error","resource":"r","path":"x.y"}]}`, "no fact at x"},
		{"known kind, missing fact", `{"resources":[{"kind":"register.training","id":"a","owner":"o","date":"d","notes":"","topic":"t","participants":[],"next_due":null}]}`,
			`1:15: register.training "a": absent is missing: add it, or a gap`},
		{"known kind, unknown fact", `{"resources":[{"kind":"register.training","id":"a","owner":"o","date":"d","notes":"","topic":"t","participants":[],"absent":[],"next_due":null,"x":1}]}`,
			`register.training "a": x is no fact of this kind`},
		{"known kind, wrong type", `{"resources":[{"kind":"register.training","id":"a","owner":3,"date":"d","notes":"","topic":"t","participants":null,"absent":[1],"next_due":null}]}`,
			`absent[0] must be a text`},
		{"not UTF-8", "{\"kinds\": [\"a.\xff\"]}", "not UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAKnownKindWithAGapIsWhole(t *testing.T) {
	m, err := Read([]byte(`{"target":{"id":"x"},"resources":[{"kind":"register.training","id":"a","owner":"o","date":"d","notes":"","topic":"t","participants":[],"next_due":null}],
"gaps":[{"kind":"register.training","resource":"a","path":"absent","cause":"unsupported"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := told(t, m); len(got) != 2 || got[1] != "resource register.training a  without absent" {
		t.Errorf("got %q", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"resources":[{"kind":"a.b","id":"r","x":[{}]}],"gaps":[{"kind":"a.b","cause":"error","resource":"r","path":"x[0].y"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := Read(text)
		if err != nil {
			return
		}
		recorder := collectors.NewRecorder(collectors.Target{Ref: "file:x", ID: "x"}, collectors.Description{}, nil)
		recorder.Identify(m.ID, m.Name)
		if err := m.Tell(recorder); err != nil {
			t.Fatalf("%q was taken and cannot be told: %v", text, err)
		}
	})
}
