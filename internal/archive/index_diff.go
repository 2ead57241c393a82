package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
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

// readable returns a DamageError when a run could not be indexed.
func (x *Index) readable(ctx context.Context, run Run) error {
	var state int
	if err := x.db.QueryRowContext(ctx, "SELECT state FROM runs WHERE n = ?", run.Sequence).Scan(&state); err != nil {
		return err
	}
	if state == damaged {
		o, _ := run.Object(Assessment)
		return &DamageError{Object: o.Digest, Err: fmt.Errorf("the findings of run %s could not be read when they were to be indexed", run.Run)}
	}
	return nil
}

func (x *Index) diff(ctx context.Context, before, after Run, all bool) (engine.Diff, error) {
	for _, run := range []Run{before, after} {
		if err := x.readable(ctx, run); err != nil {
			return engine.Diff{}, err
		}
	}
	d, _, err := x.compare(ctx, before, after, all)
	return d, err
}

// compare compares two runs that the index has; the query has what was looked up for it.
func (x *Index) compare(ctx context.Context, before, after Run, all bool) (engine.Diff, *diffQuery, error) {
	times, err := x.momentsOf(ctx)
	if err != nil {
		return engine.Diff{}, nil, err
	}
	q := &diffQuery{Index: x, ctx: ctx, before: before.Sequence, after: after.Sequence, times: times, texts: map[int]string{}}
	if err := q.failing(all); err != nil {
		return engine.Diff{}, nil, err
	}
	if err := q.gone(); err != nil {
		return engine.Diff{}, nil, err
	}
	d := engine.NewDiff([2]engine.Side{sideOf(before), sideOf(after)}, true, q.failures)
	if all {
		return d, q, nil
	}
	d.Listed = slices.DeleteFunc(d.Listed, func(c engine.Change) bool { return c == engine.Persisting })
	return d, q, q.countPersisting(&d)
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
	stars         map[[3]int]*engine.Subject // on kinds as a whole, by target, policy and kind
	scope         map[scopeKey]int           // the later run's, with the text of what hindered it
	failures      []engine.DiffFailure
}

func (q *diffQuery) moment(n int) engine.Moment { return engine.Moment{Sequence: n, At: q.times[n]} }

