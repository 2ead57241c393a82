package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Writing is one run on its way into the archive. While it is open no other process writes there. Commit makes the run
// part of the history; Close ends the writing, and without a Commit nothing of it stays.
type Writing struct {
	archive  *Archive
	lock     *os.File
	last     Run
	hasLast  bool
	objects  []Object
	derived  []Derived
	finished bool
	index    *Index // with the run taken up, when Changes was asked
}

// Begin waits until no other process writes, and opens a run. Waiting is called once when it has to wait; it may be nil.
// What an interrupted process left is cleared away.
func (a *Archive) Begin(ctx context.Context, waiting func()) (*Writing, error) {
	lock, err := a.lock(ctx, waiting)
	if err != nil {
		return nil, err
	}
	w := &Writing{archive: a, lock: lock}
	if err := w.prepare(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return w, nil
}

func (w *Writing) prepare() (err error) {
	a := w.archive
	a.store.forget()
	if w.last, w.hasLast, err = a.last(); err != nil {
		return err
	}
	marker := filepath.Join(a.dir, writingFile)
	if _, err := os.Stat(marker); err == nil {
		if err := a.clear(); err != nil {
			return err
		}
	}
	return mark(marker)
}

// mark notes on the disk that a run is being written.
func mark(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, plain(err))
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, plain(err))
	}
	return nil
}

// clear removes what an interrupted process left: temporary files, and objects that no run has.
func (a *Archive) clear() error {
	runs, err := a.Runs()
	if err != nil {
		return err
	}
	temp := filepath.Join(a.dir, tempDir)
	entries, err := os.ReadDir(temp)
	if err != nil {
		return fmt.Errorf("read %s: %w", temp, plain(err))
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(temp, e.Name())); err != nil {
			return fmt.Errorf("remove %s: %w", filepath.Join(temp, e.Name()), plain(err))
		}
	}
	if _, err := a.sweep(runs); err != nil {
		return err
	}
	a.warn("an earlier run did not end; what it left was cleared away, and no finished run is touched")
	return nil
}

// all lists the digests of the objects that are there.
func (s *store) all() ([]string, error) {
	var out []string
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.dir, plain(err))
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", filepath.Join(s.dir, folder.Name()), plain(err))
		}
		for _, e := range entries {
			if digest := folder.Name() + e.Name(); isDigest(digest) {
				out = append(out, digest)
			}
		}
	}
	return out, nil
}

// Previous returns the newest run of the history, if there is one: the one that the run being written follows.
func (w *Writing) Previous() (Run, bool) { return w.last, w.hasLast }

// Put stores one file of the run: what write writes. Two files of one run have different names. What an earlier run has
// already costs nothing, and what is much like the file of that role and name in the run before costs the difference.
func (w *Writing) Put(role, name string, write func(io.Writer) error) (Object, error) {
	if err := w.free(name); err != nil {
		return Object{}, err
	}
	a := w.archive
	digest, size, err := a.store.put(filepath.Join(a.dir, tempDir), w.base(role, name), write)
	if err != nil {
		return Object{}, fmt.Errorf("store %s in history %s: %w", name, a.dir, err)
	}
	o := Object{Role: role, Name: name, Digest: "sha256:" + digest, Size: size}
	w.objects = append(w.objects, o)
	return o, nil
}

// free refuses a name that a file of the run has.
func (w *Writing) free(name string) error {
	if name != filepath.Base(name) || slices.ContainsFunc(w.objects, func(o Object) bool { return o.Name == name }) ||
		slices.ContainsFunc(w.derived, func(d Derived) bool { return d.Name == name }) {
		return fmt.Errorf("store %s: a run has one file of a name", name)
	}
	return nil
}

// Read returns a file of the run as it was stored by Put.
func (w *Writing) Read(o Object) ([]byte, error) { return w.archive.store.content(hexOf(o.Digest)) }

// Derive notes a file that is made again of the others when it is wanted. Whether it can be is the caller's to try.
func (w *Writing) Derive(d Derived) error {
	if err := w.free(d.Name); err != nil {
		return err
	}
	w.derived = append(w.derived, d)
	return nil
}

// base is the file of the run before that a new one is most likely much the same as.
func (w *Writing) base(role, name string) string {
	if !w.hasLast || w.last.Pruned != nil {
		return ""
	}
	for _, o := range w.last.Objects {
		if o.Role == role && o.Name == name {
			return hexOf(o.Digest)
		}
	}
	return ""
}

// Commit writes the manifest, with which the run is part of the history. The caller fills in what describes the run; the
// rest is the chain's. After it, only Close is called.
func (w *Writing) Commit(m Manifest) (Run, error) {
	m.Schema, m.Sequence, m.Previous, m.Objects, m.Derived = ManifestSchema, 1, "", w.objects, w.derived
	if w.hasLast {
		m.Sequence, m.Previous = w.last.Sequence+1, w.last.Digest
	}
	m.At, m.Archived = m.At.UTC(), m.Archived.UTC().Truncate(time.Second)
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return Run{}, fmt.Errorf("encode manifest: %w", err)
	}
	if !manifestName.MatchString(m.fileName()) {
		return Run{}, fmt.Errorf("run %q: the id of a run is hex digits", m.Run)
	}
	a := w.archive
	if err := writeWhole(filepath.Join(a.dir, runsDir), filepath.Join(a.dir, tempDir), m.fileName(), append(text, '\n')); err != nil {
		return Run{}, err
	}
	w.finished = true
	run, err := a.readRun(m.fileName())
	if err == nil && w.index != nil {
		x := w.index
		w.index = nil
		if problem := x.committed(context.Background(), run); problem != nil { // it is behind, and who opens it next mends that
			a.warn(fmt.Sprintf("run %s is not in the index yet: %v", run.Run, problem))
		}
	}
	return run, err
}

// Close ends the writing. It is called exactly once.
func (w *Writing) Close() error {
	a := w.archive
	var err error
	if w.index != nil {
		err = w.index.drop()
		w.index = nil
	}
	if !w.finished {
		runs, readErr := a.Runs()
		if readErr == nil {
			_, readErr = a.sweep(runs)
		}
		err = errors.Join(err, readErr)
	}
	if err == nil {
		if err = os.Remove(filepath.Join(a.dir, writingFile)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	return errors.Join(err, w.lock.Close())
}
