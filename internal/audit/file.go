package audit

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile has write fill a new file and puts it in the place of path only when it is whole and on the disk;
// until then, and after any error, what was at path stays. A symbolic link stays one: what it leads to is replaced.
// The file is readable by its owner only.
func WriteFile(path string, write func(io.Writer) error) error {
	staged, err := Stage(path, write)
	if err != nil {
		return err
	}
	return staged.Commit()
}

// A Staged file is whole and on the disk, and not yet in its place. Exactly one of Commit and Discard ends it.
type Staged struct {
	path string
	temp *os.File // nil when it was written through to a pipe or a device
}

// Stage has write fill a new file beside path. After an error nothing is left.
func Stage(path string, write func(io.Writer) error) (*Staged, error) {
	path = resolve(path)
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("write %s: it is a folder", path)
	case err == nil && !info.Mode().IsRegular():
		return &Staged{path: path}, writeThrough(path, write) // a pipe or a device cannot be replaced
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp") // 0600
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, cause(err))
	}
	if err := fill(temp, write); err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", path, cause(err)), discard(temp))
	}
	return &Staged{path: path, temp: temp}, nil
}

func fill(temp *os.File, write func(io.Writer) error) error {
	buffer := bufio.NewWriterSize(temp, 1<<16)
	if err := write(buffer); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	return temp.Close()
}

// Commit puts the file in its place.
func (s *Staged) Commit() error {
	if s.temp == nil {
		return nil
	}
	err := os.Rename(s.temp.Name(), s.path)
	if err == nil {
		err = syncDir(filepath.Dir(s.path))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", s.path, cause(err)), discard(s.temp))
	}
	return nil
}

// Discard removes the file.
func (s *Staged) Discard() error {
	if s.temp == nil {
		return nil
	}
	return discard(s.temp)
}

// resolve follows symbolic links; what does not exist yet, and what is no file, keeps its name.
func resolve(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// Writable says whether WriteFile could put a file at path, so far as that shows before it is tried: it makes and
// removes an empty file beside it. A folder that mayBeMade need not exist yet.
func Writable(path string, mayBeMade bool) error {
	path = resolve(path)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("write %s: it is a folder", path)
	case err == nil && !info.Mode().IsRegular():
		return nil // a pipe or a device: opening it may wait for a reader
	}
	dir := filepath.Dir(path)
	for mayBeMade {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(dir) == dir {
			break
		}
		dir = filepath.Dir(dir)
	}
	temp, err := os.CreateTemp(dir, ".assize.*.tmp")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	return discard(temp)
}

// cause drops the name of the temporary file from an error, which means nothing to the user.
func cause(err error) error {
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

func discard(temp *os.File) error {
	closeErr := temp.Close()
	if errors.Is(closeErr, os.ErrClosed) {
		closeErr = nil
	}
	removeErr := os.Remove(temp.Name())
	if errors.Is(removeErr, fs.ErrNotExist) {
		removeErr = nil
	}
	return errors.Join(closeErr, removeErr)
}

func writeThrough(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	if err := errors.Join(write(file), file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
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

// OutputFolder makes dir, private to its owner, with a .gitignore that keeps everything in it out of git. A folder
// that holds something already is the user's own: it gets no .gitignore, which would hide that as well.
func OutputFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make output folder %s: %w", dir, cause(err))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read output folder %s: %w", dir, cause(err))
	}
	if len(entries) > 0 {
		return nil
	}
	return WriteFile(filepath.Join(dir, ".gitignore"), func(w io.Writer) error {
		_, err := io.WriteString(w, "# reports hold what was found on the targets: keep them out of the repository\n*\n")
		return err
	})
}
