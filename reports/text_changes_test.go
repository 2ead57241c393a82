package reports

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

// changedSample is sample with a run before it, whose changes are worked out as the history does.
func changedSample(t testing.TB) *engine.Assessment {
	t.Helper()
	a := sample()
	a.Digests.Previous = digest("previous")
	before := a.Observe()
	before.Run, before.At = "fedcba9876543210", sampleDate.AddDate(0, 0, -30)
	fail := func(policy, target, kind, resource string, severity engine.Severity) {
		id := engine.SubjectID{Target: target, Policy: policy, Kind: kind, Resource: resource}
		failed := engine.Subject{SubjectID: id, Severity: severity, Verdict: engine.Fail, Failures: []engine.ObservedFailure{{Key: "key0",
			Message: "it failed on " + resource, Fingerprint: engine.Fingerprint(policy, target, kind, resource, "key0")}}}
		for i := range before.Subjects {
			if before.Subjects[i].SubjectID == id {
				before.Subjects[i] = failed
				return
			}
		}
		before.Subjects = append(before.Subjects, failed)
	}
	fail("access/ssh_root_login", "db1", "linux.sshd", "sshd", engine.High)                      // passes now
	fail("supply/licence", "git:example.org/shop", "git.repository", "shop", engine.Low)         // passes now
	fail("patching/suid_known", "db1", "linux.filesystem_scan", "*", engine.Medium)              // does not apply any more
	fail("access/ssh_root_login", "mail1", "linux.sshd", "sshd", engine.High)                    // could not be visited
	fail("access/no_password", "old1", "linux.user", "root\x1b[31m", engine.Critical)            // is not among the targets
	began := map[string]int{"legacy": 0, "temp": 0, "svc-print": 400, "deploy": 12, "sysctl": 5} // days ago
	for i := range before.Subjects {
		if s := &before.Subjects[i]; s.Resource == "legacy" || s.Resource == "temp" {
			s.Verdict, s.Failures = engine.Pass, nil
		}
	}
	resources := map[string]string{}
	for _, s := range append(before.Subjects, a.Observe().Subjects...) {
		for _, f := range s.Failures {
			resources[f.Fingerprint] = s.Resource
		}
	}
	past := func(fingerprint string) (engine.Past, bool) {
		name := resources[fingerprint]
		days, ok := began[name]
		if !ok {
			days = 45
		}
		p := engine.Past{First: engine.Moment{Sequence: 1, At: sampleDate.AddDate(0, 0, -days)}}
		if p.Since = p.First; days == 0 {
			p.Since = engine.Moment{Sequence: 4, At: sampleDate}
			if p.First = p.Since; name == "legacy" {
				p.First = engine.Moment{Sequence: 1, At: sampleDate.AddDate(-1, 0, 0)}
			}
		}
		return p, true
	}
	side := engine.Side{Run: before.Run, At: before.At, Sequence: 3, Digest: a.Digests.Previous}
	d := engine.Compare(before, a.Observe(), [2]engine.Side{side, {Run: a.Run.ID, At: a.Run.At, Sequence: 4}}, past)
	a.Changes = changeLogOf(a, d)
	return a
}

