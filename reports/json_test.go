package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// inOne encodes an assessment as a whole, as nobody does with a large one.
func inOne(t testing.TB, a *engine.Assessment) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(a); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readInOne decodes an assessment as a whole: what it takes and refuses, ReadJSON must.
func readInOne(text []byte) (*engine.Assessment, error) {
	var a engine.Assessment
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a); err != nil {
		return nil, err
	}
	if a.Schema != engine.AssessmentSchema || a.Run.ID == "" || a.Digests.Snapshot == "" {
		return nil, errors.New("not whole")
	}
	for i := range a.Policies {
		if a.Policies[i].Tags == nil {
			a.Policies[i].Tags = []string{}
		}
	}
	for _, f := range a.Findings {
		if !f.Whole() || slices.ContainsFunc(f.Failures, func(failure engine.Failure) bool { return failure.Fault == nil }) {
			return nil, errors.New("not whole")
		}
	}
	return &a, nil
}

// misleading is an assessment with texts that look like the places between which the findings are written.
func misleading() *engine.Assessment {
	a := *sample()
	a.Findings = slices.Clone(a.Findings)
	a.Report.Title, a.Report.Organisation = "\n  \"findings\": null", "<&>\u2028\x00"
	a.Targets = append(slices.Clone(a.Targets), engine.Target{ID: "findings", Options: map[string]string{"findings": "null", "\n  \"findings": "null"}})
	f, resource, outcome := &a.Findings[0], *a.Findings[0].ResourceRef, *a.Findings[0].Outcome
	resource.Tags, f.ResourceRef = map[string]string{"<\u2028>": "", "findings": "\n  \"findings\": null"}, &resource
	outcome.Evidence, f.Outcome = []engine.Evidence{{Path: "a", Value: json.RawMessage(` { "b" : [ ] , "c":{}, "d":"<&>"} `)}}, &outcome
	return &a
}

func TestFindingsAreWrittenAsInOne(t *testing.T) {
	without, none := *sample(), *sample()
	without.Findings, none.Findings = nil, []engine.Finding{}
	for name, a := range map[string]*engine.Assessment{"sample": sample(), "misleading": misleading(), "no list": &without, "none": &none, "fleet": fleetOf(3, 20, 5)} {
		var got bytes.Buffer
		if err := (JSON{}).Write(&got, a); err != nil || !bytes.Equal(got.Bytes(), inOne(t, a)) {
			t.Errorf("%s: %v; it is written as\n%.2000s", name, err, got.Bytes())
		}
	}
	broken := *sample()
	broken.Findings = []engine.Finding{{}}
	if err := (JSON{}).Write(io.Discard, &broken); err == nil {
		t.Error("a finding that is not whole is written")
	}
}

// full takes a number of bytes and then no more.
type full struct{ room int }

func (f *full) Write(text []byte) (int, error) {
	n := min(f.room, len(text))
	if f.room -= n; n < len(text) {
		return n, errors.New("no space left")
	}
	return n, nil
}

func TestFindingsThatDoNotFitAreAnError(t *testing.T) {
	size := len(inOne(t, sample()))
	for _, room := range []int{0, 1, size / 2, size - 1} {
		if err := (JSON{}).Write(&full{room}, sample()); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("room for %d of %d bytes: %v", room, size, err)
		}
	}
	if err := (JSON{}).Write(&full{size}, sample()); err != nil {
		t.Error(err)
	}
}

