package archive

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

func TestPruneKeepsTheChainAndWhatIsKnown(t *testing.T) {
	a, f := create(t), newFleet(2500, 3)
	var texts [][]byte
	for range 10 {
		mustStore(t, a, f)
		texts = append(texts, f.text(t))
		f.step(0.02)
	}
	runs, err := a.Runs()
	if err != nil {
		t.Fatal(err)
	}
	want, err := a.Diff(t.Context(), runs[7], runs[9], true)
	if err != nil {
		t.Fatal(err)
	}
	trend, err := a.Trend(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	size := diskUse(t, filepath.Join(a.Dir(), objectsDir))
	for _, keep := range []int{7, 3} {
		if _, err := a.Prune(t.Context(), Rule{Last: keep, Words: "--keep-last"}, f.at(), nil); err != nil {
			t.Fatal(err)
		}
		if runs, err = a.Runs(); err != nil {
			t.Fatal(err)
		}
		for i, run := range runs {
			if gone := i < 10-keep; (run.Pruned != nil) != gone {
				t.Errorf("keeping %d, run %d is pruned: %v", keep, i+1, run.Pruned)
			} else if !gone {
				o, _ := run.Object(Assessment)
				if text, err := a.store.content(hexOf(o.Digest)); err != nil || !bytes.Equal(text, texts[i]) {
					t.Errorf("keeping %d, run %d does not come back: %v", keep, i+1, err)
				}
			}
		}
		if c, err := a.Check(t.Context(), true, nil); err != nil || !c.OK || c.Pruned != 10-keep {
			t.Errorf("keeping %d: %+v, %v", keep, c, err)
		}
		all, err := a.store.all()
		if err != nil || len(all) != keep+2 { // the assessments, the waivers and the past
			t.Errorf("keeping %d, %d objects are left, %v", keep, len(all), err)
		}
		if err := a.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		got, err := a.Diff(t.Context(), runs[7], runs[9], true)
		if err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("keeping %d, the comparison changed: %v %s", keep, err, cmp.Diff(want, got))
		}
		if now, err := a.Trend(t.Context(), Filter{}); err != nil || cmp.Diff(trend, now) != "" {
			t.Errorf("keeping %d, the trend changed: %v %s", keep, err, cmp.Diff(trend, now))
		}
	}
	t.Logf("objects: %d KB with all, %d KB with three", size>>10, diskUse(t, filepath.Join(a.Dir(), objectsDir))>>10)
	if _, err := a.Diff(t.Context(), runs[0], runs[9], false); err == nil || !strings.Contains(err.Error(), "was pruned on") {
		t.Errorf("a pruned run is compared: %v", err)
	}
	mustStore(t, a, f)
	if c, err := a.Check(t.Context(), true, nil); err != nil || !c.OK || c.Runs != 11 {
		t.Errorf("the next run: %+v, %v", c, err)
	}
}

func TestRules(t *testing.T) {
	var runs []Run
	for i := range 6 {
		runs = append(runs, Run{Manifest: Manifest{Sequence: i + 1, Archived: day.AddDate(0, 0, i)}})
	}
	runs[0].Pruned = &Tombstone{}
	now := day.AddDate(0, 0, 6)
	for _, c := range []struct {
		rule Rule
		want []int
	}{
		{Rule{Last: 2}, []int{2, 3, 4}},
		{Rule{Last: 10}, nil},
		{Rule{Within: 60 * time.Hour}, []int{2, 3, 4}},
		{Rule{Within: time.Hour}, []int{2, 3, 4, 5}}, // the newest stays
		{Rule{Last: 2, Within: 100 * time.Hour}, []int{2}},
		{Rule{Last: 4, Within: time.Hour}, []int{2}},
	} {
		var got []int
		for _, run := range c.rule.Doomed(runs, now) {
			got = append(got, run.Sequence)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v removes %v, want %v", c.rule, got, c.want)
		}
	}
}

