package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// observe reads findings in short: "policy resource verdict key,key" lines on one target, with gaps as "gap kind resource".
func observe(t *testing.T, day int, lines ...string) *Observation {
	t.Helper()
	var findings, gaps, policies []string
	seen := map[string]bool{}
	for _, line := range lines {
		w := append(strings.Fields(line), "", "")
		if w[0] == "gap" {
			gaps = append(gaps, fmt.Sprintf(`{"target":"web1","kind":%q,"resource":%q,"path":"","cause":"denied"}`, w[1], strings.Trim(w[2], "-")))
			continue
		}
		if !seen[w[0]] {
			policies = append(policies, fmt.Sprintf(`{"id":%q,"title":"t","joins":["linux.mount"],"records":[]}`, w[0]))
		}
		seen[w[0]] = true
		var failures []string
		for _, key := range strings.FieldsFunc(w[3], func(r rune) bool { return r == ',' }) {
			failures = append(failures, fmt.Sprintf(`{"key":%q,"message":"m","path":"","fingerprint":%q}`, key, w[0]+w[1]+key))
		}
		if w[2] != "selected" {
			findings = append(findings, fmt.Sprintf(`{"policy":%q,"kind":"linux.user","severity":"high","resource":%q,"name":"","target":"web1","origin":{},"verdict":%q,"evidence":[{"path":"a","value":1}],"gaps":[],"failures":[%s]}`,
				w[0], w[1], w[2], strings.Join(failures, ",")))
		}
	}
	text := fmt.Sprintf(`{"schema":%q,"run":{"id":"%016x","at":%q},"targets":[{"id":"web1"}],"policies":[%s],"findings":[%s],"gaps":[%s],"digests":{"previous":"p"}}`,
		AssessmentSchema, day, time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC).Format(time.RFC3339), strings.Join(policies, ","), strings.Join(findings, ","), strings.Join(gaps, ","))
	o, err := ReadObservation(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCompare(t *testing.T) {
	for name, c := range map[string]struct {
		before, after []string
		want          []string
	}{
		"a failure that comes":                               {[]string{"a/p u pass"}, []string{"a/p u fail k"}, []string{"new k"}},
		"one that stays, and its new sibling":                {[]string{"a/p u fail k"}, []string{"a/p u fail k,l"}, []string{"new l", "persisting k"}},
		"fixed: observed and passing":                        {[]string{"a/p u fail k"}, []string{"a/p u pass"}, []string{"fixed k"}},
		"one of two is fixed":                                {[]string{"a/p u fail k,l"}, []string{"a/p u fail l"}, []string{"persisting l", "fixed k"}},
		"one of two, and not all was read":                   {[]string{"a/p u fail k,l"}, []string{"a/p u fail l", "gap linux.user u"}, []string{"persisting l", "not_observed k (it fails for other reasons, and not all of it was read)"}},
		"a gap on another resource is no matter":             {[]string{"a/p u fail k,l"}, []string{"a/p u fail l", "gap linux.user v"}, []string{"persisting l", "fixed k"}},
		"a gap on what the policy joins":                     {[]string{"a/p u fail k,l"}, []string{"a/p u fail l", "gap linux.mount -"}, []string{"persisting l", "not_observed k (it fails for other reasons, and not all of it was read)"}},
		"unknown is not fixed":                               {[]string{"a/p u fail k"}, []string{"a/p u unknown"}, []string{"not_observed k (what decides it was not read)"}},
		"a broken policy fixes nothing":                      {[]string{"a/p u fail k"}, []string{"a/p u error"}, []string{"not_observed k (the policy broke)"}},
		"no longer applicable is said apart":                 {[]string{"a/p u fail k"}, []string{"a/p u not_applicable"}, []string{"no_longer_applies k"}},
		"the resource is gone":                               {[]string{"a/p u fail k"}, []string{"a/p v pass"}, []string{"not_observed k (the resource was not found)"}},
		"the kind could not be listed in one of its regions": {[]string{"a/p u fail k"}, []string{"a/p *@r unknown", "a/p *@s not_applicable"}, []string{"not_observed k (its kind could not be listed)"}},
		"the kind could not be listed":                       {[]string{"a/p u fail k"}, []string{"a/p * unknown"}, []string{"not_observed k (its kind could not be listed)"}},
		"the policy was not selected":                        {[]string{"a/p u fail k"}, []string{"a/q u pass"}, []string{"not_observed k (the policy was not selected)"}},
		"another policy that passes":                         {[]string{"a/p u fail k"}, []string{"a/p v selected", "a/q u pass"}, []string{"not_observed k (the resource was not found)"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := Compare(observe(t, 1, c.before...), observe(t, 4, c.after...), [2]Side{}, nil)
			var got []string
			for _, f := range d.Failures {
				text := string(f.Change) + " " + f.Key
				if f.Why != "" {
					text += " (" + f.Why + ")"
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			for _, f := range d.Failures {
				if days := f.AgeSeconds / 86400; f.Change == New && days != 0 || f.Change != New && days != 3 {
					t.Errorf("%s %s is %d days old", f.Change, f.Key, days)
				}
			}
		})
	}
}

func TestCompareWithHistory(t *testing.T) {
	moment := func(n int) Moment { return Moment{n, time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC)} }
	before, after := observe(t, 5, "a/p u pass", "a/q u fail k", "a/r u fail k", "a/s u unknown"), observe(t, 9, "a/p u fail k", "a/q u fail k", "a/r u pass", "a/s u fail k")
	d := Compare(before, after, [2]Side{{Sequence: 5}, {Sequence: 9}}, func(fingerprint string) (Past, bool) {
		switch fingerprint {
		case "a/puk": // failed on the first day, was fixed, fails again from the eighth on
			return Past{First: moment(1), Since: moment(8)}, true
		case "a/quk": // fails in both runs and was fixed between them
			return Past{First: moment(2), Since: moment(7)}, true
		case "a/ruk": // fixed on the seventh
			return Past{First: moment(1), Since: moment(3), Fixed: moment(7)}, true
		case "a/suk": // failed, was not observed in the first of the two, and never seen fixed
			return Past{First: moment(2), Since: moment(2)}, true
		}
		return Past{}, false
	})
	got := map[string]string{}
	for _, f := range d.Failures {
		got[f.Policy] = fmt.Sprint(f.Change, " ", f.AgeSeconds/86400, " ", f.FirstSeen.Day())
	}
	want := map[string]string{"a/p": "regressed 1 1", "a/q": "regressed 2 2", "a/r": "fixed 4 1", "a/s": "persisting 7 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.Remediation != (Remediation{1, 4 * 86400}) || d.Counts[Regressed] != 2 || d.Severities[Regressed][High] != 2 {
		t.Errorf("%+v", d)
	}
}

func TestReadObservationRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:                              "EOF",
		`[]`:                            "expected",
		`{"schema":"other"}`:            `"other"`,
		`{"findings":[{"policy":"a"}]}`: "finding 1 is not whole",
		`{"schema":"assize.assessment/v1","findings":[`: "findings",
		`{"schema":"assize.assessment/v1"}`:             "no run",
	} {
		if _, err := ReadObservation(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadObservation(f *testing.F) {
	f.Add(`{"schema":"assize.assessment/v1","run":{"id":"a","at":"2026-11-01T00:00:00Z"},"findings":[{"policy":"a/b","target":"t","verdict":"fail","failures":[{"key":"k"}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ReadObservation(strings.NewReader(text))
		if err == nil {
			Compare(o, o, [2]Side{}, nil)
		}
	})
}
