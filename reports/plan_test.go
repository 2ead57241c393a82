package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// planning makes an assessment one of a plan that breaks, mends and leaves things, and whose first unknown finding is known later.
func planning(a *engine.Assessment) *engine.Assessment {
	change := func(c engine.Change, s engine.Severity, policy, resource, message, why string) engine.DiffFailure {
		return engine.DiffFailure{Change: c, Severity: s, Policy: policy, Target: "web1", Kind: "linux.user", Resource: resource, Key: "key0", Message: message, Why: why, FirstSeen: sampleDate, Since: sampleDate}
	}
	p := &engine.PlanLog{
		Counts: map[engine.Change]int{engine.New: 3, engine.Fixed: 2, engine.Persisting: 25, engine.NoLongerApplies: 1, engine.NotObserved: 1},
		Severities: map[engine.Change]map[engine.Severity]int{
			engine.New: {engine.Critical: 3}, engine.Fixed: {engine.High: 1, engine.Low: 1}, engine.Persisting: {engine.Medium: 25}, engine.NoLongerApplies: {engine.Low: 1}, engine.NotObserved: {engine.High: 1},
		},
	}
	for _, user := range []string{"deploy", "legacy", "temp"} {
		p.Failures = append(p.Failures, change(engine.New, engine.Critical, "access/no_password", user, "the account "+user+" has an empty password", ""))
	}
	for i := range 25 {
		p.Failures = append(p.Failures, change(engine.Persisting, engine.Medium, fmt.Sprintf("hardening/left_%02d", i), fmt.Sprint("file-", i), "the mode is 0777", ""))
	}
	p.Failures = append(p.Failures, change(engine.NoLongerApplies, engine.Low, "logging/rotation", "log", "logs are kept for ever", ""),
		change(engine.Fixed, engine.High, "access/ssh_root_login", "sshd", "root may log in over SSH", engine.PlanDeletes), change(engine.Fixed, engine.Low, "network/listening", "tcp/9100", "port 9100 is open", ""))
	i := slices.IndexFunc(a.Findings, func(f engine.Finding) bool { return f.Verdict == engine.Unknown })
	f := &a.Findings[i]
	own := *f.Outcome
	own.Gaps = []collectors.Gap{{Target: f.Target, Kind: f.Kind, Resource: f.Resource, Path: "expires", Cause: collectors.AfterApply, Detail: "the last day shows after the plan is applied"}}
	f.Outcome = &own
	p.Failures = append(p.Failures, engine.DiffFailure{Change: engine.NotObserved, Severity: f.Severity, Policy: f.Policy, Target: f.Target, Kind: f.Kind, Resource: f.Resource, FirstSeen: sampleDate, Since: sampleDate})
	a.Plan = p
	return a
}

// nastyPlan has hostile texts wherever a plan's log has text.
func nastyPlan() *engine.PlanLog {
	p := &engine.PlanLog{Counts: map[engine.Change]int{}, Severities: map[engine.Change]map[engine.Severity]int{}}
	for i, text := range nasty {
		c := []engine.Change{engine.New, engine.Fixed, engine.Persisting}[i%3]
		p.Counts[c]++
		p.Failures = append(p.Failures, engine.DiffFailure{Change: c, Severity: engine.High, Policy: text, Target: text, Resource: text, Key: text, Message: text, Why: text, Waiver: text})
	}
	return p
}

func TestPlansAreToldInThePDF(t *testing.T) {
	path := saved(t, pdfOf(t, planning(sample())))
	text := flat(run(t, "pdftotext", "-layout", path, "-") + run(t, "pdftotext", "-raw", path, "-"))
	for _, want := range []string{
		"What the plan changes", "breaks 3 3 – – – fails after the plan, and not before it", "fixes 2 – 1 – 1 fails before the plan",
		"leaves broken 25 – – 25 – fails before and after, and the plan changes", "no longer applies 1 – – – 1", "known after apply 1 ", "Breaks: 3 failures",
		"the account deploy has an", "and 2 more", "Fixes: 2 failures", "the plan deletes it", "Leaves broken: 25 failures",
		"20 of 25 failures stand in this table; findings.json lists more.", "No longer applies: 1 failure", "Known after apply: 1 finding",
		"Fails before the plan. expires, the last day shows",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	tree := run(t, "pdfinfo", "-struct-text", path)
	for _, want := range []string{`"What the plan changes"`, `"Breaks: 3 failures"`, `"Known after apply: 1 finding"`} {
		if !strings.Contains(tree, want) {
			t.Errorf("the tags lack %s", want)
		}
	}
	if plain := flat(run(t, "pdftotext", saved(t, pdfOf(t, sample())), "-")); strings.Contains(plain, "What the plan changes") {
		t.Error("an audit of no plan says what one changes")
	}
}

// TestPlansAreToldAlike holds the text against the PDF's counts, and wants nothing of what an older program did not count.
func TestPlansAreToldAlike(t *testing.T) {
	a := planning(sample())
	delete(a.Plan.Counts, engine.Persisting)
	delete(a.Plan.Severities, engine.Persisting)
	a.Plan.Failures = slices.DeleteFunc(a.Plan.Failures, func(f engine.DiffFailure) bool { return f.Change == engine.Persisting })
	var b bytes.Buffer
	if err := (Text{Width: 100}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"breaks               3", "fixes                2", "known after apply    1", "known after apply, fails before it: expires, the last day"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, b.String())
		}
	}
	text := flat(run(t, "pdftotext", "-layout", saved(t, pdfOf(t, a)), "-"))
	if strings.Contains(text, "leaves broken") || strings.Contains(b.String(), "leaves broken") {
		t.Error("what was not counted is told as none")
	}
}
