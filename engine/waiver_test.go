package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func failing(policy, target, resource string, keys ...string) Finding {
	f := finding(Fail)
	f.Policy, f.Kind, f.Target, f.Resource, f.Severity = policy, "k", target, resource, High
	for _, key := range keys {
		f.Failures = append(f.Failures, Failure{Fault: &Fault{Key: key}, Fingerprint: Fingerprint(policy, target, "k", resource, key)})
	}
	return f
}

func passing(policy, target, resource string) Finding {
	f := finding(Pass)
	f.Policy, f.Target, f.Resource = policy, target, resource
	return f
}

func finding(verdict Verdict) Finding {
	f := NewFinding(Policy{})
	f.Verdict = verdict
	return f
}

func waiver(id, policy, resource string) Waiver {
	return Waiver{ID: id, Policies: []string{policy}, Resources: []Scope{{Pattern: resource}}, Reason: "r", Owner: "o", ApprovedBy: "a",
		Granted: "2026-01-01", Expires: "2026-03-31"}
}

func day(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWaiverCovers(t *testing.T) {
	sysctl := `running["net.ipv4.ip_forward"]`
	tests := map[string]struct {
		policy, resource string
		want             []string // keys that are covered
	}{
		"a target":                     {"network/ip", "web1", []string{sysctl, "b"}},
		"a resource":                   {"network/ip", "web1/sysctl", []string{sysctl, "b"}},
		"one key leaves its sibling":   {"network/ip", "web1/sysctl#b", []string{"b"}},
		"a key as a report writes it":  {"network/ip", "web1/sysctl#" + sysctl, []string{sysctl}},
		"a pattern of keys":            {"network/ip", "web1/sysctl#run*", []string{sysctl}},
		"a pattern of policies":        {"network/*", "web1", []string{sysctl, "b"}},
		"a pattern of targets":         {"network/ip", "web*", []string{sysctl, "b"}},
		"a star crosses a slash":       {"network/ip", "*sysctl", []string{sysctl, "b"}},
		"all":                          {"*", "*", []string{sysctl, "b"}},
		"another policy":               {"network/ip6", "web1", nil},
		"no prefix":                    {"network/i", "web1", nil},
		"another target":               {"network/ip", "web", nil},
		"another resource":             {"network/ip", "web1/sshd", nil},
		"another key":                  {"network/ip", "web1/sysctl#c", nil},
		"a key pattern is no resource": {"network/ip", "web1/sysctl#", nil},
		"a broken pattern":             {"network/ip", "web1/[", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			findings := []Finding{failing("network/ip", "web1", "sysctl", sysctl, "b")}
			uses := ApplyWaivers(findings, []Waiver{waiver("w", test.policy, test.resource)}, day(t, "2026-02-01T00:00:00Z"))
			var got []string
			for _, f := range findings[0].Failures {
				if f.Waiver == "w" {
					got = append(got, f.Key)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if uses[0].Covers != len(test.want) {
				t.Errorf("covers %d, want %d", uses[0].Covers, len(test.want))
			}
			if findings[0].Verdict != Fail {
				t.Errorf("the waiver made the verdict %s", findings[0].Verdict)
			}
			if want := len(test.want) == 2; findings[0].Waived() != want {
				t.Errorf("waived is %v, want %v", findings[0].Waived(), want)
			}
		})
	}
}

func TestWaiverNamesAKeyAndNeverAResource(t *testing.T) {
	findings := []Finding{failing("p/q", "web1", "a", "b"), failing("p/q", "web1", "a#b", "x", "y")}
	ApplyWaivers(findings, []Waiver{waiver("w", "p/q", "web1/a#b")}, day(t, "2026-02-01T00:00:00Z"))
	if !findings[0].Waived() {
		t.Error("the key b of a is not covered")
	}
	if findings[1].Failures[0].Waiver != "" || findings[1].Failures[1].Waiver != "" {
		t.Error("another resource whose id looks like resource and key is covered as a whole")
	}
}

func TestWaiverTime(t *testing.T) {
	tests := map[string]struct {
		now  string
		want Status
		days int
	}{
		"before":                  {"2025-12-31T23:59:59Z", NotYet, 90},
		"the first moment":        {"2026-01-01T00:00:00Z", Active, 89},
		"the last moment":         {"2026-03-31T23:59:59Z", Active, 0},
		"over":                    {"2026-04-01T00:00:00Z", Expired, -1},
		"days are those of UTC":   {"2026-04-01T01:00:00+02:00", Active, 0},
		"also west of it":         {"2026-03-31T22:00:00-05:00", Expired, -1},
		"long over, counted down": {"2026-04-11T12:00:00Z", Expired, -11},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			findings := []Finding{failing("p/q", "web1", "r", "k")}
			use := ApplyWaivers(findings, []Waiver{waiver("w", "p/q", "web1")}, day(t, test.now))[0]
			if use.Status != test.want || use.ExpiresInDays != test.days {
				t.Errorf("%s, %d days; want %s, %d", use.Status, use.ExpiresInDays, test.want, test.days)
			}
			if got := findings[0].Waived(); got != (test.want == Active) {
				t.Errorf("waived is %v", got)
			}
		})
	}
}

