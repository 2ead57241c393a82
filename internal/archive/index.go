package archive

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/assize/assize/engine"
)

// indexForm names the form of the index; another one is made anew.
const indexForm = "assize.index/v1"

// forever is the last run of what goes on. It is a number that SQLite stores in three bytes.
const forever = 1<<23 - 1

// indexSchema: what holds from one run to another is one row. Subjects are policies on resources; texts are what many
// rows say; totals are the failures of each run, so that those that persist need not be counted.
const indexSchema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (n INTEGER PRIMARY KEY, digest TEXT NOT NULL, run TEXT NOT NULL, at INTEGER NOT NULL, state INTEGER NOT NULL);
CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE scope (what INTEGER, name INTEGER, from_run INTEGER, to_run INTEGER, error INTEGER, PRIMARY KEY (what, name, from_run)) WITHOUT ROWID;
CREATE TABLE subjects (id INTEGER PRIMARY KEY, target INTEGER, policy INTEGER, kind INTEGER, resource TEXT);
CREATE TABLE verdicts (subject INTEGER, from_run INTEGER, to_run INTEGER, verdict INTEGER, PRIMARY KEY (subject, from_run)) WITHOUT ROWID;
CREATE TABLE failures (id INTEGER PRIMARY KEY, fingerprint TEXT, subject INTEGER, key TEXT, message INTEGER, first_run INTEGER);
CREATE TABLE spans (failure INTEGER, from_run INTEGER, to_run INTEGER, severity INTEGER, waiver INTEGER, since_run INTEGER, fixed_run INTEGER,
  PRIMARY KEY (failure, from_run)) WITHOUT ROWID;
