package audit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Locked runs change while no other process that calls Locked is at work in path's folder, so that what change reads of the
// file at path is still there when it writes it anew. It waits for its turn until ctx ends. The lock is on the folder: it
// leaves no file behind, and it ends with the process, however that ends. Where the file system knows no such lock (some
// network ones), change runs without one.
func Locked(ctx context.Context, path string, change func() error) (err error) {
	const pause = 10 * time.Millisecond
	dir, err := os.Open(filepath.Dir(resolve(path)))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	for {
		err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil, errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.EBADF), errors.Is(err, syscall.ENOLCK):
			return change()
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return fmt.Errorf("lock the folder of %s: %w", path, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
