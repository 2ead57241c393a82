package archive

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// A fact of the model: what a policy finds wrong with a resource, or does not.
type modelFact struct{ target, policy, resource, key string }

func (f modelFact) kind() string { return "kind." + f.policy[len(f.policy)-1:] }

func (f modelFact) fingerprint() string {
	return engine.Fingerprint(f.policy, f.target, f.kind(), f.resource, f.key)
}

// A model is a small world that changes from run to run, and is looked at in part. It knows the truth, and what each run
// could see of it, and keeps the books that an index must agree with, in the plainest way.
type model struct {
	random *rand.Rand
	broken map[modelFact]bool // the truth

	run           int
	at            time.Time
	fails         map[modelFact]bool // that the last run saw
	waived        map[modelFact]bool
	looked        map[modelFact]bool // the last run saw whole whether it is broken
	applies       map[modelFact]bool // the last run judged its policy on its resource, and it applies
	judged        map[modelFact]bool // the same, whether it applies or not
	first, since  map[modelFact]int
	fixed         map[modelFact]bool // seen fixed since it failed last
	assessment    *engine.Assessment
	previousFails map[modelFact]bool
}

func (m *model) odds(percent int) bool { return m.random.IntN(100) < percent }

// names are the first n of a thing, each left out now and then.
func (m *model) names(what string, n, missing int) []string {
	var out []string
	for i := range n {
		if !m.odds(missing) {
			out = append(out, fmt.Sprintf("%s%d", what, i))
		}
	}
	return out
}

// step has the world go on by a run, and looks at it.
func (m *model) step() {
	m.run++
	m.at = m.at.Add(time.Duration(m.random.IntN(100)-10) * time.Hour) // at times a clock goes back
	m.previousFails = m.fails
	m.fails, m.looked, m.applies, m.judged, m.waived = map[modelFact]bool{}, map[modelFact]bool{}, map[modelFact]bool{}, map[modelFact]bool{}, map[modelFact]bool{}
	a := &engine.Assessment{Schema: engine.AssessmentSchema, Run: engine.Run{ID: fmt.Sprintf("%016x", m.run), At: m.at}}
	if m.run > 1 {
		a.Digests.Previous = fmt.Sprintf("digest %d", m.run-1)
	}
	policies := m.names("p/", 3, 15)
	for _, p := range policies {
		a.Policies = append(a.Policies, engine.Policy{ID: p})
	}
	for _, t := range m.names("t", 2, 15) {
		target := engine.Target{ID: t}
		if m.odds(15) {
			target.Error = "no route"
		}
		a.Targets = append(a.Targets, target)
		for _, p := range policies {
			if target.Error == "" {
				m.look(a, t, p)
			}
		}
	}
	engine.SortFindings(a.Findings)
	a.Summary = engine.Summarize(a.Findings)
	m.assessment = a
	m.book()
}

// look judges a policy on the resources of a target.
func (m *model) look(a *engine.Assessment, target, policy string) {
	kind := modelFact{policy: policy}.kind()
	unlisted := m.odds(15)
	if unlisted {
		a.Gaps = append(a.Gaps, collectors.Gap{Target: target, Kind: kind, Resource: []string{"", "*"}[m.random.IntN(2)], Cause: collectors.Denied})
	}
	for _, r := range append(m.names("r", 3, 25), "*") {
		f := engine.NewFinding(engine.Policy{ID: policy, Kind: kind, Severity: engine.Severities()[int(policy[len(policy)-1]-'0')]})
		*f.ResourceRef = engine.ResourceRef{Resource: r, Target: target}
		hidden := unlisted && r == "*"
		if r != "*" && m.odds(12) { // a gap on * is one on the kind
			hidden = true
			a.Gaps = append(a.Gaps, collectors.Gap{Target: target, Kind: kind, Resource: r, Cause: collectors.Denied})
		}
		m.judge(&f, hidden, hidden || unlisted)
		a.Findings = append(a.Findings, f)
	}
}

