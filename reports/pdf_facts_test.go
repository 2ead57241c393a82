package reports

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// TestAnUpdateIsShownAsTwoVersions wants a package with what is installed and what can be had, and not the JSON of it;
// other objects have a line of fields.
func TestAnUpdateIsShownAsTwoVersions(t *testing.T) {
	for value, want := range map[string]string{
		`{"from":"1.6-2","origin":"Debian-Security:12","security":true,"to":"1.6-3"}`:                          "pending.jq: installed 1.6-2, available 1.6-3 (Debian-Security:12)",
		"{\n  \"from\": \"1.6-2\",\n  \"origin\": \"Debian\",\n  \"security\": false,\n  \"to\": \"1.6-3\"\n}": "pending.jq: installed 1.6-2, available 1.6-3 (Debian)",
		`{"from":"1.6-2","to":"1.6-3"}`:            "pending.jq:\n- from: 1.6-2; to: 1.6-3\nexpected \"1.6-3\"",
		`{"from":"a","origin":"o","to":"b","x":1}`: "pending.jq:\n- from: a; origin: o; to: b; x: 1\nexpected \"1.6-3\"",
	} {
		failure := engine.Failure{Fault: &engine.Fault{Path: "pending.jq", Expected: json.RawMessage(`"1.6-3"`)}}
		if got := inLines(found(failure, []engine.Evidence{{Path: "pending.jq", Value: json.RawMessage(value)}})); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
		failure.Actual = json.RawMessage(value)
		if got := inLines(found(failure, nil)); got != want {
			t.Errorf("%s as what the failure says: %q, want %q", value, got, want)
		}
	}
}

// TestReferencesAreWhole wants every link of a policy whole on the paper: a reader of print cannot follow one that is cut.
func TestReferencesAreWhole(t *testing.T) {
	const link = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"
	for _, severity := range engine.Severities() {
		b := newBuilder()
		b.target("t", "web1", "host:local", "host")
		b.policy("data/public", "Nothing is public", severity, "linux.user")
		b.find("t", "bucket", engine.Fail, "it is public")
		a := b.build()
		a.Policies[0].References = []string{link}
		text := strings.Join(strings.Fields(run(t, "pdftotext", "-raw", saved(t, pdfOf(t, a)), "-")), "")
		if !strings.Contains(text, strings.TrimPrefix(link, "https://")) {
			t.Errorf("%s: the link is not whole on any page", severity)
		}
	}
}

// inLines has lines below each other, and a dash before items.
func inLines(lines []factLine) string {
	var out []string
	for _, line := range lines {
		if line.item {
			line.text = "- " + line.text
		}
		out = append(out, line.text)
	}
	return strings.Join(out, "\n")
}

// TestValuesAreReadable wants facts as people write them down, told apart where that matters, and nothing left out without a word.
func TestValuesAreReadable(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for value, want := range map[string]string{
		`"0"`:              `f = "0"  ·  expected "no"`,
		`0`:                `f = 0  ·  expected "no"`,
		`["yes"]`:          `f = "yes"  ·  expected "no"`,
		`["a", "b"]`:       `f = "a", "b"  ·  expected "no"`,
		`[]`:               `f = none  ·  expected "no"`,
		`[[1],["1"],[]]`:   `f = [1], ["1"], none  ·  expected "no"`,
		`["` + long + `"]`: `f = "` + long[:239] + ` … (762 bytes more in findings.json)` + "\n" + `expected "no"`,
		`[{"args":["nullok","a=1"],"control":"[success=1 default=ignore]","line":17,"n":"17","s":"a; b: c"}]`: "f:\n" +
			`- args: nullok, a=1; control: [success=1 default=ignore]; line: 17; n: "17"; s: "a; b: c"` + "\n" + `expected "no"`,
		`[{"a":{"b":{"c":[{"d":1}]}},"e":null,"g":""}]`:     "f:\n" + `- a: {b: {c: {d: 1}}}; e: none; g: ""` + "\n" + `expected "no"`,
		`[{"a":1},{"a":2},{"a":3},{"a":4},{"a":5},{"a":6}]`: "f:\n- a: 1\n- a: 2\n- a: 3\n- a: 4\n4 of 6 shown; the rest is in findings.json\n" + `expected "no"`,
	} {
		failure := engine.Failure{Fault: &engine.Fault{Path: "f", Expected: json.RawMessage(`"no"`)}}
		if got := inLines(found(failure, []engine.Evidence{{Path: "f", Value: json.RawMessage(value)}})); got != want {
			t.Errorf("%.60s:\n%s\nwant\n%s", value, got, want)
		}
	}
}

// FuzzFound holds that any value, JSON or not, gives lines that are bounded.
func FuzzFound(f *testing.F) {
	for _, seed := range []string{`{"a":[{"b":null}]}`, `[`, ` `, `{"a"`, `[[[[[[1]]]]]]`, `"\u202e"`, "\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		for _, line := range found(engine.Failure{Fault: &engine.Fault{Path: "f"}}, []engine.Evidence{{Path: "f", Value: value}}) {
			if len(line.text) > evidenceBytes+cutSlack+50 {
				t.Errorf("a line of %d bytes", len(line.text))
			}
		}
	})
}
