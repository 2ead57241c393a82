package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// TestReadJSONReadsOneAssessmentWhole wants that a text with something else in it than one assessment is refused: others
// may read that, while this program judges by the assessment.
func TestReadJSONReadsOneAssessmentWhole(t *testing.T) {
	var b bytes.Buffer
	if err := (JSON{}).Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for name, c := range map[string]struct{ text, says string }{
		"something after it":    {text + "{}", "something follows"},
		"a word after it":       {text + "x", "something follows"},
		"findings twice":        {strings.Replace(text, "{", `{"findings": [],`, 1), `"findings" is there twice`},
		"the run twice":         {strings.Replace(text, "{", `{"run": {},`, 1), `"run" is there twice`},
		"findings in capitals":  {strings.Replace(text, "{", `{"Findings": [],`, 1), `"findings" is there twice`},
		"findings in a long s":  {strings.TrimSuffix(strings.TrimSpace(text), "}") + `, "findingſ": []}`, "is there twice"},
		"digests in a long s":   {strings.Replace(text, "{", `{"digestſ": {},`, 1), "is there twice"},
		"an unknown key":        {strings.Replace(text, "{", `{"verdict": "pass",`, 1), `unknown field "verdict"`},
		"a key in a finding":    {strings.Replace(text, `"verdict": "fail"`, `"verdict": "fail", "remark": 1`, 1), `unknown field "remark"`},
		"findings of one thing": {strings.Replace(text, "{", `{"findings": {},`, 1), "are no list"},
		"a list":                {"[" + text + "]", "no JSON object"},
		"the first half":        {text[:len(text)/2], "unexpected EOF"},
		"nothing":               {"", "EOF"},
		"two commas":            {strings.Replace(text, "},", "},,", 1), "invalid character"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.text == text {
				t.Fatal("nothing was changed")
			}
			if _, err := ReadJSON(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

// TestReadJSONReadsWhatWasWritten wants the same text again, with more findings than a part has.
func TestReadJSONReadsWhatWasWritten(t *testing.T) {
	for name, a := range map[string]*engine.Assessment{"sample": sample(), "many": fleetOf(10, 50, 10), "none": {Schema: engine.AssessmentSchema,
		Run: engine.Run{ID: "x"}, Digests: engine.Digests{Snapshot: "sha256:"}, Findings: []engine.Finding{}}} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := (JSON{}).Write(&b, a); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			got, err := ReadJSON(&b)
			if err != nil {
				t.Fatal(err)
			}
			var again strings.Builder
			if err := (JSON{}).Write(&again, got); err != nil {
				t.Fatal(err)
			}
			if again.String() != text || len(got.Findings) != len(a.Findings) || (got.Findings == nil) != (a.Findings == nil) {
				t.Errorf("%d findings were written, and %d read: the texts are of %d and %d bytes", len(a.Findings), len(got.Findings), len(text), again.Len())
			}
		})
	}
}

// TestReadHead wants all but the findings, and nothing where it cannot be told which text they are.
func TestReadHead(t *testing.T) {
	whole, none := sample(), *sample()
	none.Findings = []engine.Finding{}
	want := string(inOne(t, &none))
	for name, a := range map[string]*engine.Assessment{"sample": whole, "none": &none} {
		head, err := ReadHead(inOne(t, a))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := string(inOne(t, head)); got != want {
			t.Errorf("%s: it is\n%s\nwant\n%s", name, got, want)
		}
	}
	text := string(inOne(t, whole))
	for name, text := range map[string]string{"compact": strings.ReplaceAll(text, "\n", ""), "no end": strings.ReplaceAll(text, "\n  ]", "]"), "twice": strings.Replace(text, "{", `{"findings": [],`, 1)} {
		if _, err := ReadHead([]byte(text)); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}
