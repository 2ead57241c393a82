package catalog

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

const iso = `id: iso
title: ISO
version: "1"
publisher: P
url: https://example.org
controls:
  - {id: A.5.10, title: ten}
  - {id: A.5.2, title: two}
  - {id: A.5.1, title: one}
`

func load(t *testing.T, name, text string) (*Catalog, error) {
	t.Helper()
	return Load(fstest.MapFS{name: {Data: []byte(text)}, "README.md": {Data: []byte("not a framework")}})
}

func TestLoad(t *testing.T) {
	c, err := load(t, "iso.yaml", iso)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, control := range c.Frameworks()[0].Controls {
		ids = append(ids, control.ID)
	}
	if diff := cmp.Diff([]string{"A.5.1", "A.5.2", "A.5.10"}, ids); diff != "" {
		t.Error(diff)
	}
	if !c.Known("iso", "A.5.2") || c.Known("iso", "A.5.3") || c.Known("nist", "A.5.2") {
		t.Error("Known is wrong")
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := map[string]struct{ name, text, want string }{
		"an unknown key":       {"iso.yaml", iso + "colour: red\n", "colour"},
		"another id":           {"cis.yaml", iso, `id is "iso"`},
		"no title":             {"iso.yaml", strings.Replace(iso, "title: ISO\n", "", 1), "required"},
		"no controls":          {"iso.yaml", strings.Split(iso, "controls")[0], "required"},
		"a control twice":      {"iso.yaml", strings.Replace(iso, "A.5.10", "A.5.1", 1), "A.5.1 occurs twice"},
		"a control by no name": {"iso.yaml", strings.Replace(iso, "title: ten", `title: ""`, 1), "needs an id and a title"},
		"a second document":    {"iso.yaml", iso + "---\nid: x\n", "more than one"},
		"no YAML":              {"iso.yaml", "\tid", "iso.yaml"},
		"nothing":              {"iso.yaml", "", "iso.yaml"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := load(t, test.name, test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestNatural(t *testing.T) {
	ids := []string{"5.10", "A.8.2", "5.2", "AC-2(10)", "5", "AC-2(9)", "AC-2", "5.2.1", "AC-10"}
	slices.SortFunc(ids, Natural)
	want := []string{"5", "5.2", "5.2.1", "5.10", "A.8.2", "AC-2", "AC-2(9)", "AC-2(10)", "AC-10"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

func FuzzNatural(f *testing.F) {
	f.Add("A.5.2", "A.5.10", "A.5")
	f.Add("01", "1", "001")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if Natural(a, a) != 0 || Natural(a, b) != -Natural(b, a) {
			t.Errorf("%q and %q have no order", a, b)
		}
		if Natural(a, b) <= 0 && Natural(b, c) <= 0 && Natural(a, c) > 0 {
			t.Errorf("%q, %q, %q go in a circle", a, b, c)
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(iso))
	f.Add([]byte("id: [1"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Load(fstest.MapFS{"iso.yaml": {Data: text}})
		if err == nil && len(c.Frameworks()) != 1 {
			t.Error("no error and no framework")
		}
	})
}

func TestRollUp(t *testing.T) {
	c, err := load(t, "iso.yaml", iso)
	if err != nil {
		t.Fatal(err)
	}
	policy := func(id string, controls ...string) engine.Policy {
		return engine.Policy{ID: id, Controls: map[string][]string{"iso": controls}}
	}
	of := func(verdict engine.Verdict) engine.Finding {
		f := engine.NewFinding(engine.Policy{})
		f.Verdict = verdict
		return f
	}
	failed, waived := of(engine.Fail), of(engine.Fail)
	failed.Failures = []engine.Failure{{Fault: &engine.Fault{Key: "k"}}}
	waived.Failures = []engine.Failure{{Fault: &engine.Fault{Key: "k"}, Waiver: "w"}}
	tests := map[string]struct {
		findings []engine.Finding
		want     engine.Verdict
		waived   int
		all      bool // failures are waived
	}{
		"all pass":               {[]engine.Finding{of(engine.Pass), of(engine.NotApplicable)}, engine.Pass, 0, false},
		"one fails":              {[]engine.Finding{of(engine.Pass), failed, of(engine.Error), of(engine.Unknown)}, engine.Fail, 0, false},
		"error before unknown":   {[]engine.Finding{of(engine.Pass), of(engine.Unknown), of(engine.Error)}, engine.Error, 0, false},
		"unknown before pass":    {[]engine.Finding{of(engine.Pass), of(engine.Unknown)}, engine.Unknown, 0, false},
		"waived beside pass":     {[]engine.Finding{of(engine.Pass), waived}, engine.Fail, 1, true},
		"waived beside unknown":  {[]engine.Finding{of(engine.Unknown), of(engine.Error), waived}, engine.Fail, 1, true},
		"waived beside fail":     {[]engine.Finding{failed, of(engine.Pass), waived}, engine.Fail, 1, false},
		"waived only is no pass": {[]engine.Finding{waived, of(engine.NotApplicable)}, engine.Fail, 1, true},
		"nothing applies":        {[]engine.Finding{of(engine.NotApplicable)}, engine.NotApplicable, 0, false},
		"nothing found":          {nil, engine.NotApplicable, 0, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for i := range test.findings {
				test.findings[i].Policy = "d/one"
			}
			got := c.RollUp([]engine.Policy{policy("d/one", "A.5.2"), policy("d/two", "A.5.10", "A.5.2"), policy("d/none")}, test.findings)[0]
			if got.Total != 3 || got.Covered != 2 || len(got.Controls) != 2 || got.Controls[0].ID != "A.5.2" {
				t.Fatalf("got %+v", got)
			}
			two := got.Controls[0]
			if two.Verdict != test.want || two.Waived != test.waived {
				t.Errorf("%s, %d waived; want %s, %d", two.Verdict, two.Waived, test.want, test.waived)
			}
			if two.AllWaived() != test.all {
				t.Errorf("all waived is %v", two.AllWaived())
			}
			if diff := cmp.Diff([]string{"d/one", "d/two"}, two.Policies); diff != "" {
				t.Error(diff)
			}
		})
	}
}