// TestCheckNamesWhatIsWrong spoils one thing at a time.
func TestCheckNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, a *Archive, runs []Run)
		code  string
		runs  []int // numbers
		words string
		deep  bool // shows only with readData
	}{
		"an object that is missing": {func(t *testing.T, a *Archive, runs []Run) {
			remove(t, a.store.path(objectOf(runs[2])))
		}, "missing", []int{3, 4, 5}, "findings.json of run", false},
		"one byte in an object": {func(t *testing.T, a *Archive, runs []Run) {
			flip(t, a.store.path(objectOf(runs[4])), len(magic)+100)
		}, "damaged", []int{5}, "it is damaged", true},
		"an object that was cut short": {func(t *testing.T, a *Archive, runs []Run) {
			cut(t, a.store.path(objectOf(runs[1])))
		}, "damaged", []int{2, 3, 4, 5}, "it is damaged", false},
		"an object in the place of another": {func(t *testing.T, a *Archive, runs []Run) {
			text, err := os.ReadFile(a.store.path(objectOf(runs[3])))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(a.store.path(objectOf(runs[4])), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "damaged", []int{5}, "bytes", false},
		"a manifest that was changed": {func(t *testing.T, a *Archive, runs []Run) {
			change(t, a.runPath(runs[1].fileName()), `"tool": "test"`, `"tool": "tost"`)
		}, "chain", []int{3}, "was changed or replaced", false},
		"a manifest that is missing": {func(t *testing.T, a *Archive, runs []Run) {
			remove(t, a.runPath(runs[1].fileName()))
		}, "chain", []int{3}, "number 2 is missing", false},
		"a manifest that is no JSON": {func(t *testing.T, a *Archive, runs []Run) {
			cut(t, a.runPath(runs[3].fileName()))
		}, "manifest", []int{4}, "cannot be read", false},
	} {
		t.Run(name, func(t *testing.T) {
			a, f := create(t), newFleet(300, 5)
			for range 5 {
				mustStore(t, a, f)
				f.step(0.02)
			}
			runs, err := a.Runs()
			if err != nil {
				t.Fatal(err)
			}
			c.spoil(t, a, runs)
			for _, readData := range []bool{false, true} {
				got, err := a.Check(t.Context(), readData, nil)
				if err != nil {
					t.Fatal(err)
				}
				if c.deep && !readData {
					continue
				}
				i := slices.IndexFunc(got.Problems, func(p engine.HistoryProblem) bool { return p.Code == c.code && strings.Contains(p.Message, c.words) })
				if got.OK || i < 0 {
					t.Fatalf("%+v", got)
				}
				var want []string
				for _, n := range c.runs {
					want = append(want, runs[n-1].Run)
				}
				if readData && !slices.Equal(got.Problems[i].Runs, want) {
					t.Errorf("runs %v, want %v", got.Problems[i].Runs, want)
				}
			}
		})
	}
}

func objectOf(run Run) string {
	o, _ := run.Object(Assessment)
	return hexOf(o.Digest)
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func flip(t *testing.T, path string, at int) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[at] ^= 1
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func cut(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/2); err != nil {
		t.Fatal(err)
	}
}

func change(t *testing.T, path, from, to string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte(from)) {
		t.Fatalf("%s holds no %q: %v", path, from, err)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(text, []byte(from), []byte(to)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestExport(t *testing.T) {
	a, f := create(t), newFleet(300, 5)
	run := mustStore(t, a, f)
	dir := filepath.Join(t.TempDir(), "out")
	written, err := a.Export(run, dir, nil)
	if err != nil || len(written) != 3 {
		t.Fatalf("%v, %v", written, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "findings.json")); err != nil || !bytes.Equal(text, f.text(t)) {
		t.Errorf("findings.json is not what was stored: %v", err)
	}
	if _, err := a.Export(run, dir, nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a folder that is not empty: %v", err)
	}
	flip(t, a.store.path(objectOf(run)), len(magic)+100)
	if a, err = Open(a.Dir(), nil); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other")
	if _, err := a.Export(run, other, nil); err == nil || !strings.Contains(err.Error(), "findings.json") || !strings.Contains(err.Error(), "sha256:") {
		t.Errorf("a damaged object: %v", err)
	}
	if left, err := os.ReadDir(other); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestExportOfWhatIsMadeAgain: what was handed out comes out, and nothing else does under its name.
func TestExportOfWhatIsMadeAgain(t *testing.T) {
	a := create(t)
	w, err := a.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	o, err := w.Put(Assessment, "findings.json", func(w io.Writer) error { return newFleet(10, 1).write(w) })
	if err != nil {
		t.Fatal(err)
	}
	if text, err := w.Read(o); err != nil || int64(len(text)) != o.Size {
		t.Fatalf("%d bytes, %v", len(text), err)
	}
	const page = "a page"
	good := Derived{Name: "good.pdf", Digest: fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(page))), Size: int64(len(page)), Tool: "t 1", With: []byte(`{}`)}
	other, broken := good, good
	other.Name, other.Digest, broken.Name = "other.pdf", o.Digest, "broken.pdf"
	for _, d := range []Derived{good, other, broken} {
		if err := w.Derive(d); err != nil {
			t.Fatal(err)
		}
	}
	if w.Derive(good) == nil {
		t.Error("a run has two files of a name")
	}
	if _, err := w.Put(Report, "good.pdf", func(io.Writer) error { return nil }); err == nil {
		t.Error("a run has two files of a name")
	}
	run, err := w.Commit(Manifest{Run: "abcdef0123456789", At: day, Archived: day, Targets: []string{}, Lost: []string{}})
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	written, err := a.Export(run, dir, func(w io.Writer, d Derived) error {
		if d.Name == "broken.pdf" {
			return errors.New("no paper")
		}
		_, err := io.WriteString(w, page)
		return err
	})
	var at *OtherError
	if !errors.As(err, &at) || at.Name != "other.pdf" || at.Tool != "t 1" || !strings.Contains(err.Error(), "broken.pdf cannot be made again: no paper") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]string{filepath.Join(dir, "findings.json"), filepath.Join(dir, "manifest.json"), filepath.Join(dir, "good.pdf")}, written); diff != "" {
		t.Error(diff)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 3 {
		t.Errorf("%v, %v", left, err)
	}
	if c, err := a.Check(t.Context(), true, nil); err != nil || !c.OK {
		t.Errorf("%+v, %v", c, err)
	}
}
