package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/assize/assize/engine"
)

// Diff compares two runs of the history, the earlier one first. All lists each failure that persists as well; otherwise
// these are only counted. What the index itself turns out to be damaged for is answered by one that is made anew.
func (a *Archive) Diff(ctx context.Context, before, after Run, all bool) (engine.Diff, error) {
	for _, run := range []Run{before, after} {
		if run.Pruned != nil {
			return engine.Diff{}, prunedError(run)
		}
	}
	var d engine.Diff
	err := a.ask(ctx, func(x *Index) (err error) {
		d, err = x.diff(ctx, before, after, all)
		return err
	})
	return d, err
}

// ask opens the index for one question, and asks again with a new one if it is damaged.
func (a *Archive) ask(ctx context.Context, question func(*Index) error) error {
	x, err := a.Index(ctx)
	if err != nil {
		return err
	}
	err = errors.Join(question(x), x.Close())
	if !isCorrupt(err) {
		return err
	}
	a.warn("the index of the history is damaged, and is made anew")
	if err := a.Rebuild(ctx, nil); err != nil {
		return err
	}
	if x, err = a.Index(ctx); err != nil {
		return err
	}
	return errors.Join(question(x), x.Close())
}

// readable returns an error when a run could not be indexed.
func (x *Index) readable(ctx context.Context, run Run) error {
	var state int
	if err := x.db.QueryRowContext(ctx, "SELECT state FROM runs WHERE n = ?", run.Sequence).Scan(&state); err != nil {
		return err
	}
	if state == damaged {
		return fmt.Errorf("run %s cannot be read: \"assize history check --read-data\" says why", run.Run)
	}
	return nil
}

func (x *Index) diff(ctx context.Context, before, after Run, all bool) (engine.Diff, error) {
	for _, run := range []Run{before, after} {
		if err := x.readable(ctx, run); err != nil {
			return engine.Diff{}, err
		}
	}
	q := &diffQuery{Index: x, ctx: ctx, before: before.Sequence, after: after.Sequence, times: map[int]time.Time{}, texts: map[int]string{}}
	if err := q.prepare(); err != nil {
		return engine.Diff{}, err
	}
	if err := q.failing(all); err != nil {
		return engine.Diff{}, err
	}
	if err := q.gone(); err != nil {
		return engine.Diff{}, err
	}
	d := engine.NewDiff([2]engine.Side{sideOf(before), sideOf(after)}, true, q.failures)
	if all {
		return d, nil
	}
	d.Listed = slices.DeleteFunc(d.Listed, func(c engine.Change) bool { return c == engine.Persisting })
	return d, q.countPersisting(&d)
}

func sideOf(r Run) engine.Side {
	return engine.Side{Run: r.Run, At: r.At, Sequence: r.Sequence, Digest: r.Digest}
}

// A diffQuery gathers the failures of one comparison.
type diffQuery struct {
	*Index
	ctx           context.Context //nolint:containedctx // it lives as long as one question
	before, after int
	times         map[int]time.Time
	texts         map[int]string
	stars         map[[3]int]int // the subject on a kind as a whole, by target, policy and kind
	failures      []engine.DiffFailure
}

func (q *diffQuery) prepare() error {
	return q.each(q.ctx, "SELECT n, at FROM runs", nil, func(scan scanner) error {
		var n int
		var at int64
		err := scan(&n, &at)
		q.times[n] = time.Unix(0, at).UTC()
		return err
	})
}

func (q *diffQuery) moment(n int) engine.Moment { return engine.Moment{Sequence: n, At: q.times[n]} }

// text looks a text up once.
func (q *diffQuery) text(id int) (string, error) {
	if text, ok := q.texts[id]; ok || id == 0 {
		return text, nil
	}
	var text string
	if err := q.db.QueryRowContext(q.ctx, "SELECT text FROM texts WHERE id = ?", id).Scan(&text); err != nil {
		return "", err
	}
	q.texts[id] = text
	return text, nil
}

// A spanRow is a span with its failure and its subject.
type spanRow struct {
	failure                                 int
	severity, waiver, since, first, message int
	fingerprint, key, resource              string
	subject, target, policy, kind           int
}

const spanColumns = `SELECT s.failure, s.severity, s.waiver, s.since_run, f.first_run, f.message, f.fingerprint, f.key, j.id, j.target, j.policy, j.kind, j.resource
FROM spans s CROSS JOIN failures f ON f.id = s.failure CROSS JOIN subjects j ON j.id = f.subject `

func (q *diffQuery) rows(where string, args ...any) ([]spanRow, error) {
	var out []spanRow
	err := q.each(q.ctx, spanColumns+where, args, func(scan scanner) error {
		var r spanRow
		err := scan(&r.failure, &r.severity, &r.waiver, &r.since, &r.first, &r.message, &r.fingerprint, &r.key, &r.subject, &r.target, &r.policy, &r.kind, &r.resource)
		out = append(out, r)
		return err
	})
	return out, err
}

// failing are those that fail in the later run: persisting ones only when all are wanted.
func (q *diffQuery) failing(all bool) error {
	where := "WHERE s.from_run <= ?1 AND s.to_run >= ?1"
	if !all {
		where += " AND s.since_run > ?2"
	}
	rows, err := q.rows(where, q.after, q.before)
	if err != nil {
		return err
	}
	for _, r := range rows {
		p := engine.Past{First: q.moment(r.first), Since: q.moment(r.since)}
		if err := q.add(engine.FailingChange(p, q.moment(q.before)), r, p, q.moment(q.after), ""); err != nil {
			return err
		}
	}
	return nil
}

