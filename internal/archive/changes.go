package archive

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/assize/assize/engine"
)

// Changes are what a run on its way into the history changes there.
type Changes struct {
	// Log is nil for the first run of a history.
	Log   *engine.ChangeLog
	state *indexState
	n     int
}

// Known says whether a failure of the run failed before as well, in the run before or in an earlier one, and was not seen
// fixed since. It is for use until the run is committed.
func (c *Changes) Known(fingerprint string) bool {
	if c == nil {
		return false
	}
	f := c.state.failures[fingerprint]
	return f != nil && f.seen == c.n && f.since < c.n
}

// Changes says what changes against the run before if the run being written says what seen does. The index takes the run up
// on the way, in a transaction that Commit ends, so that what is committed need not be read again. It is called at most
// once. The error is ErrPruned or a *DamageError when the run before cannot be compared with; on any error the run may
// be committed all the same.
func (w *Writing) Changes(ctx context.Context, seen *engine.Observation) (*Changes, error) {
	if w.hasLast && w.last.Pruned != nil {
		return nil, prunedError(w.last)
	}
	c, err := w.changes(ctx, seen)
	if !isCorrupt(err) {
		return c, err
	}
	w.archive.warn("the index of the history is damaged, and is made anew")
	runs, err := w.archive.Runs()
	if err != nil {
		return nil, err
	}
	x, err := w.archive.makeIndex(ctx, runs)
	if err != nil {
		return nil, err
	}
	if err := x.Close(); err != nil {
		return nil, err
	}
	return w.changes(ctx, seen)
}

func (w *Writing) changes(ctx context.Context, seen *engine.Observation) (*Changes, error) {
	x, err := w.archive.bringUpToDate(ctx)
	if err != nil {
		return nil, err
	}
	if w.hasLast {
		err = x.readable(ctx, w.last)
	}
	var c *Changes
	if err == nil {
		c, err = x.takeUp(ctx, Run{Manifest: Manifest{Sequence: w.last.Sequence + 1, Run: seen.Run, At: seen.At.UTC()}}, seen)
	}
	if err != nil {
		return nil, errors.Join(err, x.drop())
	}
	w.index = x
	return c, nil
}

// takeUp adds a run in a transaction that stays open, and says what it changes. Until it ends the index tells of the run
// as if it were there, and other processes read it as it was.
func (x *Index) takeUp(ctx context.Context, run Run, seen *engine.Observation) (*Changes, error) {
	state, err := x.load(ctx)
	if err != nil {
		return nil, err
	}
	// Pages that change stay in memory until the end: writing them earlier would shut out who reads.
	if _, err := x.db.ExecContext(ctx, "PRAGMA cache_spill = 0"); err != nil {
		return nil, err
	}
	if x.tx, err = x.db.BeginTx(ctx, nil); err != nil {
		return nil, err
	}
	last, hasLast := Run{}, len(x.runs) > 0
	if hasLast {
		last = x.runs[len(x.runs)-1]
	}
	x.runs = append(slices.Clone(x.runs), run)
	step := &indexStep{indexState: state, ctx: ctx, tx: x.tx, n: run.Sequence}
	if err = step.exec("INSERT INTO runs VALUES (?, '', ?, ?, ?)", run.Sequence, run.Run, run.At.UnixNano(), indexed); err == nil {
		err = step.take(seen)
	}
	out := &Changes{state: state, n: run.Sequence}
	if err != nil || !hasLast {
		return out, err
	}
	out.Log, err = x.changeLog(ctx, state, last, run)
	return out, err
}

// committed ends the transaction that took a run up.
func (x *Index) committed(ctx context.Context, run Run) error {
	last := x.runs[len(x.runs)-1]
	if last.Run != run.Run || last.Sequence != run.Sequence || !last.At.Equal(run.At) {
		return errors.Join(fmt.Errorf("run %s was to be kept, and %s was", last.Run, run.Run), x.drop())
	}
	if _, err := x.tx.ExecContext(ctx, "UPDATE runs SET digest = ? WHERE n = ?", run.Digest, run.Sequence); err != nil {
		return errors.Join(err, x.drop())
	}
	err := x.tx.Commit()
	x.tx = nil
	return errors.Join(err, x.Close())
}

// drop closes the index as it was before a run was taken up.
func (x *Index) drop() error {
	var err error
	if x.tx != nil {
		if err = x.tx.Rollback(); errors.Is(err, sql.ErrTxDone) { // its context had ended
			err = nil
		}
		x.tx = nil
	}
	return errors.Join(err, x.Close())
}

// changeLog says what became of failures from the last run to the one that was taken up.
func (x *Index) changeLog(ctx context.Context, state *indexState, last, run Run) (*engine.ChangeLog, error) {
	d, q, err := x.compare(ctx, last, run, false)
	if err != nil {
		return nil, err
	}
	c := engine.NewChangeLog(d)
	groups := state.persisting(run.Sequence)
	for key, n := range groups {
		c.Persist(severityOfRank(key.rank), run.At.Sub(q.times[key.since]), n)
	}
	if c.Oldest, err = q.oldest(groups); err != nil {
		return nil, err
	}
	t, err := x.trend(ctx, Filter{Last: engine.TrendListed})
	c.Runs = t.Runs
	return c, err
}

// A persistingKey is what failures that persist are counted by.
type persistingKey struct{ since, rank int }

// persisting counts the failures of run n that no waiver covers and that failed before.
func (s *indexState) persisting(n int) map[persistingKey]int {
	out := map[persistingKey]int{}
	for _, f := range s.failures {
		if f.open && f.waiver == 0 && f.since < n {
			out[persistingKey{f.since, f.severity}]++
		}
	}
	return out
}

// oldest lists the persisting failures that have failed the longest, of each time the worst first.
func (q *diffQuery) oldest(groups map[persistingKey]int) ([]engine.DiffFailure, error) {
	var keys []persistingKey
	for key := range groups {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b persistingKey) int {
		return cmp.Or(q.times[a.since].Compare(q.times[b.since]), cmp.Compare(a.since, b.since), cmp.Compare(b.rank, a.rank))
	})
	const order = `CROSS JOIN texts p ON p.id = j.policy CROSS JOIN texts t ON t.id = j.target CROSS JOIN texts k ON k.id = j.kind
WHERE s.since_run = ?1 AND s.severity = ?2 AND s.waiver = 0 AND s.from_run <= ?3 AND s.to_run >= ?3
ORDER BY p.text, t.text, k.text, j.resource, f.key, f.fingerprint LIMIT ?4`
	out := &diffQuery{Index: q.Index, ctx: q.ctx, before: q.before, after: q.after, times: q.times, texts: q.texts, failures: []engine.DiffFailure{}}
	for _, key := range keys {
		left := engine.OldestListed - len(out.failures)
		if left <= 0 {
			break
		}
		if err := out.failingRows(spanColumns+spanTables+order, key.since, key.rank, q.after, left); err != nil {
			return nil, err
		}
	}
	return out.failures, nil
}

// severityOfRank is the severity of a rank in the index; "" for none.
func severityOfRank(rank int) engine.Severity {
	if i := len(engine.Severities()) - rank; i >= 0 && i < len(engine.Severities()) {
		return engine.Severities()[i]
	}
	return ""
}

// momentsOf reads when the runs were.
func (x *Index) momentsOf(ctx context.Context) (map[int]time.Time, error) {
	times := map[int]time.Time{}
	return times, x.each(ctx, "SELECT n, at FROM runs", nil, func(scan scanner) error {
		var n int
		var at int64
		err := scan(&n, &at)
		times[n] = time.Unix(0, at).UTC()
		return err
	})
}
