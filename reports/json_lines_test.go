package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// written are the texts of an assessment's findings as Write writes them, from the first key to the last value.
func written(t testing.TB, a *engine.Assessment) []string {
	t.Helper()
	text := string(inOne(t, a))
	_, text, _ = strings.Cut(text, "\"findings\": [\n    {\n")
	text, _, _ = strings.Cut(text, "\n    }\n  ]")
	return strings.Split(text, "\n    },\n    {\n")
}

// everything is a finding in which each key is there.
func everything() engine.Finding {
	f := engine.NewFinding(engine.Policy{ID: "access/one", Kind: "linux.user", Severity: engine.High})
	f.Resource, f.Name, f.Target = "r\u2028<", "tab\t", "t"
	f.Origin = collectors.Origin{Target: "t", Collector: "host", Account: "a", Region: "r", File: "f", Line: 17}
	f.Tags = map[string]string{"team": "core", "": "\n"}
	f.Verdict, f.Note = engine.Fail, "note \\ \""
	value := json.RawMessage(`{"list":[1,{"deep":[]}],"text":"},\n"}`)
	f.Evidence = []engine.Evidence{{Path: "a", Value: value}, {Path: "b", Value: json.RawMessage("null"), Digest: "sha256:1", Bytes: 3}, {Path: "c", Value: json.RawMessage("[]")}}
	f.Gaps = []collectors.Gap{{Target: "t", Kind: "k", Resource: "r", Region: "e", Path: "p", Cause: collectors.Denied, Detail: "d", Needs: "n", Call: "c"}, {Target: "t", Kind: "k", Cause: collectors.Failed}}
	f.IfKnown = []engine.IfKnown{{Path: "p", Value: value, Verdict: engine.Pass}, {Path: "p", Verdict: engine.Unknown}}
	f.Failures = []engine.Failure{{Fault: &engine.Fault{Key: "k", Message: "m", Path: "p", Actual: value, Expected: json.RawMessage("1.5e3")}, Fingerprint: "1:ab", Waiver: "w", Known: true},
		{Fault: &engine.Fault{Key: "k2"}, Fingerprint: "1:\u00e4"}}
	return f
}

// TestLinesReadWhatIsWritten wants every finding that Write writes read by its lines, as encoding/json reads it, and again
// when the same was read before.
func TestLinesReadWhatIsWritten(t *testing.T) {
	all := sample()
	all.Findings = append(all.Findings, everything())
	for name, a := range map[string]*engine.Assessment{"sample": all, "misleading": misleading(), "fleet": fleetOf(2, 10, 10)} {
		known := newRepeated()
		for i, text := range append(written(t, a), written(t, a)...) {
			var f engine.Finding
			reader := lines{rest: []byte(text), more: true, known: known}
			if !reader.finding(&f) {
				t.Fatalf("%s: finding %d is not read by its lines:\n%s", name, i+1, text)
			}
			if diff := cmp.Diff(strictly(t, text), f); diff != "" {
				t.Fatalf("%s: finding %d is read otherwise by its lines (-json +lines):\n%s", name, i+1, diff)
			}
		}
	}
}

// strictly is a finding as encoding/json reads it.
func strictly(t *testing.T, text string) (f engine.Finding) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader("{" + text + "}"))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	if decoder.More() {
		t.Fatalf("it ends before its end:\n%s", text)
	}
	return f
}

// TestOthersAreReadInTheMiddle wants the same findings where one of them is written in another form, wherever it stands.
func TestOthersAreReadInTheMiddle(t *testing.T) {
	a := fleetOf(1, 3, 4)
	plain := string(inOne(t, a))
	texts := written(t, a)
	for i, text := range texts {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte("{"+text+"}")); err != nil {
			t.Fatal(err)
		}
		for form, other := range map[string]string{"compact": compact.String(), "spaced": "{" + strings.ReplaceAll(text, `": `, `":  `) + "}"} {
			mixed := strings.Replace(plain, "    {\n"+text+"\n    }", "    "+other, 1)
			if mixed == plain {
				t.Fatal("nothing was changed")
			}
			got, err := ReadJSON(strings.NewReader(mixed))
			if err != nil {
				t.Fatalf("finding %d of %d %s: %v", i+1, len(texts), form, err)
			}
			if string(inOne(t, got)) != plain {
				t.Errorf("finding %d of %d %s: something else was read", i+1, len(texts), form)
			}
		}
	}
}

// FuzzLines wants that what is read by its lines is what encoding/json reads, whatever was read before.
func FuzzLines(f *testing.F) {
	a := misleading()
	a.Findings = append(a.Findings, everything())
	texts := written(f, a)
	for i, text := range texts {
		f.Add([]byte(text), []byte(texts[(i+1)%len(texts)]))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		known := newRepeated()
		for _, text := range [][]byte{first, second, first} {
			var got engine.Finding
			if reader := (lines{rest: text, more: true, known: known}); !reader.finding(&got) {
				continue
			}
			if diff := cmp.Diff(strictly(t, string(text)), got); diff != "" {
				t.Errorf("read by its lines it is another (-json +lines):\n%s\n%s", diff, text)
			}
		}
	})
}
