package archive

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

// pastOf tells the past of failures in the plainest way: it walks over all runs.
func pastOf(runs []*engine.Observation, until int) func(string) (engine.Past, bool) {
	return func(fingerprint string) (engine.Past, bool) {
		var p engine.Past
		var id engine.SubjectID
		known := false
		for n := 1; n <= until; n++ {
			o, now := runs[n-1], engine.Moment{Sequence: n, At: runs[n-1].At}
			fails, subject := false, (*engine.Subject)(nil)
			for i := range o.Subjects {
				for _, f := range o.Subjects[i].Failures {
					if f.Fingerprint == fingerprint {
						fails, id = true, o.Subjects[i].SubjectID
					}
				}
			}
			for i := range o.Subjects {
				if o.Subjects[i].SubjectID == id {
					subject = &o.Subjects[i]
				}
			}
			change, _ := engine.GoneChange(subject)
			switch {
			case fails && !known:
				p, known = engine.Past{First: now, Since: now}, true
			case fails && p.Fixed.Sequence > 0:
				p.Since, p.Fixed = now, engine.Moment{}
			case !fails && known && p.Fixed.Sequence == 0 && change == engine.Fixed:
				p.Fixed = now
			}
		}
		return p, known
	}
}

// TestTheIndexSaysWhatAWalkOverAllRunsSays holds the index against random histories.
func TestTheIndexSaysWhatAWalkOverAllRunsSays(t *testing.T) {
	for seed := range uint64(4) {
		a, f := create(t), newFleet(120, seed)
		var seen []*engine.Observation
		var runs []Run
		for range 12 {
			runs = append(runs, mustStore(t, a, f))
			o, err := engine.ReadObservation(bytes.NewReader(f.text(t)))
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, o)
			f.step(0.3)
		}
		changes := map[engine.Change]int{}
		for i := range runs {
			for j := i + 1; j < len(runs); j++ {
				want := engine.Compare(seen[i], seen[j], [2]engine.Side{sideOf(runs[i]), sideOf(runs[j])}, pastOf(seen, j+1))
				got, err := a.Diff(t.Context(), runs[i], runs[j], true)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("seed %d, runs %d and %d: %s", seed, i+1, j+1, diff)
				}
				short, err := a.Diff(t.Context(), runs[i], runs[j], false)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]any{want.Counts, want.Severities, want.Remediation}, []any{short.Counts, short.Severities, short.Remediation}); diff != "" {
					t.Fatalf("seed %d, runs %d and %d, in short: %s", seed, i+1, j+1, diff)
				}
				for change, n := range got.Counts {
					changes[change] += n
				}
			}
		}
		for _, change := range engine.Changes() {
			if changes[change] < 10 {
				t.Errorf("seed %d: only %d of %s: it shows little", seed, changes[change], change)
			}
		}
	}
}

// dump is all that the index says, in words.
func dump(t testing.TB, a *Archive) string {
	t.Helper()
	x, err := a.Index(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for table, columns := range map[string]int{"meta": 2, "runs": 5, "texts": 2, "scope": 5, "subjects": 5, "verdicts": 4, "failures": 6, "spans": 7, "totals": 3} {
		err := x.each(context.Background(), "SELECT * FROM "+table, nil, func(scan scanner) error {
			row, at := make([]any, columns), make([]any, columns)
			for i := range row {
				at[i] = &row[i]
			}
			err := scan(at...)
			out = append(out, table+" "+fmt.Sprint(row...))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestAnIndexThatIsLostOrSpoiltIsMadeAgain(t *testing.T) {
	a, f := create(t), newFleet(300, 7)
	for range 6 {
		mustStore(t, a, f)
		dump(t, a) // brings it up to date run by run
		f.step(0.1)
	}
	want := dump(t, a)
	path := filepath.Join(a.Dir(), indexFile)
	for name, spoil := range map[string]func([]byte) []byte{
		"lost":      nil,
		"empty":     func([]byte) []byte { return nil },
		"cut short": func(text []byte) []byte { return text[:len(text)/2] },
		"noise":     func(text []byte) []byte { return bytes.Repeat([]byte("noise"), len(text)/5) },
		"another version": func(text []byte) []byte {
			return bytes.Replace(text, []byte(indexForm), []byte("assize.index/v9"), 1)
		},
		"another history": func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("sha256:"), []byte("sha257:")) },
		"without pages in the middle": func(text []byte) []byte {
			clear(text[4096 : len(text)-4096])
			return text
		},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if spoil != nil {
				if err := os.WriteFile(path, spoil(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var said []string
			b, err := Open(a.Dir(), func(text string) { said = append(said, text) })
			if err != nil {
				t.Fatal(err)
			}
			runs, err := b.Runs()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Diff(t.Context(), runs[1], runs[4], true); err != nil {
				t.Fatal(err)
			}
			if got := dump(t, b); got != want {
				t.Errorf("the index says something else: %s", cmp.Diff(want, got))
			}
			if len(said) != 1 || !strings.Contains(said[0], "made anew") {
				t.Errorf("it was said: %q", said)
			}
		})
	}
	if err := os.MkdirAll(filepath.Join(a.Dir(), tempDir, "index-123", "left"), 0o700); err != nil { // by a rebuild that was killed
		t.Fatal(err)
	}
	if err := a.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Join(a.Dir(), tempDir)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if dump(t, a) != want {
		t.Error("what is made anew says something else than what grew")
	}
}
