package register

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

func target(dir string) collectors.Target {
	return collectors.Target{Ref: "register:" + dir, Scheme: "register", Address: dir}
}

func collect(t collectors.Target) (*collectors.Snapshot, error) {
	return collectors.Record(context.Background(), New(), t, "assize test", func() time.Time { return time.Unix(1_795_000_000, 0) }, nil)
}

func TestExampleHasEveryKind(t *testing.T) {
	s := collectortest.Run(t, New(), target("../../examples/register"))
	if got, want := s.Targets[0].ID, "register:register"; got != want {
		t.Errorf("target %q, want %q", got, want)
	}
	for _, kind := range New().Describe().Kinds {
		if len(s.Of(s.Targets[0].ID, kind)) == 0 {
			t.Errorf("the example has no %s", kind)
		}
	}
	tests := s.Of(s.Targets[0].ID, "register.restore_test")
	first := tests[1]
	if first.ID != "orders-db-2026-11" || first.Name != "orders database" || first.Origin.File != "continuity.yaml" || first.Origin.Line != 2 {
		t.Errorf("restore test %+v", first)
	}
	const want = `{"backup":"nightly base backup and write-ahead log","data_loss_minutes":5,"date":"2026-11-03","id":"orders-db-2026-11",` +
		`"kind":"register.restore_test","loss_objective_minutes":15,"minutes":42,"name":"orders database","notes":"","objective_minutes":120,` +
		`"origin":{"collector":"register","file":"continuity.yaml","line":2,"target":"register:register"},"owner":"Ines Falk","success":true,` +
		`"system":"orders database","tags":{}}`
	if diff := cmp.Diff(want, string(first.JSON)); diff != "" {
		t.Errorf("restore test differs (-want +got):\n%s", diff)
	}
}