// changeLogOf adds to a comparison what else a ChangeLog has.
func changeLogOf(a *engine.Assessment, d engine.Diff) *engine.ChangeLog {
	c := engine.NewChangeLog(d)
	for _, f := range d.Failures {
		if f.Change != engine.Persisting || f.Waiver != "" {
			continue
		}
		c.Persist(f.Severity, a.Run.At.Sub(f.Since), 1)
		at := len(c.Oldest)
		for at > 0 && f.Since.Before(c.Oldest[at-1].Since) {
			at--
		}
		c.Oldest = append(c.Oldest[:at], append([]engine.DiffFailure{f}, c.Oldest[at:]...)...)
	}
	now := engine.TrendPoint{Run: a.Run.ID, At: a.Run.At, Sequence: 4, Readable: true, Verdicts: a.Summary.Verdicts, Failing: map[engine.Severity]int{},
		New: d.Counts[engine.New], Regressed: d.Counts[engine.Regressed], Remediation: d.Remediation}
	for _, severity := range engine.Severities() {
		now.Failing[severity] = 0
	}
	for _, f := range a.Findings {
		for _, failure := range f.Failures {
			if failure.Waiver == "" {
				now.Failing[f.Severity]++
			} else {
				now.Waived++
			}
		}
	}
	before := engine.TrendPoint{Run: d.Before.Run, At: d.Before.At, Sequence: 3, Readable: true, Verdicts: map[engine.Verdict]int{engine.Fail: 9}, Failing: map[engine.Severity]int{engine.High: 9}}
	c.Runs = append(c.Runs, before, now)
	return c
}

func TestTextSaysWhatChanged(t *testing.T) {
	a := changedSample(t)
	if err := a.CheckChanges(); err != nil {
		t.Fatalf("the sample: %v", err)
	}
	for name, format := range map[string]Text{"changes.txt": {}, "changes_colour.txt": {Colour: true, Width: 72}} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := format.Write(&b, a); err != nil {
				t.Fatal(err)
			}
			_, section, found := strings.Cut(b.String(), "Since the last run")
			section, _, ended := strings.Cut(section, "Verdicts by domain")
			if !found || !ended {
				t.Fatalf("no section in\n%s", b.String())
			}
			golden(t, name, []byte(section))
		})
	}
}

// TestALongListOfChangesIsCutAndCounted: the reader sees that there is more.
func TestALongListOfChangesIsCutAndCounted(t *testing.T) {
	b := newBuilder()
	b.target("web1", "web1", "ssh:web1", "host")
	b.policy("access/no_password", "Every account has a password", engine.High, "linux.user")
	for i := range 2 * engine.ChangesListed {
		b.find("web1", "user"+strings.Repeat("x", i%7)+time.Duration(i).String(), engine.Fail, "it has none")
	}
	a := b.build()
	a.Digests.Previous = digest("previous")
	before := a.Observe()
	before.Subjects = before.Subjects[:25]
	before.At = sampleDate.AddDate(0, 0, -3)
	side := engine.Side{Run: "fedcba9876543210", At: before.At, Sequence: 3, Digest: a.Digests.Previous}
	past := func(string) (engine.Past, bool) { return engine.Past{}, false }
	a.Changes = changeLogOf(a, engine.Compare(before, a.Observe(), [2]engine.Side{side, {Sequence: 4}}, past))
	a.Changes.Oldest = a.Changes.Oldest[:engine.OldestListed]
	if err := a.CheckChanges(); err != nil {
		t.Fatal(err)
	}
	if n := len(a.Changes.Failures); n != engine.ChangesListed {
		t.Errorf("%d failures are listed", n)
	}
	c, text := a.Changes, bytes.Buffer{}
	if err := (Text{}).Write(&text, a); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"  new                1,975         .  1,975       .    .\n", "10 of 1,975; \"assize diff\" lists all\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
	if n := strings.Count(text.String(), "  new: "); n != changedShown {
		t.Errorf("%d new ones are shown", n)
	}
	for i := range c.Failures[:20] {
		c.Failures[i].Change = engine.Regressed
	}
	c.Counts[engine.Regressed] = 20
	text.Reset()
	if err := (Text{}).Write(&text, a); err != nil {
		t.Fatal(err)
	}
	if n, again := strings.Count(text.String(), "  new: "), strings.Count(text.String(), "  regressed, "); n != 5 || again != 5 {
		t.Errorf("%d new ones and %d that came again are shown", n, again)
	}
	var again bytes.Buffer
	if err := (JSON{}).Write(&again, a); err != nil {
		t.Fatal(err)
	}
	back, err := ReadJSON(&again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.Changes, back.Changes); diff != "" {
		t.Error(diff)
	}
}
