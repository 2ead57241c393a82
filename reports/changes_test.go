package reports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/engine"
)

// changed gives an assessment a history of twelve runs.
func changed(a *engine.Assessment) *engine.Assessment {
	day := 24 * time.Hour
	log := &engine.ChangeLog{
		Since:  engine.Side{Run: "fedcba9876543210", At: sampleDate.Add(-7 * day), Sequence: 11, Digest: digest("manifest")},
		Counts: map[engine.Change]int{engine.New: 4, engine.Regressed: 1, engine.Fixed: 6, engine.Persisting: 9, engine.NotObserved: 2},
		Severities: map[engine.Change]map[engine.Severity]int{engine.New: {engine.Critical: 4}, engine.Regressed: {engine.High: 1}, engine.Fixed: {engine.High: 2, engine.Low: 4},
			engine.Persisting: {engine.Medium: 5, engine.Low: 4}, engine.NotObserved: {engine.Medium: 2}},
		Remediation: engine.Remediation{Count: 6, MeanSeconds: int64(17 * day / time.Second)},
		Ages: []engine.AgeBand{{Days: 7, Severities: map[engine.Severity]int{engine.Medium: 2}}, {Days: 30, Severities: map[engine.Severity]int{engine.Medium: 3}},
			{Severities: map[engine.Severity]int{engine.Low: 4}}},
	}
	change := func(c engine.Change, s engine.Severity, policy, resource, message string, age time.Duration) engine.DiffFailure {
		return engine.DiffFailure{Change: c, Severity: s, Policy: policy, Target: "web1", Kind: "linux.user", Resource: resource, Key: "key0", Message: message,
			FirstSeen: sampleDate.Add(-2 * age), Since: sampleDate.Add(-age), AgeSeconds: int64(age / time.Second)}
	}
	log.Failures = append(log.Failures, change(engine.Regressed, engine.High, "access/ssh_root_login", "sshd", "root may log in over SSH (PermitRootLogin yes)", day))
	for _, user := range []string{"deploy", "legacy", "svc-print", "temp"} {
		log.Failures = append(log.Failures, change(engine.New, engine.Critical, "access/no_password", user, "the account "+user+" has an empty password", 0))
	}
	for i := range 6 {
		log.Failures = append(log.Failures, change(engine.Fixed, engine.Low, fmt.Sprintf("hardening/fixed_%d", i/2), fmt.Sprint("file-", i), "the mode is 0777", 17*day))
	}
	for range 2 {
		gone := change(engine.NotObserved, engine.Medium, "logging/auditd", "audit", "auditd is not running", 30*day)
		gone.Why = "what decides it was not read"
		log.Failures = append(log.Failures, gone)
	}
	log.Oldest = []engine.DiffFailure{change(engine.Persisting, engine.Low, "network/listening", "tcp/0.0.0.0:9100", "port 9100 is open to every address", 200*day)}
	log.Oldest = append(log.Oldest, log.Oldest[0], change(engine.Persisting, engine.Low, "network/listening", "tcp/0.0.0.0:9100", "port 9101 is open to every address", 7*day))
	for i := range 12 {
		log.Runs = append(log.Runs, engine.TrendPoint{Run: fmt.Sprintf("%016x", i), At: sampleDate.Add(time.Duration(i-11) * 7 * day), Sequence: i + 1, Readable: i != 4, Waived: 2, Verdicts: map[engine.Verdict]int{engine.Fail: 20},
			Failing: map[engine.Severity]int{engine.Critical: i % 5, engine.High: 3 + i%3, engine.Medium: 12 - i, engine.Low: 6}})
	}
	a.Changes = log
	return a
}

// nastyChanges has hostile texts wherever a change log has text.
func nastyChanges() *engine.ChangeLog {
	log := changed(&engine.Assessment{}).Changes
	log.Since.Run = nasty[1]
	for i, text := range nasty {
		f := engine.DiffFailure{Change: engine.Changes()[i%6], Severity: engine.High, Policy: text, Target: text, Resource: text, Key: text, Message: text, Why: text, Waiver: text}
		log.Failures, log.Oldest = append(log.Failures, f), append(log.Oldest, f)
	}
	return log
}