// add puts a failure on the list.
func (q *diffQuery) add(change engine.Change, r spanRow, p engine.Past, end engine.Moment, why string) error {
	var texts [5]string
	for i, id := range []int{r.target, r.policy, r.kind, r.message, r.waiver} {
		var err error
		if texts[i], err = q.text(id); err != nil {
			return err
		}
	}
	severity := engine.Severity("")
	if i := len(engine.Severities()) - r.severity; i >= 0 && i < len(engine.Severities()) {
		severity = engine.Severities()[i]
	}
	subject := engine.Subject{SubjectID: engine.SubjectID{Target: texts[0], Policy: texts[1], Kind: texts[2], Resource: r.resource}, Severity: severity}
	seen := engine.ObservedFailure{Key: r.key, Message: texts[3], Fingerprint: r.fingerprint, Waiver: texts[4]}
	f := engine.NewDiffFailure(change, &subject, seen, p, end)
	f.Why = why
	q.failures = append(q.failures, f)
	return nil
}

// gone are those that fail in the earlier run and not in the later one.
func (q *diffQuery) gone() error {
	rows, err := q.rows(`WHERE s.from_run <= ?1 AND s.to_run >= ?1 AND s.to_run < ?2
AND NOT EXISTS (SELECT 1 FROM spans l WHERE l.failure = s.failure AND l.from_run <= ?2 AND l.to_run >= ?2)`, q.before, q.after)
	if err != nil {
		return err
	}
	for _, r := range rows {
		subject, err := q.subject(r.subject)
		if err != nil {
			return err
		}
		change, why := engine.GoneChange(subject)
		if subject == nil {
			if why, err = q.absence(r); err != nil {
				return err
			}
		}
		p, err := q.past(r.failure)
		if err != nil {
			return err
		}
		end := q.moment(q.after)
		if change == engine.Fixed && p.Fixed.Sequence > 0 {
			end = p.Fixed
		}
		if err := q.add(change, r, p, end, why); err != nil {
			return err
		}
	}
	return nil
}

// subject is what the later run says of a subject, nil for nothing.
func (q *diffQuery) subject(id int) (*engine.Subject, error) {
	var code int
	err := q.db.QueryRowContext(q.ctx, "SELECT verdict FROM verdicts WHERE subject = ?1 AND from_run <= ?2 AND to_run >= ?2", id, q.after).Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // nothing is an answer
	}
	if err != nil {
		return nil, err
	}
	s := &engine.Subject{}
	s.Verdict, s.Partial = verdictOf(code)
	return s, nil
}

// past is what the runs up to the later one tell of a failure.
func (q *diffQuery) past(failure int) (engine.Past, error) {
	var first, since, fixed int
	err := q.db.QueryRowContext(q.ctx, `SELECT f.first_run, s.since_run, s.fixed_run FROM failures f JOIN spans s ON s.failure = f.id
WHERE f.id = ?1 AND s.from_run <= ?2 ORDER BY s.from_run DESC LIMIT 1`, failure, q.after).Scan(&first, &since, &fixed)
	if err != nil {
		return engine.Past{}, err
	}
	p := engine.Past{First: q.moment(first), Since: q.moment(since)}
	if fixed > 0 && fixed <= q.after {
		p.Fixed = q.moment(fixed)
	}
	return p, nil
}

// absence says why the later run has nothing on a subject.
func (q *diffQuery) absence(r spanRow) (string, error) {
	present := func(what, name int) (there bool, problem string, err error) {
		id := 0
		err = q.db.QueryRowContext(q.ctx, "SELECT error FROM scope WHERE what = ?1 AND name = ?2 AND from_run <= ?3 AND to_run >= ?3", what, name, q.after).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return false, "", nil
		}
		if err == nil {
			problem, err = q.text(id)
		}
		return true, problem, err
	}
	selected, _, err := present(scopePolicy, r.policy)
	if err != nil {
		return "", err
	}
	var target *engine.ObservedTarget
	there, problem, err := present(scopeTarget, r.target)
	if err != nil {
		return "", err
	}
	if there {
		target = &engine.ObservedTarget{Error: problem}
	}
	if q.stars == nil {
		if err := q.readStars(); err != nil {
			return "", err
		}
	}
	star, err := q.subject(q.stars[[3]int{r.target, r.policy, r.kind}])
	return engine.Absence(selected, target, star), err
}

func (q *diffQuery) readStars() error {
	q.stars = map[[3]int]int{}
	return q.each(q.ctx, "SELECT id, target, policy, kind FROM subjects WHERE resource = '*'", nil, func(scan scanner) error {
		var id, target, policy, kind int
		err := scan(&id, &target, &policy, &kind)
		q.stars[[3]int{target, policy, kind}] = id
		return err
	})
}

// countPersisting adds the failures that persist, which are not listed.
func (q *diffQuery) countPersisting(d *engine.Diff) error {
	return q.each(q.ctx, "SELECT severity, count(*) FROM spans WHERE from_run <= ?1 AND to_run >= ?1 AND since_run <= ?2 GROUP BY severity", []any{q.after, q.before}, func(scan scanner) error {
		var rank, n int
		err := scan(&rank, &n)
		for _, s := range engine.Severities() {
			if s.Rank() == rank {
				d.Severities[engine.Persisting][s] = n
			}
		}
		d.Counts[engine.Persisting] += n
		return err
	})
}