func TestWaiverWithABrokenDateDoesNothing(t *testing.T) {
	for _, change := range []func(*Waiver){
		func(w *Waiver) { w.Expires = "never" }, func(w *Waiver) { w.Expires = "" }, func(w *Waiver) { w.Granted = "2026-1-1" },
	} {
		w := waiver("w", "p/q", "web1")
		change(&w)
		findings := []Finding{failing("p/q", "web1", "r", "k")}
		if use := ApplyWaivers(findings, []Waiver{w}, day(t, "2026-02-01T00:00:00Z"))[0]; use.Status != Expired || findings[0].Waived() {
			t.Errorf("granted %q, expires %q: %s", w.Granted, w.Expires, use.Status)
		}
	}
}

func TestWaiversThatOverlapOrMatchNothing(t *testing.T) {
	short, long, none := waiver("a-short", "p/q", "web1"), waiver("b-long", "p/*", "web1"), waiver("c-none", "p/other", "web1")
	long.Expires = "2026-12-31"
	findings := []Finding{failing("p/q", "web1", "r", "k"), passing("p/other", "web1", "r")}
	uses := ApplyWaivers(findings, []Waiver{none, short, long}, day(t, "2026-02-01T00:00:00Z"))
	got := map[string]Status{}
	for _, use := range uses {
		got[use.ID] = use.Status
	}
	if diff := cmp.Diff(map[string]Status{"a-short": Active, "b-long": Active, "c-none": Unmatched}, got); diff != "" {
		t.Error(diff)
	}
	if findings[0].Failures[0].Waiver != "b-long" {
		t.Errorf("the failure names %q, not the one that expires last", findings[0].Failures[0].Waiver)
	}
	if ApplyWaivers(findings, nil, day(t, "2026-02-01T00:00:00Z")); findings[0].Waived() {
		t.Error("a waiver that is gone still covers")
	}
}

func TestScopeOfParts(t *testing.T) {
	tags := func(name, pattern string) Scope { return ScopeOf("", "", "", "", map[string]string{name: pattern}) }
	tests := map[string]struct {
		scope Scope
		want  []string // keys that are covered
	}{
		"a kind":                         {ScopeOf("k", "", "", "", nil), []string{"a", "b"}},
		"a pattern of kinds":             {ScopeOf("?", "", "", "", nil), []string{"a", "b"}},
		"another kind":                   {ScopeOf("kk", "", "", "", nil), nil},
		"a target":                       {ScopeOf("", "web*", "", "", nil), []string{"a", "b"}},
		"another target":                 {ScopeOf("", "db*", "", "", nil), nil},
		"an id":                          {ScopeOf("", "", "s3/*", "", nil), []string{"a", "b"}},
		"another id":                     {ScopeOf("", "", "s3", "", nil), nil},
		"a key leaves its sibling":       {ScopeOf("", "", "", "b", nil), []string{"b"}},
		"a tag":                          {tags("env", "test"), []string{"a", "b"}},
		"a pattern of tags":              {tags("env", "te*"), []string{"a", "b"}},
		"a tag of another value":         {tags("env", "prod"), nil},
		"a tag that is not there":        {tags("team", "*"), nil},
		"all parts":                      {ScopeOf("k", "web1", "s3/logs", "a", map[string]string{"env": "test"}), []string{"a"}},
		"one part of all does not match": {ScopeOf("k", "web1", "s3/logs", "a", map[string]string{"env": "test", "team": "x"}), nil},
		"nothing":                        {Scope{}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			held, found := failing("data/s3", "web1", "s3/logs", "a", "b"), failing("data/s3", "web1", "s3/logs", "a", "b")
			held.Tags = map[string]string{"env": "test"}
			found.JSON = json.RawMessage(`{"id":"s3/logs","kind":"k","tags":{"env":"test"}}`)
			findings := []Finding{held, found}
			w := waiver("w", "data/s3", "")
			w.Resources = []Scope{test.scope}
			ApplyWaivers(findings, []Waiver{w}, day(t, "2026-02-01T00:00:00Z"))
			for _, finding := range findings {
				var got []string
				for _, f := range finding.Failures {
					if f.Waiver == "w" {
						got = append(got, f.Key)
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("with the tags %v: %s", finding.Tags, diff)
				}
			}
		})
	}
}