CREATE INDEX spans_since ON spans (since_run);
CREATE INDEX spans_to ON spans (to_run);
CREATE TABLE totals (n INTEGER, severity INTEGER, failing INTEGER, PRIMARY KEY (n, severity)) WITHOUT ROWID;
`

// The states of a run in the index.
const (
	indexed = 0
	pruned  = 1 // its assessment is gone
	damaged = 2 // its assessment cannot be read
)

// An Index answers what changed between runs. It is not for use from several goroutines at once.
type Index struct {
	archive *Archive
	db      *sql.DB
	runs    []Run
	tx      *sql.Tx // of a run that is taken up and not committed; nil when there is none
}

// Index opens the index of the history, brought up to date. One that is absent, damaged or of another history is made
// anew, and warn is told. The caller closes it.
func (a *Archive) Index(ctx context.Context) (*Index, error) {
	runs, err := a.Runs()
	if err != nil {
		return nil, err
	}
	x, problem := a.openIndex(ctx, runs)
	if problem == nil {
		return x, nil
	}
	lock, err := a.lock(ctx, nil)
	if err != nil {
		return nil, err
	}
	x, err = a.bringUpToDate(ctx)
	return x, errors.Join(err, lock.Close())
}

// bringUpToDate opens the index and adds the runs that it lacks. The archive is locked.
func (a *Archive) bringUpToDate(ctx context.Context) (*Index, error) {
	a.store.forget()
	runs, err := a.Runs()
	if err != nil {
		return nil, err
	}
	x, problem := a.openIndex(ctx, runs)
	if problem == nil {
		return x, nil
	}
	var behind *behindError
	if errors.As(problem, &behind) {
		if x, err = a.connect(filepath.Join(a.dir, indexFile), runs); err == nil {
			if err = x.add(ctx, behind.have); err == nil {
				return x, nil
			}
			err = errors.Join(err, x.Close())
		}
		if !isCorrupt(err) {
			return nil, err
		}
		problem = err
	}
	if !errors.Is(problem, fs.ErrNotExist) || len(runs) > 1 {
		a.warn(fmt.Sprintf("the index of the history %s, and is made anew from the %d runs", whyAnew(problem), len(runs)))
	}
	return a.makeIndex(ctx, runs)
}

func whyAnew(problem error) string {
	switch {
	case errors.Is(problem, fs.ErrNotExist):
		return "is not there"
	case errors.Is(problem, errOther):
		return "is of another history or version"
	}
	return "is damaged"
}

// A behindError says that an index lacks the runs after the first have.
type behindError struct{ have int }

func (e *behindError) Error() string { return fmt.Sprintf("the index has %d runs only", e.have) }

var errOther = errors.New("the index is of another history")

// openIndex opens an index that is up to date. It changes nothing.
func (a *Archive) openIndex(ctx context.Context, runs []Run) (*Index, error) {
	path := filepath.Join(a.dir, indexFile)
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	x, err := a.connect(path, runs)
	if err != nil {
		return nil, err
	}
	if err := x.verify(ctx); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// connect opens the file. The driver waits for another process that writes.
func (a *Archive) connect(path string, runs []Run) (*Index, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	at := url.URL{Scheme: "file", Path: full, RawQuery: "_pragma=busy_timeout(10000)&_pragma=cell_size_check(1)&_pragma=trusted_schema(0)&_txlock=immediate"}
	db, err := sql.Open("sqlite", at.String())
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	db.SetMaxOpenConns(1)
	return &Index{archive: a, db: db, runs: runs}, nil
}

// verify holds the index against the chain.
func (x *Index) verify(ctx context.Context) error {
	var form string
	if err := x.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'form'").Scan(&form); err != nil {
		return err
	}
	if form != indexForm {
		return errOther
	}
	n := 0
	err := x.each(ctx, "SELECT digest, state FROM runs ORDER BY n", nil, func(scan scanner) error {
		var digest string
		var state int
		if err := scan(&digest, &state); err != nil {
			return err
		}
		if n >= len(x.runs) || x.runs[n].Digest != digest || x.runs[n].Pruned != nil && state != pruned {
			return errOther
		}
		n++
		return nil
	})
	if err == nil && n < len(x.runs) {
		err = &behindError{n}
	}
	return err
}

// Close closes the file.
func (x *Index) Close() error { return x.db.Close() }

type scanner func(...any) error

// each calls do with every row of a query.
func (x *Index) each(ctx context.Context, query string, args []any, do func(scanner) error) error {
	asked := x.db.QueryContext
	if x.tx != nil { // the one connection is the transaction's
		asked = x.tx.QueryContext
	}
	rows, err := asked(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() // a read that fails shows in Err
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// isCorrupt says whether an error means that the file is damaged.
func isCorrupt(err error) bool {
	if err == nil {
		return false
	}
	for _, word := range []string{"malformed", "not a database", "SQLITE_CORRUPT", "no such table", "no such column", "converting driver.Value"} {
		if strings.Contains(err.Error(), word) {
			return true
		}
	}
	return errors.Is(err, sql.ErrNoRows)
}

// makeIndex makes the index anew beside the old one and puts it in its place.
func (a *Archive) makeIndex(ctx context.Context, runs []Run) (*Index, error) {
	left, err := filepath.Glob(filepath.Join(a.dir, tempDir, "index-*")) // of a process that was killed: this one has the lock
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	if err != nil {
		return nil, fmt.Errorf("make index: %w", plain(err))
	}
	dir, err := os.MkdirTemp(filepath.Join(a.dir, tempDir), "index-*")
	if err != nil {
		return nil, fmt.Errorf("make index: %w", plain(err))
	}
	fresh := filepath.Join(dir, indexFile)
	have, err := a.restorePast(fresh, runs)
	if err == nil {
		err = a.fillIndex(ctx, fresh, runs, have)
	}
	if err == nil {
		err = a.replaceIndex(fresh)
	}
	if err = errors.Join(err, os.RemoveAll(dir)); err != nil {
		return nil, fmt.Errorf("make index: %w", err)
	}
	return a.connect(filepath.Join(a.dir, indexFile), runs)
}

func (a *Archive) fillIndex(ctx context.Context, path string, runs []Run, have bool) error {
	x, err := a.connect(path, runs)
	if err != nil {
		return err
	}
	return errors.Join(x.build(ctx, have), x.Close())
}

// restorePast writes the index as it was when runs were last pruned, and says whether there is one.
func (a *Archive) restorePast(path string, runs []Run) (bool, error) {
	past := pastOfRuns(runs)
	if past == "" {
		return false, nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false, plain(err)
	}
	if err = a.store.copy(file, hexOf(past)); err == nil {
		return true, file.Close()
	}
	var lost *DamageError
	if !errors.As(err, &lost) {
		return false, errors.Join(plain(err), file.Close())
	}
	a.warn(fmt.Sprintf("what was known of pruned runs is lost (%v): what failed in them counts from the oldest run that is left", err))
	return false, errors.Join(file.Close(), os.Remove(path))
}

func (a *Archive) replaceIndex(fresh string) error {
	path := filepath.Join(a.dir, indexFile)
	for _, journal := range []string{"-journal", "-wal", "-shm"} { // one of the old index would spoil the new
		if err := os.Remove(path + journal); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return plain(err)
		}
	}
	file, err := os.OpenFile(fresh, os.O_RDWR, 0)
	if err != nil {
		return plain(err)
	}
	if err := file.Chmod(0o600); err != nil {
		return errors.Join(plain(err), file.Close())
	}
	return settle(file, a.dir, indexFile)
}

// build fills the file of an index that nobody uses yet. It is empty, or has the past: the runs up to some run.
func (x *Index) build(ctx context.Context, past bool) error {
	if _, err := x.db.ExecContext(ctx, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"); err != nil {
		return err
	}
	if past {
		return x.goOn(ctx)
	}
	if _, err := x.db.ExecContext(ctx, indexSchema); err != nil {
		return err
	}
	if _, err := x.db.ExecContext(ctx, "INSERT INTO meta VALUES ('form', ?)", indexForm); err != nil {
		return err
	}
	return x.add(ctx, 0)
}

// goOn adds the runs after those that the past knows.
func (x *Index) goOn(ctx context.Context) error {
	for _, run := range x.runs {
		if run.Pruned == nil {
			continue
		}
		if _, err := x.db.ExecContext(ctx, "UPDATE runs SET state = ? WHERE n = ? AND state <> ?", pruned, run.Sequence, pruned); err != nil {
			return err
		}
	}
	var behind *behindError
	err := x.verify(ctx)
	if errors.As(err, &behind) {
		return x.add(ctx, behind.have)
	}
	return err
}

// add indexes the runs after the first have, each in one transaction.
func (x *Index) add(ctx context.Context, have int) error {
	state, err := x.load(ctx)
	if err != nil {
		return err
	}
	for _, run := range x.runs[have:] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.addRun(ctx, state, run); err != nil {
			return fmt.Errorf("index run %s: %w", run.Run, err)
		}
	}
	return nil
}

func (x *Index) addRun(ctx context.Context, state *indexState, run Run) error {
	code := indexed
	var seen *engine.Observation
	if run.Pruned != nil {
		code = pruned
	} else {
		var err error
		if seen, err = x.archive.observe(run); err != nil {
			code = damaged
			x.archive.warn(fmt.Sprintf("run %s is left out of the index: %v", run.Run, err))
		}
	}
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	step := &indexStep{indexState: state, ctx: ctx, tx: tx, n: run.Sequence}
	err = step.exec("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", run.Sequence, run.Digest, run.Run, run.At.UnixNano(), code)
	if err == nil && seen != nil {
		err = step.take(seen)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Rebuild makes the index anew. The error is a *DamageError when a run cannot be read; the index is there all the same,
// with what the others say.
func (a *Archive) Rebuild(ctx context.Context, waiting func()) error {
	lock, err := a.lock(ctx, waiting)
	if err != nil {
		return err
	}
	a.store.forget()
	runs, err := a.Runs()
	if err == nil {
		var x *Index
		if x, err = a.makeIndex(ctx, runs); err == nil {
			for _, run := range runs {
				err = cmp.Or(err, x.readable(ctx, run))
			}
			err = errors.Join(err, x.Close())
		}
	}
	return errors.Join(err, lock.Close())
}
