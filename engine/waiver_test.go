package engine

import (
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
	return Waiver{ID: id, Policies: []string{policy}, Resources: []string{resource}, Reason: "r", Owner: "o", ApprovedBy: "a",
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
