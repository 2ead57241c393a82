package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A Rule says which runs Prune keeps: those that any of its parts keeps. The newest run is always kept.
type Rule struct {
	// Last is how many of the newest runs are kept; Within keeps what was archived so long before now. Zero is none.
	Last   int
	Within time.Duration
	// Words are the rule as it was typed, for the tombstones.
	Words string
}

// Doomed returns the runs that the rule does not keep, of those that have not been pruned. They are always the oldest.
func (r Rule) Doomed(runs []Run, now time.Time) []Run {
	end := len(runs) - 1 - max(0, r.Last-1)
	for i, run := range runs[:max(0, end)] {
		if r.Within > 0 && run.Archived.After(now.Add(-r.Within)) {
			end = i
			break
		}
	}
	var out []Run
	for _, run := range runs[:max(0, end)] {
		if run.Pruned == nil {
			out = append(out, run)
		}
	}
	return out
}

// Prune removes the objects of the runs that the rule does not keep, and returns these runs. Their manifests stay, with a
// tombstone beside each, so that the chain can be checked to its beginning; so does what the index knows of them: what
// failed when, and what was fixed.
func (a *Archive) Prune(ctx context.Context, rule Rule, now time.Time, waiting func()) ([]Run, error) {
	w, err := a.Begin(ctx, waiting)
	if err != nil {
		return nil, err
	}
	doomed, err := a.prune(ctx, rule, now)
	return doomed, errors.Join(err, w.Close())
}

func (a *Archive) prune(ctx context.Context, rule Rule, now time.Time) ([]Run, error) {
	runs, err := a.Runs()
	if err != nil {
		return nil, err
	}
	doomed := rule.Doomed(runs, now)
	if len(doomed) == 0 {
		return nil, nil
	}
	past, err := a.keepPast(ctx)
	if err != nil {
		return nil, err
	}
	for _, run := range doomed {
		text, err := json.Marshal(Tombstone{At: now.UTC().Truncate(time.Second), Why: rule.Words, Past: past})
		if err != nil {
			return nil, err
		}
		if err := writeWhole(filepath.Join(a.dir, runsDir), filepath.Join(a.dir, tempDir), run.fileName()+tombstoneSuffix, append(text, '\n')); err != nil {
			return nil, err
		}
	}
	if runs, err = a.Runs(); err != nil {
		return nil, err
	}
	if err := a.repack(runs); err != nil {
		return nil, err
	}
	if _, err := a.sweep(runs); err != nil {
		return nil, err
	}
	x, err := a.makeIndex(ctx, runs)
	if err != nil {
		return nil, err
	}
	return doomed, x.Close()
}

// keepPast stores the index, brought up to date, as an object, and returns its digest.
func (a *Archive) keepPast(ctx context.Context) (string, error) {
	x, err := a.bringUpToDate(ctx)
	if err != nil {
		return "", err
	}
	if err := x.Close(); err != nil {
		return "", err
	}
	digest, _, err := a.store.put(filepath.Join(a.dir, tempDir), "", func(w io.Writer) error {
		file, err := os.Open(filepath.Join(a.dir, indexFile))
		if err != nil {
			return err
		}
		_, err = io.Copy(w, file)
		return errors.Join(err, file.Close())
	})
	if err != nil {
		return "", fmt.Errorf("keep what is known of the pruned runs: %w", err)
	}
	return "sha256:" + digest, nil
}

// pastOfRuns is the object with the index as it was when the newest pruned run was pruned, or "".
func pastOfRuns(runs []Run) string {
	past := ""
	for _, run := range runs {
		if run.Pruned != nil {
			past = run.Pruned.Past
		}
	}
	return past
}

// named are the objects that the runs name themselves.
func named(runs []Run) map[string]bool {
	out := map[string]bool{}
	for _, run := range runs {
		if run.Pruned == nil {
			for _, o := range run.Objects {
				out[hexOf(o.Digest)] = true
			}
		}
	}
	if past := pastOfRuns(runs); past != "" {
		out[hexOf(past)] = true
	}
	return out
}

// sweep removes the objects that no kept run needs, and returns how many there were.
func (a *Archive) sweep(runs []Run) (int, error) {
	needed, blind := map[string]bool{}, false
	var need func(digest string)
	need = func(digest string) {
		if needed[digest] {
			return
		}
		needed[digest] = true
		o, err := a.store.open(digest)
		if err != nil {
			blind = blind || !errors.Is(err, errMissing)
			return
		}
		for _, other := range o.Objects {
			need(other)
		}
	}
	for digest := range named(runs) {
		need(digest)
	}
	if blind { // what a damaged object needs is not known: nothing is removed, and check names it
		return 0, nil
	}
	all, err := a.store.all()
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, digest := range all {
		if needed[digest] {
			continue
		}
		if err := os.Remove(a.store.path(digest)); err != nil {
			return removed, fmt.Errorf("remove object %s: %w", digest, plain(err))
		}
		_ = os.Remove(filepath.Dir(a.store.path(digest))) // it stays as long as it holds anything
		delete(a.store.objects, digest)
		removed++
	}
	return removed, nil
}
