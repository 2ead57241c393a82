package archive

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	compare "github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

// storeTold archives the fleet as it is, as an audit does: what changed is asked before the run is committed.
func (f *fleet) storeTold(t testing.TB, a *Archive) (Run, *Changes) {
	t.Helper()
	w, err := a.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	f.previous = ""
	if last, ok := w.Previous(); ok {
		f.previous = last.Digest
	}
	c, err := w.Changes(t.Context(), f.observed(t))
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, s := range f.observed(t).Subjects {
		for _, failure := range s.Failures {
			if c.Known(failure.Fingerprint) {
				known++
			}
		}
	}
	if c.Log != nil && known != c.Log.Counts[engine.Persisting] || c.Log == nil && known > 0 {
		t.Errorf("%d failures are known, and the log is %+v", known, c.Log)
	}
	run, err := f.commit(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return run, c
}

func (f *fleet) observed(t testing.TB) *engine.Observation {
	t.Helper()
	o, err := engine.ReadObservation(bytes.NewReader(f.text(t)))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// logOf is what a ChangeLog must say, worked out in the plainest way from the whole comparison and trend.
func logOf(t testing.TB, a *Archive, before, after Run) *engine.ChangeLog {
	t.Helper()
	d, err := a.Diff(t.Context(), before, after, true)
	if err != nil {
		t.Fatal(err)
	}
	trend, err := a.Trend(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	c := engine.NewChangeLog(d)
	var old []engine.DiffFailure
	for _, f := range d.Failures {
		if f.Change == engine.Persisting && f.Waiver == "" {
			c.Persist(f.Severity, after.At.Sub(f.Since), 1)
			old = append(old, f)
		}
	}
	slices.SortStableFunc(old, func(a, b engine.DiffFailure) int { // in the order of the comparison, which is the worst first
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(b.Severity.Rank(), a.Severity.Rank()))
	})
	c.Oldest = append(c.Oldest, old[:min(len(old), engine.OldestListed)]...)
	c.Runs = trend.Runs[max(0, len(trend.Runs)-engine.TrendListed):]
	return c
}

// TestChangesAreWhatTheHistorySaysAfterwards: what is said of a run before it is kept is what diff and trend say of it then,
// and the index that took it up from memory is the one that is made from what is kept.
func TestChangesAreWhatTheHistorySaysAfterwards(t *testing.T) {
	for seed := range uint64(3) {
		a, f := create(t), newFleet(120, seed)
		var last Run
		for n := range engine.TrendListed + 4 {
			run, c := f.storeTold(t, a)
			if n == 0 {
				if c.Log != nil {
					t.Fatalf("the first run says that something changed: %+v", c.Log)
				}
			} else if diff := compare.Diff(logOf(t, a, last, run), c.Log); diff != "" {
				t.Fatalf("seed %d, run %d: %s", seed, n+1, diff)
			}
			last = run
			f.step(0.2)
			if n%7 == 6 {
				f.skew -= 3*24*time.Hour + time.Minute // a clock that was set back
			}
		}
		want := dump(t, a)
		if err := a.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got := dump(t, a); got != want {
			t.Fatalf("seed %d: what grew from memory is another index: %s", seed, compare.Diff(want, got))
		}
	}
}

func TestARunThatIsNotKeptChangesNothing(t *testing.T) {
	a, f := create(t), newFleet(120, 3)
	for range 3 {
		f.storeTold(t, a)
		f.step(0.2)
	}
	want := dump(t, a)
	w, err := a.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Changes(t.Context(), f.observed(t)); err != nil {
		t.Fatal(err)
	}
	other, err := Open(a.Dir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := dump(t, other); got != want {
		t.Error("who reads the history meanwhile sees a run that is not kept")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, a); got != want {
		t.Error("a run that was not kept is in the index")
	}
	if _, c := f.storeTold(t, a); c.Log == nil || c.Log.Since.Sequence != 3 {
		t.Errorf("the next run: %+v", c.Log)
	}
}

func TestARunBeforeThatCannotBeReadIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, a *Archive, last Run)
		is    func(error) bool
	}{
		"pruned": {func(t *testing.T, a *Archive, last Run) {
			t.Helper()
			if err := os.WriteFile(a.runPath(last.fileName())+tombstoneSuffix, []byte(`{"at":"2026-11-30T00:00:00Z","why":"by hand"}`), 0o600); err != nil {
				t.Fatal(err)
			}
		}, func(err error) bool { return errors.Is(err, ErrPruned) }},
		"damaged": {func(t *testing.T, a *Archive, last Run) {
			t.Helper()
			o, _ := last.Object(Assessment)
			if err := errors.Join(os.Remove(filepath.Join(a.Dir(), indexFile)), os.WriteFile(a.store.path(hexOf(o.Digest)), []byte("x"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}, func(err error) bool { var lost *DamageError; return errors.As(err, &lost) }},
	} {
		t.Run(name, func(t *testing.T) {
			a, f := create(t), newFleet(60, 4)
			f.storeTold(t, a)
			f.step(0.2)
			last, _ := f.storeTold(t, a)
			c.spoil(t, a, last)
			f.step(0.2)
			w, err := a.Begin(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			told, err := w.Changes(t.Context(), f.observed(t))
			if told != nil || !c.is(err) || told.Known("1:") {
				t.Errorf("got %+v, %v", told, err)
			}
			if _, err := f.commit(w); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			f.step(0.2)
			if _, told := f.storeTold(t, a); told.Log == nil || told.Log.Since.Sequence != 3 {
				t.Errorf("the run after that: %+v", told.Log)
			}
		})
	}
}

func TestChangesMendADamagedIndex(t *testing.T) {
	var said []string
	a, err := Create(filepath.Join(t.TempDir(), "h"), func(text string) { said = append(said, text) })
	if err != nil {
		t.Fatal(err)
	}
	f := newFleet(300, 5)
	f.storeTold(t, a)
	f.step(0.2)
	path := filepath.Join(a.Dir(), indexFile)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(text[4096*4 : len(text)-4096])
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, c := f.storeTold(t, a); c.Log == nil {
		t.Error("nothing is said of what changed")
	}
	if len(said) != 1 || !strings.Contains(said[0], "made anew") {
		t.Errorf("it was said: %q", said)
	}
}

// TestALongTrendCanBeCutToItsEnd: the last runs say what they say in the whole trend.
func TestALongTrendCanBeCutToItsEnd(t *testing.T) {
	a, f := create(t), newFleet(120, 6)
	for range 9 {
		mustStore(t, a, f)
		f.step(0.3)
	}
	for _, by := range []Filter{{}, {Policies: []string{"access/"}}} {
		whole, err := a.Trend(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		by.Last = 4
		cut, err := a.Trend(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		if diff := compare.Diff(whole.Runs[5:], cut.Runs); diff != "" {
			t.Errorf("%+v: %s", by, diff)
		}
	}
}