func TestFindingsThatAreNoneAreRefused(t *testing.T) {
	whole := string(inOne(t, sample()))
	findings := strings.Index(whole, `"findings": [`)
	if findings < 0 {
		t.Fatal("no findings")
	}
	for name, c := range map[string]struct{ text, says string }{
		"nothing":               {"", "EOF"},
		"a list":                {"[]", "no JSON object"},
		"null":                  {"null", "no JSON object"},
		"no more after a key":   {`{"schema"`, "unexpected EOF"},
		"cut in a finding":      {whole[:findings+300], "unexpected EOF"},
		"cut after the opening": {whole[:findings+13], "unexpected EOF"},
		"an unknown key":        {`{"extra":1,` + whole[1:], `unknown field "extra"`},
		"an unknown key within": {strings.Replace(whole, `"findings": [`, `"findings": [{"extra":1},`, 1), `finding 1: json: unknown field "extra"`},
		"not a list":            {strings.Replace(whole, `"findings": [`, `"findings": {}, "waivers": [`, 1), "no list"},
		"a finding of nothing":  {strings.Replace(whole, `"findings": [`, `"findings": [{},`, 1), "finding 1 is not whole"},
		"findings twice":        {`{"Findings":[],` + whole[1:], "is there twice"},
		"a comma too many":      {strings.Replace(whole, `"findings": [`, `"findings": [,`, 1), "invalid character"},
		"a wrong type":          {strings.Replace(whole, `"at": "`, `"at": 1, "x": "`, 1), "Time"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadJSON(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

// TestAFleetIsReadInLittleRoom: findings that were read take less room than their text.
func TestAFleetIsReadInLittleRoom(t *testing.T) {
	text := inOne(t, fleetOf(10, 100, 20))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC() // what pools held is given back by the second
	runtime.ReadMemStats(&before)
	a, err := ReadJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := int(after.HeapAlloc) - int(before.HeapAlloc)
	t.Logf("%d findings of %d KB hold %d KB", len(a.Findings), len(text)>>10, held>>10)
	if len(a.Findings) != 20_000 || held > len(text)*2/3 {
		t.Errorf("%d findings of %d KB hold %d KB", len(a.Findings), len(text)>>10, held>>10)
	}
	runtime.KeepAlive(text)
	runtime.KeepAlive(a)
}

// FuzzReadJSON holds reading one after the other against reading as one: both take the same and find the same in it.
func FuzzReadJSON(f *testing.F) {
	for _, a := range []*engine.Assessment{misleading(), newBuilder().build()} { // short: what is long is mutated slowly
		a.Findings, a.Policies, a.Frameworks, a.Gaps = a.Findings[:min(2, len(a.Findings))], nil, nil, nil
		var text bytes.Buffer
		if err := json.Compact(&text, inOne(f, a)); err != nil {
			f.Fatal(err)
		}
		f.Add(text.Bytes())
	}
	const head = `{"schema":"assize.assessment/v1","run":{"id":"1"},"digests":{"snapshot":"1"}`
	const finding = `{"policy":"p","resource":"r","verdict":"fail","failures":[{"key":"k"}]}`
	for _, tail := range []string{"}", `,"findings":null}`, `,"findings":[]} x`, `,"findings":[` + finding + `,` + finding + `]}`, `,"findings":[null]}`,
		`,"FINDINGS":[` + finding + `]}`, `,"findings":[],"findings":[]}`, `,"run":{"id":"2"},"RUN":null}`, `,"findings":[` + finding + `,]}`, `,}`,
		`,"findings":[` + finding + finding + `]}`, `,"policies":[{"id":"p"}],"notes":[]}`, `,"\ufffd":1}`, `,"findings":[{"policy":1}]}`, `,"findings":[` + finding} {
		f.Add([]byte(head + tail))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		want, wantErr := readInOne(text)
		got, err := ReadJSON(bytes.NewReader(text))
		if err != nil && (strings.HasSuffix(err.Error(), "is there twice") || strings.HasSuffix(err.Error(), "something follows the assessment")) {
			return // read as one, the last one would count, and what follows would not
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%v, and as one %v", err, wantErr)
		}
		if err == nil && !bytes.Equal(inOne(t, got), inOne(t, want)) {
			t.Errorf("%s\nand as one\n%s", inOne(t, got), inOne(t, want))
		}
	})
}
