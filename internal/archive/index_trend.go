package archive

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// A Filter narrows a trend; empty lists let all pass. Policies are ids, or domains with a slash at their end.
type Filter struct {
	Policies, Targets []string
	// Last is how many of the newest runs are told of, 0 for all.
	Last int
}

// Trend tells run by run how many findings and failures there were and what became of them.
func (a *Archive) Trend(ctx context.Context, by Filter) (engine.Trend, error) {
	var out engine.Trend
	err := a.ask(ctx, func(x *Index) (err error) {
		out, err = x.trend(ctx, by)
		return err
	})
	return out, err
}

// A trendQuery adds up spans to runs.
type trendQuery struct {
	*Index
	ctx    context.Context //nolint:containedctx // it lives as long as one question
	where  string          // of subjects, or ""
	args   []any
	first  int                 // the run from which on is told
	points []engine.TrendPoint // by sequence, less one
	lasted []int64             // seconds that what is fixed had failed, together
}

func (x *Index) trend(ctx context.Context, by Filter) (engine.Trend, error) {
	q := &trendQuery{Index: x, ctx: ctx, first: 1}
	if by.Last > 0 {
		q.first = max(1, len(x.runs)-by.Last+1)
	}
	q.narrow(by)
	if err := q.open(); err != nil {
		return engine.Trend{}, err
	}
	for _, part := range []func() error{q.verdicts, q.failing, q.begun, q.fixed} {
		if err := part(); err != nil {
			return engine.Trend{}, err
		}
	}
	for i := range q.points {
		if n := q.points[i].Remediation.Count; n > 0 {
			q.points[i].Remediation.MeanSeconds = q.lasted[i] / int64(n)
		}
	}
	return engine.Trend{Schema: engine.TrendSchema, Policies: orEmpty(by.Policies), Targets: orEmpty(by.Targets), Runs: q.points[min(q.first-1, len(q.points)):]}, nil
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// narrow makes the filter's condition on subjects.
func (q *trendQuery) narrow(by Filter) {
	var all []string
	one := func(column string, names []string) {
		var any []string
		for _, name := range names {
			if domain, isDomain := strings.CutSuffix(name, "/"); isDomain {
				any = append(any, column+" IN (SELECT id FROM texts WHERE substr(text, 1, ?) = ?)")
				q.args = append(q.args, len([]rune(domain))+1, name)
				continue
			}
			any = append(any, column+" IN (SELECT id FROM texts WHERE text = ?)")
			q.args = append(q.args, name)
		}
		if len(any) > 0 {
			all = append(all, "("+strings.Join(any, " OR ")+")")
		}
	}
	one("policy", by.Policies)
	one("target", by.Targets)
	if len(all) > 0 {
		q.where = "subject IN (SELECT id FROM subjects WHERE " + strings.Join(all, " AND ") + ")"
	}
}

// of puts together the conditions of a query on verdicts, all of which hold.
func (q *trendQuery) of(conditions ...string) string {
	if q.where != "" {
		conditions = append(conditions, q.where)
	}
	return " WHERE " + strings.Join(conditions, " AND ")
}

// ofFailures is the same on the failures' spans.
func (q *trendQuery) ofFailures(conditions ...string) string {
	if q.where != "" {
		conditions = append(conditions, "failure IN (SELECT id FROM failures WHERE "+q.where+")")
	}
	return " WHERE " + strings.Join(conditions, " AND ")
}

// fromFirst is a condition on a column with a run: at or after the first that is told of. The + keeps SQLite from going by
// an index of rows of which nearly all hold.
func (q *trendQuery) fromFirst(column string) string {
	return fmt.Sprintf("+%s >= %d", column, q.first)
}

// open makes a point for each run.
func (q *trendQuery) open() error {
	states := map[int]int{}
	err := q.each(q.ctx, "SELECT n, state FROM runs", nil, func(scan scanner) error {
		var n, state int
		err := scan(&n, &state)
		states[n] = state
		return err
	})
	for _, run := range q.runs {
		p := engine.TrendPoint{Run: run.Run, At: run.At, Sequence: run.Sequence, Readable: states[run.Sequence] != damaged,
			Verdicts: map[engine.Verdict]int{}, Failing: map[engine.Severity]int{}}
		for _, v := range engine.Verdicts() {
			p.Verdicts[v] = 0
		}
		for _, s := range engine.Severities() {
			p.Failing[s] = 0
		}
		q.points = append(q.points, p)
	}
	q.lasted = make([]int64, len(q.points))
	return err
}

// during calls do for each run of a span; what an index says beyond the runs is left out.
func (q *trendQuery) during(from, to int, do func(*engine.TrendPoint)) {
	for n := max(from, 1); n <= min(to, len(q.points)); n++ {
		do(&q.points[n-1])
	}
}

func (q *trendQuery) verdicts() error {
	return q.each(q.ctx, "SELECT from_run, to_run, verdict, count(*) FROM verdicts"+q.of(q.fromFirst("to_run"))+" GROUP BY from_run, to_run, verdict", q.args, func(scan scanner) error {
		var from, to, code, count int
		err := scan(&from, &to, &code, &count)
		verdict, _ := verdictOf(code)
		q.during(from, to, func(p *engine.TrendPoint) { p.Verdicts[verdict] += count })
		return err
	})
}

func (q *trendQuery) failing() error {
	return q.each(q.ctx, "SELECT from_run, to_run, severity, waiver > 0, count(*) FROM spans"+q.ofFailures(q.fromFirst("to_run"))+" GROUP BY 1, 2, 3, 4", q.args, func(scan scanner) error {
		var from, to, rank, count int
		var waived bool
		err := scan(&from, &to, &rank, &waived, &count)
		q.during(from, to, func(p *engine.TrendPoint) {
			if waived {
				p.Waived += count
				return
			}
			for _, s := range engine.Severities() {
				if s.Rank() == rank {
					p.Failing[s] += count
				}
			}
		})
		return err
	})
}

// begun counts where failures begin: for the first time, or again after they were seen fixed.
func (q *trendQuery) begun() error {
	query := "SELECT since_run, since_run > (SELECT first_run FROM failures WHERE id = failure), count(*) FROM spans" + q.ofFailures("since_run = from_run", q.fromFirst("since_run"))
	return q.each(q.ctx, query+" GROUP BY 1, 2", q.args, func(scan scanner) error {
		var since, count int
		var again bool
		err := scan(&since, &again, &count)
		q.during(since, since, func(p *engine.TrendPoint) {
			if again {
				p.Regressed += count
			} else {
				p.New += count
			}
		})
		return err
	})
}

// fixed counts what was first seen fixed in a run, and how long it had failed.
func (q *trendQuery) fixed() error {
	return q.each(q.ctx, "SELECT since_run, fixed_run, count(*) FROM spans"+q.ofFailures(q.fromFirst("fixed_run"))+" GROUP BY 1, 2", q.args, func(scan scanner) error {
		var since, fixed, count int
		err := scan(&since, &fixed, &count)
		if since < 1 || since > len(q.points) || fixed < 1 {
			return err
		}
		q.during(fixed, fixed, func(p *engine.TrendPoint) {
			p.Remediation.Count += count
			lasted := max(time.Duration(0), p.At.Sub(q.points[since-1].At))
			q.lasted[fixed-1] += int64(lasted.Seconds()) * int64(count)
		})
		return err
	})
}