// judge gives the finding its verdict. Hidden has each thing at fault be seen or not; clouded says that not all was read.
func (m *model) judge(f *engine.Finding, hidden, clouded bool) {
	roll := m.random.IntN(100)
	for i := range 2 {
		fact := modelFact{f.Target, f.Policy, f.Resource, fmt.Sprintf("k%d", i)}
		if m.odds(25) {
			m.broken[fact] = !m.broken[fact]
		}
		m.judged[fact] = roll >= 5
		m.applies[fact] = roll >= 10
		if !m.applies[fact] {
			continue
		}
		seen := !hidden || m.odds(50)
		m.looked[fact] = !clouded
		if m.broken[fact] && seen {
			x := engine.Failure{Fault: &engine.Fault{Key: fact.key, Message: "wrong"}, Fingerprint: fact.fingerprint()}
			if m.fails[fact] = true; m.odds(20) {
				x.Waiver, m.waived[fact] = "w", true
			}
			f.Failures = append(f.Failures, x)
		}
	}
	switch {
	case roll < 5:
		f.Verdict = engine.Error
	case roll < 10:
		f.Verdict = engine.NotApplicable
	case len(f.Failures) > 0:
		f.Verdict = engine.Fail
	case hidden:
		f.Verdict = engine.Unknown
	default: // nothing that could have been wrong was unread
		f.Verdict = engine.Pass
		for i := range 2 {
			m.looked[modelFact{f.Target, f.Policy, f.Resource, fmt.Sprintf("k%d", i)}] = true
		}
	}
}

// book notes since when what fails has failed, and what was seen fixed.
func (m *model) book() {
	for fact := range m.fails {
		if m.first[fact] == 0 {
			m.first[fact] = m.run
		}
		if m.since[fact] == 0 || m.fixed[fact] {
			m.since[fact] = m.run
		}
		m.fixed[fact] = false
	}
	for fact := range m.first {
		if !m.fails[fact] && m.looked[fact] {
			m.fixed[fact] = true
		}
	}
}

// want is what became of each failure since the run before.
func (m *model) want() map[string]engine.Change {
	out := map[string]engine.Change{}
	for fact := range m.fails {
		switch {
		case m.since[fact] < m.run:
			out[fact.fingerprint()] = engine.Persisting
		case m.first[fact] == m.run:
			out[fact.fingerprint()] = engine.New
		default:
			out[fact.fingerprint()] = engine.Regressed
		}
	}
	for fact := range m.previousFails {
		switch {
		case m.fails[fact]:
		case m.looked[fact]:
			out[fact.fingerprint()] = engine.Fixed
		case m.judged[fact] && !m.applies[fact]:
			out[fact.fingerprint()] = engine.NoLongerApplies
		default:
			out[fact.fingerprint()] = engine.NotObserved
		}
	}
	return out
}

// TestNothingIsFalselyFixed holds what is said of ASSIZE_HISTORIES random histories against a model that knows the truth.
// What a run says is fixed was looked at in that run, whole, and is not broken in truth.
func TestNothingIsFalselyFixed(t *testing.T) {
	histories := number("ASSIZE_HISTORIES", 300)
	x := modelIndex(t)
	said := map[engine.Change]int{}
	for seed := range histories {
		if err := x.forgetAll(); err != nil {
			t.Fatal(err)
		}
		m := &model{random: rand.New(rand.NewPCG(uint64(seed), 7)), at: day, broken: map[modelFact]bool{}, first: map[modelFact]int{}, since: map[modelFact]int{}, fixed: map[modelFact]bool{}}
		for range 7 {
			m.step()
			m.compare(t, x, said)
			if t.Failed() {
				t.Fatalf("seed %d, run %d", seed, m.run)
			}
		}
	}
	t.Logf("%d histories: %v", histories, said)
	for _, change := range engine.Changes() {
		if said[change] < histories {
			t.Errorf("%s was said only %d times: it shows little", change, said[change])
		}
	}
}