// folder writes files, by path, into a register.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "records")
	for p, text := range files {
		full := filepath.Join(dir, p)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const goodTraining = "kind: training\nid: a\nowner: Ada\ndate: 2026-11-01\ntopic: fire drill\n"

func TestOneRecordAListAndDocuments(t *testing.T) {
	dir := folder(t, map[string]string{
		"one.yaml":        goodTraining,
		"deep/two.yml":    "---\n" + strings.Replace(goodTraining, "id: a", "id: b", 1) + "---\n---\n- {kind: training, id: c, owner: Ada, date: 2026-11-01, topic: x}\n",
		"README.md":       "not a record",
		".hidden/no.yaml": "kind: nonsense",
	})
	s, err := collect(target(dir))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range s.Resources {
		ids = append(ids, fmt.Sprintf("%s %s:%d", r.ID, r.Origin.File, r.Origin.Line))
	}
	if diff := cmp.Diff([]string{"index :0", "a one.yaml:1", "b deep/two.yml:2", "c deep/two.yml:9"}, ids); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{`"register.training":3`, `"register.vendor":0`} {
		if index := string(s.Resources[0].JSON); !strings.Contains(index, want) {
			t.Errorf("the index %s lacks %s", index, want)
		}
	}
}

func TestProblemsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", goodTraining + "topics: x\n", `a.yaml:6: training has no field "topics": its fields are owner, date, notes, topic, participants, absent, next_due`},
		{"missing field", strings.Replace(goodTraining, "owner: Ada\n", "", 1), `a.yaml:1: training: field "owner" is missing: add it`},
		{"missing kind", "id: a\n", `a.yaml:1: field "kind" is missing: add it`},
		{"unknown kind", "kind: lesson\nid: a\n", `a.yaml:1: unknown kind "lesson"`},
		{"bad date", strings.Replace(goodTraining, "2026-11-01", "2026-02-30", 1), `a.yaml:4: field "date" is "2026-02-30", which is no date`},
		{"date of another form", strings.Replace(goodTraining, "2026-11-01", "1.11.2026", 1), `a.yaml:4: field "date" is "1.11.2026", which is no date`},
		{"list expected", goodTraining + "participants: Ada\n", `a.yaml:6: field "participants" must be a list, not "Ada"`},
		{"text expected", strings.Replace(goodTraining, "fire drill", "[a]", 1), `a.yaml:5: field "topic" must be text, not a list`},
		{"yes is no text", strings.Replace(goodTraining, "fire drill", "true", 1), `a.yaml:5: field "topic" must be text, not "true"`},
		{"number expected", "kind: restore_test\nid: a\nowner: o\ndate: 2026-11-01\nsystem: s\nbackup: b\nsuccess: true\nminutes: soon\n",
			`a.yaml:8: field "minutes" must be a whole number from 0, not "soon"`},
		{"truth expected", "kind: restore_test\nid: a\nowner: o\ndate: 2026-11-01\nsystem: s\nbackup: b\nsuccess: maybe\nminutes: 1\n",
			`a.yaml:7: field "success" must be true or false, not "maybe"`},
		{"nested", "kind: exercise\nid: a\nowner: o\ndate: 2026-11-01\nscenario: s\nsuccess: true\nfindings:\n- summary: s\n  owner: o\n",
			`a.yaml:8: findings: field "due_on" is missing: add it`},
		{"duplicate key", goodTraining + "owner: Ben\n", `a.yaml:6: field "owner" is there twice`},
		{"duplicate id", "- {kind: training, id: a, owner: o, date: 2026-11-01, topic: t}\n- {kind: training, id: a, owner: o, date: 2026-11-01, topic: t}\n",
			`a.yaml:2: training "a" is there already, at a.yaml:1`},
		{"id with blanks", strings.Replace(goodTraining, "id: a", "id: a b", 1), `a.yaml:1: id "a b": use letters`},
		{"empty", strings.Replace(goodTraining, "Ada", `""`, 1), `a.yaml:3: field "owner" is empty`},
		{"line break", strings.Replace(goodTraining, "fire drill", `"a\nb"`, 1), `a.yaml:5: field "topic" has line breaks or control characters`},
		{"alias", "- &x {kind: training, id: a, owner: o, date: 2026-11-01, topic: t}\n- *x\n", `a.yaml:2: a record must be a mapping of fields to values, not an alias`},
		{"not YAML", "kind: [\n", `a.yaml:1: is not YAML: did not find expected node content`},
		{"criticality", "kind: vendor\nid: a\nowner: o\ndate: 2026-11-01\nservice: s\ncriticality: huge\nexit_plan: false\n", `a.yaml:6: criticality "huge"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := collect(target(folder(t, map[string]string{"a.yaml": c.text})))
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" {
				t.Fatalf("got %v, want a usage error with a hint", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestAllProblemsOfAllFilesAtOnce(t *testing.T) {
	files := map[string]string{}
	for i := range 25 {
		files[fmt.Sprintf("f%02d.yaml", i)] = "kind: lesson\nid: a\n"
	}
	_, err := collect(target(folder(t, files)))
	if err == nil {
		t.Fatal("a wrong register was taken")
	}
	text := err.Error()
	if !strings.Contains(text, "25 problems") || !strings.Contains(text, "f19.yaml:1") || strings.Contains(text, "f20.yaml") || !strings.Contains(text, "and 5 more") {
		t.Errorf("got %s", text)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	outside := folder(t, map[string]string{"secret.yaml": goodTraining})
	for _, link := range []string{"a.yaml", "sub"} {
		dir := folder(t, map[string]string{"good.yaml": strings.Replace(goodTraining, "id: a", "id: z", 1)})
		to := outside
		if link == "a.yaml" {
			to = filepath.Join(outside, "secret.yaml")
		}
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
		if _, err := collect(target(dir)); err == nil || !strings.Contains(err.Error(), link+": is a link") {
			t.Errorf("%s: got %v", link, err)
		}
	}
}

func TestNoRegisterAtAll(t *testing.T) {
	empty := t.TempDir()
	for name, address := range map[string]string{"no folder": filepath.Join(empty, "none"), "empty folder": empty} {
		t.Run(name, func(t *testing.T) {
			_, err := collect(target(address))
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" {
				t.Fatalf("got %v, want a usage error with a hint", err)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": goodTraining})
	for _, c := range []struct {
		target collectors.Target
		want   string
	}{
		{target(dir), "register:records"},
		{target(dir + "/."), "register:records"},
		{collectors.Target{Address: dir, Options: map[string]string{"name": "acme"}}, "register:acme"},
		{collectors.Target{Address: dir, ID: "people"}, "people"},
	} {
		s, err := collect(c.target)
		if err != nil || s.Targets[0].ID != c.want {
			t.Errorf("got %q, %v, want %q", s.Targets[0].ID, err, c.want)
		}
	}
}

func FuzzRecords(f *testing.F) {
	f.Add([]byte(goodTraining))
	f.Add([]byte("- &a {kind: vendor, id: x, data: [*a]}\n---\n? [a]\n: b\n"))
	f.Add([]byte("kind: exercise\nid: a\nfindings: [{summary: s}]\n<<: {owner: o}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := newReader()
		r.text("f.yaml", text)
		if r.refuse() != nil {
			return
		}
		recorder := collectors.NewRecorder(collectors.Target{Ref: "register:x"}, New().Describe(), nil)
		recorder.Identify("register:x", "x")
		for _, record := range r.records {
			if err := recorder.Resource(record.head, record.facts); err != nil {
				t.Fatalf("%q gave a record that breaks the model: %v", text, err)
			}
		}
	})
}
