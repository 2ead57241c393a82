package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/assize/assize/engine"
)

// Check holds the history against itself: the manifests, the chain, that every object is there; with readData also
// every byte of them and the index. What is wrong is in the result; the error is for what kept it from looking.
func (a *Archive) Check(ctx context.Context, readData bool, progress func(done, total int)) (engine.HistoryCheck, error) {
	c := &checker{archive: a, readData: readData, state: map[string]error{}, places: map[string]int{},
		out: engine.HistoryCheck{Schema: engine.CheckSchema, ReadData: readData, Problems: []engine.HistoryProblem{}}}
	a.store = newStore(a.store.dir) // nothing is taken from memory
	if err := c.chain(); err != nil {
		return c.out, err
	}
	total, done := 0, 0
	for _, run := range c.runs {
		if run.Pruned == nil {
			total += len(run.Objects)
		}
	}
	for _, run := range c.runs {
		if run.Pruned != nil {
			continue
		}
		for _, o := range run.Objects {
			if err := ctx.Err(); err != nil {
				return c.out, err
			}
			c.object(run, o)
			done++
			if progress != nil {
				progress(done, total)
			}
		}
	}
	if past := pastOfRuns(c.runs); past != "" {
		c.object(Run{Manifest: Manifest{Run: "pruned"}}, Object{Name: "what is known of pruned runs", Digest: past, Size: -1})
	}
	c.index(ctx)
	c.out.Objects = len(c.state)
	c.out.OK = len(c.out.Problems) == 0
	return c.out, nil
}

type checker struct {
	archive  *Archive
	readData bool
	runs     []Run
	state    map[string]error // of each object
	places   map[string]int   // of each object's problem
	out      engine.HistoryCheck
}

func (c *checker) problem(code, run, object, message string) {
	c.out.Problems = append(c.out.Problems, engine.HistoryProblem{Code: code, Runs: []string{run}, Object: object, Message: message})
}

// chain reads all manifests and goes on after one that is broken.
func (c *checker) chain() error {
	names, err := c.archive.sequences()
	if err != nil {
		return err
	}
	linked := true // the manifest before could be read
	for _, name := range names {
		run, err := c.archive.readRun(name)
		if err != nil {
			c.problem("manifest", manifestName.FindStringSubmatch(name)[2], "", err.Error())
			linked = false
			continue
		}
		if problem := follows(c.runs, run); problem != "" && linked {
			c.problem("chain", run.Run, "", (&ChainError{Run: run.Run, File: c.archive.runPath(name), Problem: problem}).Error())
		}
		linked = true
		c.runs = append(c.runs, run)
		if run.Pruned != nil {
			c.out.Pruned++
		}
	}
	c.out.Runs = len(names)
	if n := len(c.runs); n > 0 {
		c.out.Head = c.runs[n-1].Digest
	}
	return nil
}

// object looks at one file of a run. An object at fault is one problem, which names all runs that suffer.
func (c *checker) object(run Run, o Object) {
	digest := hexOf(o.Digest)
	err, known := c.state[digest]
	if !known {
		if err = c.look(digest, o.Size); err != nil {
			if c.pruned(run) {
				return
			}
			c.archive.store.forget() // another process may have put another form of it in its place
			err = c.look(digest, o.Size)
		}
		c.state[digest] = err
	}
	if err == nil {
		return
	}
	var at *DamageError
	if !errors.As(err, &at) {
		at = &DamageError{Object: o.Digest, Err: err}
	}
	code := "damaged"
	if errors.Is(err, errMissing) {
		code = "missing"
	}
	if i, there := c.places[at.Object]; there {
		if p := &c.out.Problems[i]; !slices.Contains(p.Runs, run.Run) {
			p.Runs = append(p.Runs, run.Run)
		}
		return
	}
	c.places[at.Object] = len(c.out.Problems)
	c.problem(code, run.Run, at.Object, fmt.Sprintf("%s of run %s: %v", o.Name, run.Run, at))
}

// pruned says whether another process has pruned a run since it was listed.
func (c *checker) pruned(run Run) bool {
	if run.Sequence == 0 {
		return false
	}
	stone, err := readTombstone(c.archive.runPath(run.fileName()) + tombstoneSuffix)
	return err == nil && stone != nil
}

func (c *checker) look(digest string, size int64) error {
	s := c.archive.store
	o, err := s.open(digest)
	if err != nil {
		return err
	}
	if size >= 0 && o.Size != size {
		return damage(digest, fmt.Errorf("it has %d bytes, and the manifest says %d", o.Size, size))
	}
	if c.readData {
		return s.copy(io.Discard, digest)
	}
	for _, other := range o.Objects {
		if _, err := s.open(other); err != nil {
			return err
		}
	}
	return nil
}

// index holds the index against the chain; only with readData all of it.
func (c *checker) index(ctx context.Context) {
	if len(c.out.Problems) > 0 { // it would be told twice
		return
	}
	x, err := c.archive.openIndex(ctx, c.runs)
	var behind *behindError
	if errors.As(err, &behind) || errors.Is(err, errOther) || errors.Is(err, fs.ErrNotExist) || len(c.runs) == 0 {
		// The next command that needs it makes it or brings it up to date. It is of another history when a prune was
		// killed between the manifests and the index.
		return
	}
	if err == nil {
		words := "ok"
		if c.readData {
			err = x.db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&words)
		}
		if err == nil && words != "ok" {
			err = errors.New(words)
		}
		err = errors.Join(err, x.Close())
	}
	if err != nil {
		c.problem("index", c.runs[len(c.runs)-1].Run, "", fmt.Sprintf("the index is damaged (%v), and no run is: \"assize history rebuild\" makes it again", err))
	}
}