// compare has the index take the run up, and holds what it says against the books and the truth.
func (m *model) compare(t *testing.T, x *Index, said map[engine.Change]int) {
	t.Helper()
	run := Run{Manifest: Manifest{Run: m.assessment.Run.ID, Sequence: m.run, At: m.at}, Digest: fmt.Sprintf("digest %d", m.run)}
	c, err := x.takeUp(t.Context(), run, m.assessment.Observe())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for fact := range m.fails {
		known[fact.fingerprint()] = c.Known(fact.fingerprint())
	}
	if err := x.settleModel(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if m.run == 1 {
		if c.Log != nil {
			t.Error("the first run tells of changes")
		}
		return
	}
	d, err := x.diff(t.Context(), x.runs[m.run-2], x.runs[m.run-1], true)
	if err != nil {
		t.Fatal(err)
	}
	got, facts := map[string]engine.Change{}, map[string]modelFact{}
	for _, f := range d.Failures {
		got[f.Fingerprint] = f.Change
		facts[f.Fingerprint] = modelFact{f.Target, f.Policy, f.Resource, f.Key}
		said[f.Change]++
	}
	for fingerprint, change := range got {
		if fact := facts[fingerprint]; change == engine.Fixed && (m.broken[fact] || !m.looked[fact]) {
			t.Errorf("%+v is said to be fixed: broken %v, looked at %v", fact, m.broken[fact], m.looked[fact])
		}
	}
	want := m.want()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-the model +the index\n%s", diff)
	}
	for fingerprint, is := range known {
		if is != (want[fingerprint] == engine.Persisting) {
			t.Errorf("%s is known: %v, and %s", fingerprint, is, want[fingerprint])
		}
	}
	m.compareLog(t, c.Log, d)
}

// compareLog holds the log against the whole comparison, and against the findings as "assize verify" does.
func (m *model) compareLog(t *testing.T, log *engine.ChangeLog, d engine.Diff) {
	t.Helper()
	want := engine.NewChangeLog(d)
	want.Since.Digest, want.Ages, want.Oldest, want.Runs = m.assessment.Digests.Previous, log.Ages, log.Oldest, log.Runs
	if diff := cmp.Diff(want, log); diff != "" {
		t.Errorf("-the comparison +the log\n%s", diff)
	}
	old := 0
	for fact := range m.fails {
		if m.since[fact] < m.run && !m.waived[fact] {
			old++
		}
	}
	aged := 0
	for _, band := range log.Ages {
		for n := range maps.Values(band.Severities) {
			aged += n
		}
	}
	if aged != old || len(log.Oldest) != min(old, engine.OldestListed) {
		t.Errorf("%d failures have an age and %d are among the oldest, of %d", aged, len(log.Oldest), old)
	}
	m.assessment.Changes = log
	if err := m.assessment.CheckChanges(); err != nil {
		t.Errorf("its own findings do not bear it out: %v", err)
	}
}

// modelIndex is an index without a history, which need not outlive the test.
func modelIndex(t *testing.T) *Index {
	t.Helper()
	x, err := create(t).connect(filepath.Join(t.TempDir(), indexFile), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := x.build(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *Index) forgetAll() error {
	x.runs = nil
	for _, table := range []string{"runs", "texts", "scope", "subjects", "verdicts", "failures", "spans", "totals"} {
		if _, err := x.db.Exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	return nil
}

// settleModel does what committed does, and leaves the file open.
func (x *Index) settleModel(ctx context.Context, run Run) error {
	if _, err := x.tx.ExecContext(ctx, "UPDATE runs SET digest = ? WHERE n = ?", run.Digest, run.Sequence); err != nil {
		return err
	}
	err := x.tx.Commit()
	x.tx, x.runs[len(x.runs)-1] = nil, run
	x.runs = slices.Clone(x.runs)
	return err
}
