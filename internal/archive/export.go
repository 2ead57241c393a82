package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/assize/assize/engine"
)

// manifestFile is the manifest's name among exported files.
const manifestFile = "manifest.json"

// Export writes the files of a run into dir, which is absent or empty, with the run's manifest. Each is checked against
// its digest and there only when it is whole. It returns the paths that were written.
func (a *Archive) Export(run Run, dir string) ([]string, error) {
	if run.Pruned != nil {
		return nil, prunedError(run)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("export to %s: %w", dir, plain(err))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("export to %s: %w", dir, plain(err))
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("export to %s: the folder is not empty", dir)
	}
	var written []string
	put := func(name string, write func(io.Writer) error) error {
		file, err := os.CreateTemp(dir, ".export-*")
		if err != nil {
			return fmt.Errorf("export to %s: %w", dir, plain(err))
		}
		if err = write(file); err == nil {
			err = settle(file, dir, name)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("export %s of run %s: %w", name, run.Run, plain(err)), drop(file))
		}
		written = append(written, filepath.Join(dir, name))
		return nil
	}
	for _, o := range run.Objects {
		if err := put(o.Name, func(w io.Writer) error { return a.store.copy(w, hexOf(o.Digest)) }); err != nil {
			return written, err
		}
	}
	return written, put(manifestFile, func(w io.Writer) error {
		text, err := os.ReadFile(a.runPath(run.fileName()))
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
}

// Copy writes one object of a run. On an error, what was written must not be used.
func (a *Archive) Copy(w io.Writer, o Object) error { return a.store.copy(w, hexOf(o.Digest)) }

// observe reads a run's assessment.
func (a *Archive) observe(run Run) (*engine.Observation, error) {
	o, ok := run.Object(Assessment)
	if !ok {
		return nil, errors.New("it has no assessment")
	}
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := a.store.copy(write, hexOf(o.Digest))
		done <- errors.Join(err, write.CloseWithError(err))
	}()
	seen, err := engine.ReadObservation(read)
	if err == nil { // to the end, where the digest is checked
		_, err = io.Copy(io.Discard, read)
	}
	closeErr := read.CloseWithError(errors.New("stopped reading"))
	if copyErr := <-done; err == nil {
		err = copyErr
	}
	return seen, errors.Join(err, closeErr)
}

// Observe reads a run's assessment as far as a comparison needs it.
func (a *Archive) Observe(run Run) (*engine.Observation, error) {
	if run.Pruned != nil {
		return nil, prunedError(run)
	}
	return a.observe(run)
}

// ErrPruned says of a run that its files were removed.
var ErrPruned = errors.New("only its manifest is left")

func prunedError(run Run) error {
	return fmt.Errorf("run %s was pruned on %s (%s): %w", run.Run, run.Pruned.At.UTC().Format(time.DateOnly), run.Pruned.Why, ErrPruned)
}
