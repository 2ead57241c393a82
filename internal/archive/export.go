package archive

import (
	"crypto/sha256"
	"encoding/hex"
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
// its digest and there only when it is whole. Again makes a derived file of the run's objects. It returns the paths that
// were written; where something else was made than was handed out, that file is left out, and the error is an *OtherError
// once the others are written.
func (a *Archive) Export(run Run, dir string, again func(io.Writer, Derived) error) ([]string, error) {
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
	err = put(manifestFile, func(w io.Writer) error {
		text, err := os.ReadFile(a.runPath(run.fileName()))
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
	if err != nil {
		return written, err
	}
	var others []error
	for _, d := range run.Derived {
		if err := put(d.Name, func(w io.Writer) error { return d.checked(w, again) }); err != nil {
			others = append(others, err)
		}
	}
	return written, errors.Join(others...)
}

// An OtherError says that a derived file could not be made as it was handed out.
type OtherError struct {
	Derived
	Err error // why nothing was made; nil when other bytes were
}

func (e *OtherError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s cannot be made again: %v", e.Name, e.Err)
	}
	return fmt.Sprintf("%s comes out other than it was handed out: its digest is not %s", e.Name, e.Digest)
}

func (e *OtherError) Unwrap() error { return e.Err }

// checked makes the file again and holds it against its digest.
func (d Derived) checked(w io.Writer, again func(io.Writer, Derived) error) error {
	sum := sha256.New()
	if err := again(io.MultiWriter(w, sum), d); err != nil {
		return &OtherError{d, err}
	}
	if "sha256:"+hex.EncodeToString(sum.Sum(nil)) != d.Digest {
		return &OtherError{d, nil}
	}
	return nil
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
