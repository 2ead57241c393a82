// Package archive keeps every run of an audit: what went in and what came out, as content-addressed objects, in a chain
// of manifests that a later reader can check, with an SQLite index beside it that answers what changed and since when.
//
// The objects and manifests are the truth; the index is made from them and can be thrown away. Everything is written to
// a temporary file, synced and renamed, the manifest last, so that a run is there whole or not at all. The package
// judges nothing and reads no clock; it never changes what it has stored, and only Prune removes any of it.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// DefaultDir is where a history is kept when nobody says otherwise.
const DefaultDir = ".assize"

// format is what stands in the file "format" of every archive that this program can read.
const format = "assize.archive/v1"

// The parts of an archive's folder.
const (
	formatFile  = "format"
	lockFile    = "lock"
	writingFile = "writing" // is there while a run is written, and after one that was killed
	objectsDir  = "objects"
	runsDir     = "runs"
	tempDir     = "tmp"
	indexFile   = "index.sqlite"
)

// An Archive is one folder with the history of audits. Its methods may be called from one goroutine at a time; several
// processes may use one folder.
type Archive struct {
	dir   string
	store *store
	// warn is told in a sentence what was mended.
	warn func(string)
}

// ErrNone says that a folder holds no history.
var ErrNone = errors.New("there is no history")

// Exists says whether dir is an archive.
func Exists(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, formatFile))
	return err == nil && info.Mode().IsRegular()
}

// Open opens the archive in dir. Warn is told in a sentence what had to be mended on the way, such as an index that was
// made anew. The error is ErrNone when dir is no archive.
func Open(dir string, warn func(string)) (*Archive, error) {
	text, err := os.ReadFile(filepath.Join(dir, formatFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNone)
	}
	if err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	if got := strings.TrimSpace(string(text)); got != format {
		return nil, fmt.Errorf("open history %s: it is in the form %q, and this program reads %q", dir, got, format)
	}
	if warn == nil {
		warn = func(string) {}
	}
	return &Archive{dir: dir, warn: warn, store: newStore(filepath.Join(dir, objectsDir))}, nil
}

// Create opens the archive in dir and makes it first if there is none: dir is then absent or an empty folder. What is
// made is readable by its owner only, and hidden from git.
func Create(dir string, warn func(string)) (*Archive, error) {
	if Exists(dir) {
		return Open(dir, warn)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make history %s: %w", dir, plain(err))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("make history %s: %w", dir, plain(err))
	}
	for _, e := range entries {
		if !ours(e.Name()) && !Exists(dir) { // what an interrupted Create left is taken over, and so is what another process made just now
			return nil, fmt.Errorf("make history: %s holds something else already (%s)", dir, e.Name())
		}
	}
	if err := alone(dir, func() error { return furnish(dir) }); err != nil {
		return nil, fmt.Errorf("make history %s: %w", dir, err)
	}
	return Open(dir, warn)
}

// alone has build make the archive in dir, which exists, unless another process makes it meanwhile: several runs may begin
// where there is no history yet.
func alone(dir string, build func() error) (err error) {
	const pause = 5 * time.Millisecond
	file, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return plain(err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	for !Exists(dir) { // once it is there the other one may hold the lock for as long as its run takes
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil && Exists(dir):
			return nil
		case err == nil:
			return build()
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return err
		}
		time.Sleep(pause)
	}
	return nil
}

// furnish makes an archive's folders and files, the one that makes it an archive last.
func furnish(dir string) error {
	for _, sub := range []string{objectsDir, runsDir, tempDir} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return plain(err)
		}
	}
	const hide = "# a history holds what was found on the targets: keep it out of the repository\n*\n"
	for _, file := range []struct{ name, text string }{{".gitignore", hide}, {formatFile, format + "\n"}} {
		if err := writeWhole(dir, filepath.Join(dir, tempDir), file.name, []byte(file.text)); err != nil {
			return err
		}
	}
	return nil
}

func ours(name string) bool {
	switch name {
	case objectsDir, runsDir, tempDir, lockFile, ".gitignore":
		return true
	}
	return false
}

// Dir is the archive's folder.
func (a *Archive) Dir() string { return a.dir }

// lock waits until no other process writes here. Waiting is called once if it has to.
func (a *Archive) lock(ctx context.Context, waiting func()) (*os.File, error) {
	const pause = 50 * time.Millisecond
	file, err := os.OpenFile(filepath.Join(a.dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock history %s: %w", a.dir, plain(err))
	}
	for told := false; ; {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return file, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock history %s: %w", a.dir, err), file.Close())
		}
		if !told && waiting != nil {
			waiting()
		}
		told = true
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), file.Close())
		case <-time.After(pause):
		}
	}
}

// plain drops the path from an error whose sentence names it already, or would name a temporary file.
func plain(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	var linkError *os.LinkError
	if errors.As(err, &linkError) {
		return linkError.Err
	}
	return err
}

// writeWhole writes a file in dir: to a temporary one first, synced, renamed, and the folder synced.
func writeWhole(dir, temp, name string, text []byte) error {
	file, err := os.CreateTemp(temp, "file-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(dir, name), plain(err))
	}
	_, err = file.Write(text)
	if err == nil {
		err = settle(file, dir, name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", filepath.Join(dir, name), plain(err)), drop(file))
	}
	return nil
}

// settle syncs a temporary file and gives it its name in dir.
func settle(file *os.File, dir, name string) error {
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncDir(dir)
}

// drop removes a temporary file that is not wanted any more.
func drop(file *os.File) error {
	if err := file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	if err := os.Remove(file.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncDir makes a rename last. Not every file system can; where it cannot, the rename is as safe as it gets.
func syncDir(dir string) error {
	handle, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err := handle.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return errors.Join(err, handle.Close())
	}
	return handle.Close()
}