// TestTagsAreWritten: a finding says the tags of its resource, whether it holds them or finds them, and holds none after.
func TestTagsAreWritten(t *testing.T) {
	held, found := failing("data/s3", "web1", "s3/logs", "a"), failing("data/s3", "web1", "s3/logs", "a")
	held.Tags = map[string]string{"env": "<\u2028>", "team": ""}
	found.JSON = json.RawMessage(`{"id":"s3/logs","tags":{"env":"<` + "\u2028" + `>","team":""}}`)
	want, err := held.MarshalJSON()
	if err != nil || !strings.Contains(string(want), `"tags":{"env":"<\u2028>","team":""}`) {
		t.Fatalf("%s, %v", want, err)
	}
	got, err := found.MarshalJSON()
	if err != nil || string(got) != string(want) || found.Tags != nil {
		t.Errorf("%s, %v, and holds %v; want\n%s", got, err, found.Tags, want)
	}
}

func TestScopeInJSON(t *testing.T) {
	for scope, want := range map[string]Scope{
		`"web1/*"`: {Pattern: "web1/*"},
		`{"kind":"linux.sshd","target":"w<b>","tags":{"env":"t*"}}`: ScopeOf("linux.sshd", "w<b>", "", "", map[string]string{"env": "t*"}),
	} {
		var got Scope
		if err := json.Unmarshal([]byte(scope), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), got.String()); diff != "" || got.Empty() {
			t.Error(diff)
		}
		back, err := got.MarshalJSON()
		if err != nil || strings.TrimSpace(string(back)) != scope {
			t.Errorf("%s comes back as %s, %v", scope, back, err)
		}
	}
	for _, bad := range []string{`{}`, `{"kinds":"a"}`, `5`, `{"kind":5}`} {
		if err := json.Unmarshal([]byte(bad), new(Scope)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

func TestWaiverGroups(t *testing.T) {
	tests := map[string]struct {
		expires Date
		policy  string
		want    WaiverGroup
		open    int
	}{
		"15 days to go":                {"2026-02-16", "p/q", GroupActive, 0},
		"14 days to go":                {"2026-02-15", "p/q", GroupExpiring, 0},
		"its last day":                 {"2026-02-01", "p/q", GroupExpiring, 0},
		"over: the failure is open":    {"2026-01-31", "p/q", GroupExpired, 1},
		"over, and it matched nothing": {"2026-01-31", "p/r", GroupExpired, 0},
		"matches nothing":              {"2026-02-02", "p/r", GroupUnmatched, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := waiver("w", test.policy, "web1")
			w.Expires = test.expires
			use := ApplyWaivers([]Finding{failing("p/q", "web1", "r", "k")}, []Waiver{w}, day(t, "2026-02-01T12:00:00Z"))[0]
			if use.Group() != test.want || use.OpenAgain != test.open {
				t.Errorf("%s, %d open again; want %s, %d", use.Group(), use.OpenAgain, test.want, test.open)
			}
		})
	}
	over, holds := waiver("a-over", "p/q", "web1"), waiver("b-holds", "p/q", "web1")
	over.Expires = "2026-01-31"
	for _, use := range ApplyWaivers([]Finding{failing("p/q", "web1", "r", "k")}, []Waiver{over, holds}, day(t, "2026-02-01T12:00:00Z")) {
		if use.OpenAgain != 0 {
			t.Errorf("%s: what another waiver covers is not open again", use.ID)
		}
	}
}

func TestLiteral(t *testing.T) {
	for text, want := range map[string]string{`running["a.b"]`: `running["a.b"]`, "a*": `a\*`, `a[*]\?`: `a\[\*]\\\?`} {
		if got := Literal(text); got != want || !Glob(got, text) {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
	if Glob(Literal("a*"), "ab") {
		t.Error("the star of a text covers more than itself")
	}
}