// text looks a text up once.
func (q *diffQuery) text(id int) (string, error) {
	if text, ok := q.texts[id]; ok || id == 0 {
		return text, nil
	}
	found := false
	err := q.each(q.ctx, "SELECT text FROM texts WHERE id = ?", []any{id}, func(scan scanner) error {
		var text string
		err := scan(&text)
		q.texts[id], found = text, true
		return err
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return q.texts[id], err
}

// mostAsked is how many texts are looked up at once.
const mostAsked = 500

// know makes room for n rows and looks up what they say, many texts with one question.
func (q *diffQuery) know(n int, row func(i int) *spanRow) error {
	q.failures = slices.Grow(q.failures, n)
	asked := map[int]bool{}
	var ids []any
	for i := range n {
		for _, id := range row(i).texts() {
			if _, have := q.texts[id]; !have && id != 0 && !asked[id] {
				asked[id] = true
				ids = append(ids, id)
			}
		}
	}
	for some := range slices.Chunk(ids, mostAsked) {
		query := "SELECT id, text FROM texts WHERE id IN (?" + strings.Repeat(", ?", len(some)-1) + ")"
		err := q.each(q.ctx, query, some, func(scan scanner) error {
			var id int
			var text string
			err := scan(&id, &text)
			q.texts[id] = text
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A spanRow is a span with its failure and its subject.
type spanRow struct {
	failure                                 int
	severity, waiver, since, first, message int
	fingerprint, key, resource              string
	subject, target, policy, kind           int
}

const spanColumns = `SELECT s.failure, s.severity, s.waiver, s.since_run, f.first_run, f.message, f.fingerprint, f.key, j.id, j.target, j.policy, j.kind, j.resource`

const spanTables = `
FROM spans s CROSS JOIN failures f ON f.id = s.failure CROSS JOIN subjects j ON j.id = f.subject `

// texts are the ids of what it says, as add takes them.
func (r *spanRow) texts() [5]int { return [5]int{r.target, r.policy, r.kind, r.message, r.waiver} }

func (r *spanRow) fields() []any {
	return []any{&r.failure, &r.severity, &r.waiver, &r.since, &r.first, &r.message, &r.fingerprint, &r.key, &r.subject, &r.target, &r.policy, &r.kind, &r.resource}
}

// failing are those that fail in the later run: persisting ones only when all are wanted.
func (q *diffQuery) failing(all bool) error {
	where := "WHERE s.from_run <= ?1 AND s.to_run >= ?1"
	if !all { // + keeps SQLite from going by to_run, which most spans have in common
		where = "WHERE s.since_run > ?2 AND s.from_run <= ?1 AND +s.to_run >= ?1"
	}
	return q.failingRows(spanColumns+spanTables+where, q.after, q.before)
}

// failingRows adds the failures of the later run that a query finds.
func (q *diffQuery) failingRows(query string, args ...any) error {
	var rows []spanRow
	err := q.each(q.ctx, query, args, func(scan scanner) error {
		var r spanRow
		err := scan(r.fields()...)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return err
	}
	if err := q.know(len(rows), func(i int) *spanRow { return &rows[i] }); err != nil {
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
	for i, id := range r.texts() {
		var err error
		if texts[i], err = q.text(id); err != nil {
			return err
		}
	}
	subject := engine.Subject{SubjectID: engine.SubjectID{Target: texts[0], Policy: texts[1], Kind: texts[2], Resource: r.resource}, Severity: severityOfRank(r.severity)}
	seen := engine.ObservedFailure{Key: r.key, Message: texts[3], Fingerprint: r.fingerprint, Waiver: texts[4]}
	f := engine.NewDiffFailure(change, &subject, seen, p, end)
	f.Why = why
	q.failures = append(q.failures, f)
	return nil
}

// A goneRow is a span of the earlier run with what is said up to the later one.
type goneRow struct {
	spanRow
	verdict          sql.NullInt64 // of the subject; NULL when the later run says nothing of it
	lastSince, fixed int           // of the failure's last span up to the later run
}

const goneColumns = `, l.since_run, l.fixed_run,
(SELECT v.verdict FROM verdicts v WHERE v.subject = j.id AND v.from_run <= ?2 AND v.to_run >= ?2)`

const goneWhere = `CROSS JOIN spans l ON l.failure = s.failure AND l.from_run = (SELECT max(m.from_run) FROM spans m WHERE m.failure = s.failure AND m.from_run <= ?2)
WHERE s.from_run <= ?1 AND s.to_run >= ?1 AND s.to_run < ?2 AND +l.to_run < ?2`

// gone are those that fail in the earlier run and not in the later one.
func (q *diffQuery) gone() error {
	var rows []goneRow
	err := q.each(q.ctx, spanColumns+goneColumns+spanTables+goneWhere, []any{q.before, q.after}, func(scan scanner) error {
		var r goneRow
		err := scan(append(r.fields(), &r.lastSince, &r.fixed, &r.verdict)...)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return err
	}
	if err := q.know(len(rows), func(i int) *spanRow { return &rows[i].spanRow }); err != nil {
		return err
	}
	for _, r := range rows {
		if err := q.oneGone(r); err != nil {
			return err
		}
	}
	return nil
}

func (q *diffQuery) oneGone(r goneRow) error {
	p, end := engine.Past{First: q.moment(r.first), Since: q.moment(r.lastSince)}, q.moment(q.after)
	change, why := engine.GoneChange(subjectOf(r.verdict))
	if !r.verdict.Valid {
		var err error
		if why, err = q.absence(r.spanRow); err != nil {
			return err
		}
	}
	if change == engine.Fixed && r.fixed > 0 && r.fixed <= q.after {
		end = q.moment(r.fixed)
	}
	return q.add(change, r.spanRow, p, end, why)
}

// subjectOf is what a verdict in the index says of a subject, nil for nothing.
func subjectOf(code sql.NullInt64) *engine.Subject {
	if !code.Valid {
		return nil
	}
	s := &engine.Subject{}
	s.Verdict, s.Partial = verdictOf(int(code.Int64))
	return s
}

// absence says why the later run has nothing on a subject.
func (q *diffQuery) absence(r spanRow) (string, error) {
	selected, _, err := q.present(scopePolicy, r.policy)
	if err != nil {
		return "", err
	}
	var target *engine.ObservedTarget
	there, problem, err := q.present(scopeTarget, r.target)
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
	return engine.Absence(selected, target, q.stars[[3]int{r.target, r.policy, r.kind}]), nil
}

// present says whether the later run had selected a policy or was to visit a target, and what hindered it.
func (q *diffQuery) present(what, name int) (there bool, problem string, err error) {
	key := scopeKey{what, name}
	if q.scope == nil {
		q.scope = map[scopeKey]int{}
		err := q.each(q.ctx, "SELECT what, name, error FROM scope WHERE from_run <= ?1 AND to_run >= ?1", []any{q.after}, func(scan scanner) error {
			var key scopeKey
			var id int
			err := scan(&key.what, &key.name, &id)
			q.scope[key] = id
			return err
		})
		if err != nil {
			return false, "", err
		}
	}
	id, there := q.scope[key]
	problem, err = q.text(id)
	return there, problem, err
}

// readStars reads what the later run says of policies on kinds as a whole.
func (q *diffQuery) readStars() error {
	q.stars = map[[3]int]*engine.Subject{}
	return q.each(q.ctx, `SELECT j.target, j.policy, j.kind, v.verdict FROM subjects j JOIN verdicts v ON v.subject = j.id
WHERE (j.resource = '*' OR j.resource GLOB '[*]@*') AND v.from_run <= ?1 AND v.to_run >= ?1`, []any{q.after}, func(scan scanner) error {
		var target, policy, kind int
		var code sql.NullInt64
		err := scan(&target, &policy, &kind, &code)
		at := [3]int{target, policy, kind}
		q.stars[at] = engine.Worse(q.stars[at], subjectOf(code))
		return err
	})
}

// countPersisting adds the failures that persist, which are not listed: all of the later run less those that are.
func (q *diffQuery) countPersisting(d *engine.Diff) error {
	return q.each(q.ctx, "SELECT severity, failing FROM totals WHERE n = ?1", []any{q.after}, func(scan scanner) error {
		var rank, n int
		err := scan(&rank, &n)
		for _, s := range engine.Severities() {
			if s.Rank() == rank {
				n -= d.Severities[engine.New][s] + d.Severities[engine.Regressed][s]
				d.Severities[engine.Persisting][s] = n
				d.Counts[engine.Persisting] += n
			}
		}
		return err
	})
}