// TestChangesAreTold reads from the pages what became of failures: counts, the mean time, the trend with its last values, and lists.
func TestChangesAreTold(t *testing.T) {
	text := flat(run(t, "pdftotext", "-layout", saved(t, pdfOf(t, changed(sample()))), "-"))
	for _, want := range []string{
		"Compared with run 11 (fedcba9876543210), 2026-11-13 09:30 UTC", "regressed 1 – 1 – – was seen fixed, fails again", "new 4 4 – – –", "fixed 6 – 2 – 4",
		"6 failures were fixed after 17 days in the mean", "New: 4 failures", "and 3 more", "Regressed: 1 failure", "was fixed, fails again since 2026-11-19",
		"what decides it was not read", "8 to 30 days 3 – – 3 – 33.3 %", "more than 30 days 4 – – – 4 44.4 %", "The oldest 3 of 9 failures that persist, without what waivers cover", "200 days", "up to 7 days",
		"Trend: failures that no waiver covers, 12 runs", "? marks a run that",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	for _, want := range []string{"critical 1 +1", "high 5 +1", "medium 1 -1", "low 6 ±0", "all 13 +1"} { // the last run and against the one before
		if !strings.Contains(text, want) {
			t.Errorf("the legend of the trend lacks %q", want)
		}
	}
}

// TestManyChangesAreCounted shows that what a list leaves out is counted, also where the assessment itself lists not all.
func TestManyChangesAreCounted(t *testing.T) {
	a := changed(sample())
	log := a.Changes
	log.Failures, log.Counts[engine.New] = nil, 5000
	for i := range engine.ChangesListed {
		log.Failures = append(log.Failures, engine.DiffFailure{Change: engine.New, Severity: engine.Low, Policy: fmt.Sprintf("access/p%02d", i/20), Target: "web1", Resource: fmt.Sprint("r", i), Message: "no"})
	}
	text := flat(run(t, "pdftotext", saved(t, pdfOf(t, a)), "-"))
	for _, want := range []string{"New: 5,000 failures", "240 of 5,000 failures stand in this table; 1,000 of them in findings.json"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

// TestRunsOfAnotherScopeAreTold: a run that decided few findings has few failures, which is no improvement, and the page says so.
func TestRunsOfAnotherScopeAreTold(t *testing.T) {
	const words = "* Runs that do not compare with this one, which decided 400 findings: those of 2026-10-02 "
	for name, c := range map[string]struct {
		decided int
		want    string
	}{
		"narrowed":     {40, words + "(40)."},
		"wider":        {900, words + "(900)."},
		"a little off": {380, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := changed(sample())
			for i := range a.Changes.Runs {
				a.Changes.Runs[i].Verdicts = map[engine.Verdict]int{engine.Fail: 30, engine.Pass: 370, engine.NotApplicable: 100 * i}
			}
			r := &a.Changes.Runs[5]
			r.At, r.Verdicts = time.Date(2026, time.October, 2, 0, 0, 0, 0, time.UTC), map[engine.Verdict]int{engine.Fail: 10, engine.Pass: c.decided - 10}
			text := flat(run(t, "pdftotext", saved(t, pdfOf(t, a)), "-"))
			if !strings.Contains(text, c.want) || c.want == "" && strings.Contains(text, words) {
				t.Errorf("want %q in the text", c.want)
			}
		})
	}
}

func TestScale(t *testing.T) {
	for most, want := range map[int][2]int{0: {1, 1}, 1: {1, 1}, 5: {1, 5}, 6: {2, 6}, 17: {5, 20}, 30: {10, 30}, 101: {50, 150}, 48_000: {10_000, 50_000}} {
		step, end := scaleOf(most)
		if [2]int{step, end} != want {
			t.Errorf("up to %d: steps of %d to %d, want %v", most, step, end, want)
		}
		if end < most || end/step > 5 {
			t.Errorf("up to %d: %d steps to %d", most, end/step, end)
		}
	}
}
