package archive

import (
	"runtime"
	"testing"
	"time"
)

// TestFigures holds a history of ASSIZE_HISTORY_RUNS runs (10) with ASSIZE_HISTORY_FINDINGS findings (10000), of which one
// in a hundred changes each time, against its budgets. "make soak" does it with 100 runs of 100,000.
func TestFigures(t *testing.T) {
	runs, findings := number("ASSIZE_HISTORY_RUNS", 10), number("ASSIZE_HISTORY_FINDINGS", 10000)
	a, f := create(t), newFleet(findings, 1)
	var slowest time.Duration
	for range runs {
		began := time.Now()
		mustStore(t, a, f)
		x, err := a.Index(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		slowest = max(slowest, time.Since(began))
		f.step(0.01)
	}
	size := diskUse(t, a.Dir())
	list, err := a.Runs()
	if err != nil {
		t.Fatal(err)
	}
	diff := best(t, func() error { _, err := a.Diff(t.Context(), list[runs-2], list[runs-1], false); return err })
	wide := best(t, func() error { _, err := a.Diff(t.Context(), list[0], list[runs-1], false); return err })
	trend := best(t, func() error { _, err := a.Trend(t.Context(), Filter{}); return err })
	narrow := best(t, func() error {
		_, err := a.Trend(t.Context(), Filter{Policies: []string{"access/"}})
		return err
	})
	told := f.changes(t, a)
	began := time.Now()
	if c, err := a.Check(t.Context(), true, nil); err != nil || !c.OK {
		t.Fatalf("%+v, %v", c, err)
	}
	check := time.Since(began)
	began = time.Now()
	if err := a.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d runs x %d findings of %d bytes: %.1f MB on disk; archive and index a run: at most %v; diff %v (first with last %v), trend %v (of one domain %v), what a run changes %v, check --read-data %v, rebuild %v; %d processors",
		runs, findings, len(f.text(t))/findings, float64(size)/1e6, slowest.Round(time.Millisecond), diff.Round(time.Millisecond), wide.Round(time.Millisecond),
		trend.Round(time.Millisecond), narrow.Round(time.Millisecond), told.Round(time.Millisecond), check.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), runtime.NumCPU())
	const roomy = 3 // times, for a machine that is shared
	if size > 50e6 || diff > roomy*100*time.Millisecond || trend > roomy*3*time.Second || told > roomy*2*time.Second {
		t.Errorf("over the budget of 50 MB, 100 ms for a diff, 3 s for a trend and 2 s for what a run changes")
	}
}

// changes is how long it takes to say what the fleet as it is would change, were it kept.
func (f *fleet) changes(t *testing.T, a *Archive) time.Duration {
	t.Helper()
	w, err := a.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	seen, began := f.observed(t), time.Now()
	if _, err := w.Changes(t.Context(), seen); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return took
}

// best is the shortest of three times.
func best(t *testing.T, do func() error) time.Duration {
	t.Helper()
	out := time.Hour
	for range 3 {
		began := time.Now()
		if err := do(); err != nil {
			t.Fatal(err)
		}
		out = min(out, time.Since(began))
	}
	return out
}
